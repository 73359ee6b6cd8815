create or replace function hub.count_orders(p_from timestamptz, p_to timestamptz) returns bigint
language sql stable set search_path = ''
as $$
  -- How many instructions came since p_from, a whole minute: of the minutes that are rolled up
  -- from there, the rest one by one. Those of a transaction that was open for more than two seconds may be missing
  -- for 20 seconds, of one that was open for longer than a minute for one more (hub.fold_metrics).
  select coalesce((select sum(r.created) from hub.rolled_up(p_from, f.at) as r), 0)::bigint + (
    select count(*) from public.render_instructions as i
    where i.id >= hub.first_instruction_since(greatest(p_from, f.at))
      and i.recorded_at >= greatest(p_from, f.at) and i.recorded_at <= p_to)
  from (select least(coalesce((hub.remembered('fold') ->> 'at')::timestamptz, p_from), p_to) as at offset 0) as f  -- once, not once a row
$$;

comment on function hub.count_orders is 'Instructions since a time: select hub.count_orders(date_trunc(''hour'', now()), now());';
