create or replace function hub.instructions_of_tournament(p_code text) returns bigint[]
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- What was made for a tournament: a sibling's instruction has its code in trigger_id, the hub's own
  -- "tournament:<code>:<subject>" (hub.decide_tournament_rule).
  select array(
    select i.id from public.render_instructions as i where i.trigger_id = p_code
    union
    select i.id from public.render_instructions as i
    where i.trigger_id like 'tournament:%' and i.trigger_id collate "C" = 'tournament:' || p_code
    union
    select i.id from public.render_instructions as i  -- a semicolon follows the colon
    where i.trigger_id like 'tournament:%'
      and i.trigger_id collate "C" >= 'tournament:' || p_code || ':' and i.trigger_id collate "C" < 'tournament:' || p_code || ';')
$$;

comment on function hub.instructions_of_tournament is 'What was made for a tournament: select hub.instructions_of_tournament(''WSOP-01'');';
