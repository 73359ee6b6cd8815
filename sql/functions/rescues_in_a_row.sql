create or replace function hub.rescues_in_a_row(p_instruction bigint) returns bigint
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- How often an instruction was taken back since anything else became of it.
  select count(*)
  from hub.attempts as a
  where a.instruction_id = p_instruction and a.outcome = 'rescued'
    and a.attempt > coalesce((
      select max(b.attempt) from hub.attempts as b
      where b.instruction_id = p_instruction and b.outcome <> 'rescued'), 0)
$$;

comment on function hub.rescues_in_a_row is 'Rescues since anything else: select hub.rescues_in_a_row(45);';
