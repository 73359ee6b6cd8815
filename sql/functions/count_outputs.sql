create or replace function hub.count_outputs(p_from timestamptz, p_to timestamptz) returns bigint
language sql stable set search_path = ''
as $$
  -- How many outputs came out since p_from, a whole minute: of the minutes that are rolled up
  -- from there, the rest one by one.
  select coalesce((select sum(r.completed) from hub.rolled_up(p_from, f.at) as r), 0)::bigint + (
    select count(*) from public.render_outputs as o
    where o.recorded_at >= greatest(p_from, f.at) and o.recorded_at <= p_to and o.status = 'completed')
  from (select least(coalesce((hub.remembered('fold') ->> 'at')::timestamptz, p_from), p_to) as at offset 0) as f  -- once, not once a row
$$;

comment on function hub.count_outputs is 'Outputs since a time: select hub.count_outputs(date_trunc(''hour'', now()), now());';
