create or replace function hub.retried_row(
  p_row public.render_instructions, p_priority int, p_now timestamptz
) returns public.render_instructions
language plpgsql stable set search_path = ''
as $$
-- What a retry by hand makes of an instruction: the one place that says so, asked by
-- hub.retry_rows, which writes it, and by hub.judge_retry, which tells beforehand.
--
-- Pending with fresh retries and one step more urgent. p_priority sets the priority and pins
-- it; a pinned one is not moved without it. An expiry that has passed is lifted: a person
-- wants the picture. `attempt` stays, so old reports stay refused.
declare
  v_row public.render_instructions := p_row;
begin
  v_row.status := 'pending';
  v_row.retry_count := 0;
  v_row.rescue_count := 0;
  v_row.superseded_by := null;
  v_row.priority := coalesce(p_priority, case when p_row.priority_pinned then p_row.priority else greatest(1, p_row.priority - 1) end);
  v_row.priority_pinned := p_row.priority_pinned or p_priority is not null;
  v_row.base_priority := coalesce(p_priority, p_row.base_priority);
  v_row.expires_at := case when p_row.expires_at > p_now then p_row.expires_at end;
  return v_row;
end
$$;

comment on function hub.retried_row is 'Used by retries: what a retry makes of an instruction: select (hub.retried_row(i, null, now())).priority from render_instructions as i where id = 45;';
