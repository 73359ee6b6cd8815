create or replace function hub.judge_act(
  p_act text, p_row public.render_instructions, p_priority int, p_now timestamptz, out outcome text, out why text
)
language plpgsql stable set search_path = ''
as $$
-- What an act of a bulk (retry, cancel, priority) will do with an instruction as it stands, in
-- a word and in a sentence. Beside the words of hub.judge_retry:
--   cancelled      it will not be rendered; an attempt under way is fenced
--   reprioritised  it gets that priority and keeps it
-- The rules are those of hub.cancel_instruction and hub.change_priority.
begin
  case
    when p_act = 'retry' then
      select j.outcome, j.why into outcome, why from hub.judge_retry(p_row, p_now) as j;
    when p_row.status = 'completed' or p_act = 'priority' and p_row.status = 'cancelled' then
      outcome := 'refused';
      why := format('instruction %s is %s', p_row.id, p_row.status);
    when p_act = 'cancel' and p_row.status = 'cancelled' then
      outcome := 'unchanged';
      why := 'it is cancelled already';
    when p_act = 'cancel' then
      outcome := 'cancelled';
      why := case p_row.status when 'processing' then 'it is being rendered; that attempt ends' else format('was %s', p_row.status) end;
    when p_row.priority = p_priority and p_row.base_priority = p_priority and p_row.priority_pinned then
      outcome := 'unchanged';
      why := format('it is pinned to priority %s already', p_priority);
    else
      outcome := 'reprioritised';
      why := format('priority %s becomes %s', p_row.priority, p_priority);
  end case;
end
$$;

comment on function hub.judge_act is 'What a bulk would do with one: select i.id, j.* from render_instructions as i, hub.judge_act(''cancel'', i, null, now()) as j where i.id = 45;';
