create or replace function hub.rescues_are_paused(p_now timestamptz, out paused boolean, out late int, out holding int, out until timestamptz)
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Whether so many workers are late at once that the database or the network must be at
  -- fault: their work goes on, and taking it back would render it all twice. After
  -- rescue.pause_max, counted from the first lease that ran out, they are taken for dead
  -- after all: a power cut takes all PCs at once. A judgement from what stands in the
  -- table; claims come by here and must not write anything that others would wait for.
  select l.late >= hub.setting_number('rescue.pause_workers')
      and l.late > hub.setting_number('rescue.pause_share') * l.holding
      and p_now < l.since + hub.setting_interval('rescue.pause_max'),
    l.late, l.holding, l.since + hub.setting_interval('rescue.pause_max')
  from (
    select (count(distinct r.worker_id) filter (where r.lease_expires_at <= p_now))::int as late,
      count(distinct r.worker_id)::int as holding,
      min(r.lease_expires_at) as since
    from public.render_instructions as r
    where r.status = 'processing' and r.worker_id is not null
  ) as l
$$;

comment on function hub.rescues_are_paused is 'Whether too many workers are late at once to believe it: select * from hub.rescues_are_paused(now());';
