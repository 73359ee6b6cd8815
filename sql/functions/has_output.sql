create or replace function hub.has_output(p_instruction bigint, p_attempt bigint) returns boolean
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- Whether a good output of this very attempt has been reported.
  select exists (
    select from public.render_outputs as o
    where o.instruction_id = p_instruction and o.attempt = p_attempt and o.status = 'completed')
$$;

comment on function hub.has_output is 'Whether an attempt has a good output: select hub.has_output(45, 1);';
