create or replace function hub.event_of_action(p_action hub.actions) returns bigint
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- The journal's entry of an action: of the same moment and subject. Acts of one
  -- transaction are told apart by what they wrote.
  select e.id
  from hub.events as e
  where e.subject = p_action.subject and e.at = p_action.at
  order by coalesce(e.doc = p_action.after, false) desc, e.actor = p_action.actor desc, e.id desc
  limit 1
$$;

comment on function hub.event_of_action is 'The journal''s entry of an action: select hub.event_of_action(a) from hub.actions as a where id = 12;';
