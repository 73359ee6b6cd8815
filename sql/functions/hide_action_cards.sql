create or replace function hub.hide_action_cards(p_actions jsonb) returns jsonb
language sql immutable
set search_path = ''
begin atomic
  -- Actions with what the hub knows of them: a producer's own fields may hold cards.
  select coalesce(
    jsonb_agg((
      select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(a.action) as f
      where f.key in ('street', 'seat', 'name', 'player', 'action', 'type', 'amount', 'added', 'pot', 'time', 'timestamp')
        and jsonb_typeof(f.value) not in ('object', 'array')) order by a.nr),
    '[]')
  from jsonb_array_elements(p_actions) with ordinality as a(action, nr)
  where jsonb_typeof(a.action) = 'object';
end;

comment on function hub.hide_action_cards is 'Actions as a viewer may see them: select hub.hide_action_cards(actions_json) from hands where id = 1;';
