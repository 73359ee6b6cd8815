create or replace function hub.undo_bulk(p_action hub.actions, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for a bulk: all of its members that still stand as it left them,
-- each with an undo of its own in the audit. The others are left, and named under "refused"
-- with what moved them. When there is none that could be taken back, this is refused.
declare
  v_members bigint[] := array(select jsonb_array_elements_text(p_action.after -> 'actions')::bigint);
  v_actions hub.actions[];
  v_done    jsonb;
  v_refused jsonb;
  v_undone  bigint[];
  v_undoing bigint[];
begin
  v_actions := array(
    select a from hub.actions as a
    where a.id = any (v_members) and not exists (select from hub.actions as u where u.undo_of = a.id)
    order by a.id
    for update of a skip locked);
  select jsonb_agg(to_jsonb(r)) into v_done
  from (
    select array_agg(substr(a.subject, 13)::bigint order by a.id) as ids, array_agg(coalesce(a.before, '{}') order by a.id) as before,
      array_agg(coalesce(a.after, '{}') order by a.id) as after
    from unnest(v_actions) as a
  ) as m
  cross join lateral hub.restore_instructions(m.ids, m.before, m.after, p_action.at) as r;
  v_done := coalesce(v_done, '[]');

  select coalesce(jsonb_agg(jsonb_build_object('instruction_id', l.id, 'why', l.why) order by l.id), '[]') into v_refused
  from (
    select (d ->> 'instruction_id')::bigint as id, d ->> 'why' as why from jsonb_array_elements(v_done) as d where d ->> 'why' is not null
    union all
    select substr(m.subject, 13)::bigint, coalesce((select format('it was taken back already by "%s"', u.actor) from hub.actions as u where u.undo_of = m.id),
      'somebody else is taking it back at this moment')
    from hub.actions as m
    where m.id = any (v_members) and not exists (select from unnest(v_actions) as a where a.id = m.id)
  ) as l;
  if not exists (select from jsonb_array_elements(v_done) as d where d ->> 'why' is null) then
    raise exception 'nothing of action % can be taken back: instruction %: %', p_action.id, v_refused -> 0 ->> 'instruction_id', v_refused -> 0 ->> 'why'
      using errcode = 'UB409', detail = 'blocked by instruction:' || (v_refused -> 0 ->> 'instruction_id'),
        hint = format('All moved since. Look at them: select * from render_instructions where id in (select i::bigint from hub.actions, jsonb_array_elements_text(after -> ''instructions'') as i where hub.actions.id = %s);', p_action.id);
  end if;

  select array_agg(r.undone order by r.undone), array_agg(r.undoing order by r.undone) into v_undone, v_undoing
  from (
    select a.id as undone, hub.record_action('undo_action', a.subject, d.was, d.became, false, jsonb_build_object('bulk', p_action.id)) as undoing
    from jsonb_to_recordset(v_done) as d (instruction_id bigint, why text, was jsonb, became jsonb)
    join unnest(v_actions) as a on a.subject = 'instruction:' || d.instruction_id
    where d.why is null
    offset 0
  ) as r;
  update hub.actions as a set undo_of = u.undone from unnest(v_undone, v_undoing) as u (undone, undoing) where a.id = any (v_undoing) and a.id = u.undoing;

  became := jsonb_build_object('refused', v_refused,
    'instructions', (select jsonb_agg(d -> 'instruction_id') from jsonb_array_elements(v_done) as d where d ->> 'why' is null));
  evidence := jsonb_build_object('restored', cardinality(v_undone), 'refused', jsonb_array_length(v_refused));
end
$$;

comment on function hub.undo_bulk is 'Used by undo_action: takes back a bulk, member by member.';
