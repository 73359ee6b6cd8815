create or replace function hub.list_outputs(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of finished graphics, those that came last first; see hub.list_hands. Those of
-- one instruction or hand are few, and are found first.
declare
  v_of bigint[];
begin
  if p_filter ->> 'instruction' is not null or p_filter ->> 'hand' is not null then
    v_of := array(
      select o.id from public.render_outputs as o
      where o.instruction_id = any (case
        when p_filter ->> 'instruction' is not null then array[(p_filter ->> 'instruction')::bigint]
        else array(select i.id from public.render_instructions as i where i.hand_id = (p_filter ->> 'hand')::bigint) end));
  end if;
  return query
  select to_jsonb(o), jsonb_build_array(o.recorded_at, o.id)
  from public.render_outputs as o
  where (v_of is null or o.id = any (v_of))
    and (p_after is null or (o.recorded_at, o.id) < ((p_after ->> 0)::timestamptz, (p_after ->> 1)::bigint))
    and (p_filter ->> 'since' is null or o.recorded_at >= (p_filter ->> 'since')::timestamptz)
    and (p_filter ->> 'until' is null or o.recorded_at < (p_filter ->> 'until')::timestamptz)
    and (p_filter ->> 'status' is null or o.status = p_filter ->> 'status')
    and (p_filter ->> 'instruction' is null or o.instruction_id = (p_filter ->> 'instruction')::bigint)
    and (p_filter ->> 'hand' is null or exists (
      select from public.render_instructions as i where i.id = o.instruction_id and i.hand_id = (p_filter ->> 'hand')::bigint))
  order by o.recorded_at desc, o.id desc
  limit p_limit;
end
$$;

comment on function hub.list_outputs is 'Finished graphics, newest first: select doc ->> ''output_path'' from hub.list_outputs();';
