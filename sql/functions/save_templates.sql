create or replace function hub.save_templates(
  p_templates jsonb, p_actor text, p_reason text, p_remove boolean default false, p_now timestamptz default null
) returns table (name text, outcome text)
language plpgsql volatile security definer set search_path = '' set hub.verb = 'save_templates' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Bring the catalogue to what a file says: [{"name", "composition", "project", "description",
-- "slots", "required_layers", "optional_layers", "output_defaults"}]. Outcomes: added, changed,
-- same, and with p_remove removed for those the file does not have. Instructions keep their
-- template's name, whatever becomes of it here. One at a time: two files would mix.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before jsonb;
  v_name   text;
begin
  perform hub.act_as(p_actor, p_reason);
  if jsonb_typeof(p_templates) is distinct from 'array' or exists (
    select from jsonb_array_elements(p_templates) as t
    where jsonb_typeof(t) <> 'object' or length(btrim(coalesce(t ->> 'name', ''))) not between 1 and 100 or coalesce(t ->> 'composition', '') = '') then
    raise exception 'templates are a list of objects with a name of 1 to 100 characters and a composition'
      using errcode = 'UB400', hint = 'Use: npm run hub -- templates load FILE';
  end if;
  select t ->> 'name' into v_name from jsonb_array_elements(p_templates) as t group by 1 having count(*) > 1 limit 1;
  if found then
    raise exception 'template "%" stands twice', v_name using errcode = 'UB422', hint = 'Give each template one entry.';
  end if;
  lock table hub.templates in share row exclusive mode;
  v_before := coalesce((select jsonb_object_agg(t.name, to_jsonb(t) - '{created_at,updated_at}'::text[]) from hub.templates as t), '{}');

  return query
  with sent as (
    select btrim(t ->> 'name') as name, jsonb_populate_record(null::hub.templates,
      '{"required_layers": [], "optional_layers": [], "output_defaults": {}, "description": ""}' || jsonb_strip_nulls(t)) as it
    from jsonb_array_elements(p_templates) as t
  ), stored as (
    insert into hub.templates as t
      (name, composition, project, description, slots, required_layers, optional_layers, output_defaults, created_at, updated_at)
    select s.name, (s.it).composition, (s.it).project, (s.it).description, (s.it).slots, (s.it).required_layers, (s.it).optional_layers,
      (s.it).output_defaults, v_now, v_now
    from sent as s
    on conflict on constraint templates_pkey do update
    set composition = excluded.composition, project = excluded.project, description = excluded.description, slots = excluded.slots,
      required_layers = excluded.required_layers, optional_layers = excluded.optional_layers, output_defaults = excluded.output_defaults,
      updated_at = v_now
    where to_jsonb(t) - '{created_at,updated_at}'::text[] <> to_jsonb(excluded) - '{created_at,updated_at}'::text[]
    returning t.name
  ), removed as (
    delete from hub.templates as t
    where p_remove and not exists (select from sent as s where s.name = t.name)
    returning t.name
  )
  select s.name, case when w.name is null then 'same' when v_before ? s.name then 'changed' else 'added' end
  from sent as s
  left join stored as w on w.name = s.name
  union all
  select r.name, 'removed' from removed as r
  order by 1;
  perform hub.record_action('save_templates', 'templates', v_before,
    coalesce((select jsonb_object_agg(t.name, to_jsonb(t) - '{created_at,updated_at}'::text[]) from hub.templates as t), '{}'), false);
end
$$;

comment on function hub.save_templates is 'Load the catalogue: select * from hub.save_templates(''[{"name": "elimination", "composition": "Elimination"}]'', ''ann'', ''day 2'');';
