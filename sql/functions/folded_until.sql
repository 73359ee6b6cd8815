create or replace function hub.folded_until(p_from timestamptz, p_to timestamptz) returns timestamptz
language sql stable set search_path = ''
as $$
  -- Up to when the rollup tells all of [p_from, p_to): what came since has to be counted one by one. The minute in which it
  -- ends is told in part. To a time that the rollup has passed it serves whole minutes only.
  select greatest(p_from, case when f.at <= p_to then f.at else date_trunc('minute', p_to) end)
  from (select coalesce((hub.remembered('fold') ->> 'at')::timestamptz, '-infinity') as at) as f
$$;

comment on function hub.folded_until is 'How far the rollup goes: select hub.folded_until(now() - interval ''1 hour'', now());';
