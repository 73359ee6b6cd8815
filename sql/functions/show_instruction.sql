create or replace function hub.show_instruction(p_instruction bigint) returns jsonb
language sql stable security definer set search_path = '' set timezone = 'UTC' set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
  -- An instruction with each of its attempts and outputs, oldest first; null when there is none.
  -- Attempts are asked for from its arrival on, which leaves older partitions alone.
  select to_jsonb(i) || jsonb_build_object(
    'attempts', coalesce((
      select jsonb_agg(to_jsonb(a) order by a.started_at, a.attempt)
      from hub.attempts as a
      where a.instruction_id = i.id and a.started_at >= i.recorded_at), '[]'),
    'outputs', coalesce((
      select jsonb_agg(to_jsonb(o) order by o.id)
      from public.render_outputs as o
      where o.instruction_id = i.id), '[]'))
  from public.render_instructions as i
  where i.id = p_instruction
$$;

comment on function hub.show_instruction is 'An instruction, its attempts and outputs: select jsonb_pretty(hub.show_instruction(45));';
