create or replace function hub.orphan_grace(p_now timestamptz) returns interval
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- How long the maker of a premium hand's graphic may take: orphan.grace_min, or longer if the
  -- delays seen lately (siblings' own instructions for the last 200 premium hands of a day) say
  -- so; at most a quarter of an hour.
  select least(interval '15 minutes', greatest(hub.setting_interval('orphan.grace_min'),
    hub.setting_number('orphan.factor') * (
      select percentile_cont(hub.setting_number('orphan.quantile')) within group (order by d.delay)
      from (
        select extract(epoch from f.made_at - h.recorded_at)::float8 as delay
        from (
          select g.id, g.recorded_at from public.hands as g
          where g.is_premium and g.recorded_at > p_now - interval '1 day' and g.recorded_at <= p_now
          order by g.recorded_at desc limit 200
        ) as h
        cross join lateral (
          select min(i.recorded_at) as made_at from public.render_instructions as i where i.hand_id = h.id and i.rule_id is null
        ) as f
        where f.made_at > h.recorded_at
      ) as d
      having count(*) >= 20
    ) * interval '1 second'))
$$;

comment on function hub.orphan_grace is 'How long a premium hand may be without its graphic: select hub.orphan_grace(now());';
