create or replace function hub.list_instructions(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of instructions, newest first; see hub.list_hands. What was made of one hand, or answers one
-- event, is little, and is found first. Of a template in one status the status is the better
-- guide, unless it is that in which all end: the template stands there in a way that no index can serve.
declare
  v_of    bigint[];
  v_first bigint;
  v_end   bigint;
begin
  if p_filter ->> 'since' is not null then
    v_first := hub.first_instruction_since((p_filter ->> 'since')::timestamptz);
  end if;
  if p_filter ->> 'until' is not null then
    v_end := (  -- it looks twenty rows ahead, so as many may be older
      select i.id from public.render_instructions as i
      where i.id >= hub.first_instruction_since((p_filter ->> 'until')::timestamptz + interval '2 hours')
      order by i.id offset 20 limit 1);
  end if;
  if p_filter ->> 'tournament' is not null then
    v_of := hub.instructions_of_tournament(p_filter ->> 'tournament');
  elsif p_filter ->> 'hand' is not null then
    v_of := array(select i.id from public.render_instructions as i where i.hand_id = (p_filter ->> 'hand')::bigint);
  elsif p_filter ->> 'trigger_id' is not null then
    v_of := array(select i.id from public.render_instructions as i where i.trigger_id = p_filter ->> 'trigger_id');
  end if;
  return query
  select to_jsonb(i), jsonb_build_array(i.id)
  from public.render_instructions as i
  where (p_after is null or i.id < (p_after ->> 0)::bigint)
    and (v_of is null or i.id = any (v_of))
    and (p_filter ->> 'since' is null or i.id >= v_first and i.recorded_at >= (p_filter ->> 'since')::timestamptz)
    and (p_filter ->> 'until' is null or (v_end is null or i.id < v_end) and i.recorded_at < (p_filter ->> 'until')::timestamptz)
    and (p_filter ->> 'status' is null or i.status = p_filter ->> 'status')
    and (p_filter ->> 'template' is null or p_filter ->> 'status' <> 'completed' or i.template_name collate "C" = p_filter ->> 'template')
    and (p_filter ->> 'template' is null or i.template_name || '' = p_filter ->> 'template')
    and (p_filter ->> 'error_class' is null or i.error_class = p_filter ->> 'error_class')
    and (p_filter ->> 'hand' is null or i.hand_id = (p_filter ->> 'hand')::bigint)
    and (p_filter ->> 'rule' is null or i.rule_id = (p_filter ->> 'rule')::bigint)
    and (p_filter ->> 'trigger_id' is null or i.trigger_id = p_filter ->> 'trigger_id')
    and (p_filter ->> 'worker' is null or i.worker_id = (p_filter ->> 'worker')::uuid)
  order by i.id desc
  limit p_limit;
end
$$;

comment on function hub.list_instructions is 'Instructions, newest first: select doc ->> ''id'', doc ->> ''error_message'' from hub.list_instructions(''{"status": "failed"}'');';
