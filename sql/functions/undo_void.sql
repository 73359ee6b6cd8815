create or replace function hub.undo_void(p_action hub.actions, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for a hand that was declared void: it counts again, and what was
-- cancelled with it waits again at its old place. Instructions that moved since are left and
-- named under "refused". They come back before the hand does, because the rules look at a hand that counts
-- again and refresh the pictures that wait for it.
declare
  v_id     bigint := substr(p_action.subject, 6);
  v_before public.hands;
  v_row    public.hands;
  v_done   jsonb;
begin
  select * into v_before from public.hands as h where h.id = v_id for no key update;
  if v_before.id is null
     or v_before is distinct from jsonb_populate_record(v_before, p_action.after - '{updated_at,instructions}'::text[]) then
    raise exception 'hand %: %', v_id, case when v_before.id is null then 'it is gone' else format('it moved since (%s)',
        coalesce(hub.what_moved(p_action.subject, '{voided_at,void_reason}', p_action.at), 'the journal does not say by whom')) end
      using errcode = 'UB409', detail = 'blocked by hand:' || v_id, hint = format('Look at it as it is now: select voided_at, void_reason from hands where id = %s;', v_id);
  end if;

  select coalesce(jsonb_agg(to_jsonb(r)), '[]') into v_done
  from (
    select array_agg(b.key::bigint order by b.key::bigint) as ids, array_agg(b.value order by b.key::bigint) as before,
      array_agg(p_action.after -> 'instructions' -> b.key order by b.key::bigint) as after
    from jsonb_each(p_action.before -> 'instructions') as b
  ) as m
  cross join lateral hub.restore_instructions(m.ids, m.before, m.after, p_action.at) as r;
  update public.hands as h set voided_at = null, void_reason = null where h.id = v_id returning * into v_row;

  select jsonb_object_agg(b.key, b.value) into was from jsonb_each(to_jsonb(v_before)) as b where b.value <> to_jsonb(v_row) -> b.key;
  select jsonb_object_agg(a.key, a.value) into became from jsonb_each(to_jsonb(v_row)) as a where a.value <> to_jsonb(v_before) -> a.key;
  became := became || jsonb_build_object(
    'instructions',
    (select coalesce(jsonb_object_agg(d ->> 'instruction_id', d -> 'became'), '{}') from jsonb_array_elements(v_done) as d where d ->> 'why' is null),
    'refused',
    (select coalesce(jsonb_agg(jsonb_build_object('instruction_id', d -> 'instruction_id', 'why', d -> 'why')), '[]')
     from jsonb_array_elements(v_done) as d where d ->> 'why' is not null));
  evidence := jsonb_build_object(
    'restored', (select count(*) from jsonb_array_elements(v_done) as d where d ->> 'why' is null), 'refused', jsonb_array_length(became -> 'refused'));
end
$$;

comment on function hub.undo_void is 'Used by undo_action: a hand that was declared void counts again.';
