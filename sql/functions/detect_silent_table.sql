create or replace function hub.detect_silent_table(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set hub.now = ''
as $$
-- Tables from which no hand comes although play goes on elsewhere.
--
-- Arrivals are what counts, not what producers say of time: hands that come within ten
-- seconds of one another are one arrival, and one of more than three hands is an import, not
-- play. A table is watched while it had an arrival within twelve hours and its rhythm is
-- known: five gaps under half an hour, of the last fifty; longer ones are breaks. It is
-- silent after silent_table.minutes, or after twice its own p99 if that is more; and later
-- by as much as the others deal slower than they usually do, as in a rehearsal.
-- Counted is only the time in which the other tables played, with no pause over ten minutes:
-- in a break all are silent, and after it the first table to deal does not accuse the rest.
-- A table that was broken up looks the same; a person who resolves the alert is believed
-- until the table deals again. When play elsewhere ends first, nobody can tell: inconclusive.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_least float8 := extract(epoch from hub.setting_interval('silent_table.minutes'));
  v_table record;
begin
  for v_table in
    with recent as materialized (
      select h.id, h.table_id, h.recorded_at
      from public.hands as h
      where h.recorded_at > v_now - interval '12 hours' and h.recorded_at <= v_now and h.duplicate_of is null
      order by h.recorded_at desc
      limit 3000
    ),
    clumped as (
      select r.*, sum(r.apart) over (partition by r.table_id order by r.recorded_at, r.id) as clump
      from (
        select h.*, (h.recorded_at - lag(h.recorded_at) over (partition by h.table_id order by h.recorded_at, h.id) > interval '10 seconds')::int as apart
        from recent as h
      ) as r
    ),
    arrivals as materialized (
      select c.table_id, max(c.id) as hand_id, max(c.recorded_at) as at,
        max(c.recorded_at) - lag(max(c.recorded_at)) over (partition by c.table_id order by max(c.recorded_at)) as gap,
        row_number() over (partition by c.table_id order by max(c.recorded_at) desc) as place
      from clumped as c
      group by c.table_id, c.clump
      having count(*) <= 3
    ),
    rhythms as (
      select r.table_id, max(r.at) as last, max(r.hand_id) as hand_id, count(g.seconds) as gaps,
        percentile_cont(0.5) within group (order by g.seconds) as usual, percentile_cont(0.99) within group (order by g.seconds) as p99
      from arrivals as r
      cross join lateral (
        select case when r.gap < interval '30 minutes' and r.place <= 50 then extract(epoch from r.gap)::float8 end as seconds) as g
      group by r.table_id
      having count(g.seconds) >= 5
    )
    select s.*, extract(epoch from v_now - s.last)::float8 as silent, e.since, e.newest, greatest(s.last, e.since) as counted_from
    from (
      select r.*, greatest(v_least, 2 * r.p99) * greatest(1, pace.slower) as allowed
      from rhythms as r
      cross join lateral (
        select percentile_cont(0.5) within group (order by extract(epoch from a.gap)::float8 / o.usual) as slower
        from arrivals as a
        join rhythms as o on o.table_id = a.table_id
        where a.table_id <> r.table_id and a.at > r.last and a.gap < interval '30 minutes'
      ) as pace
    ) as s
    cross join lateral (
      select max(o.at) filter (where o.gap is null or o.gap > interval '10 minutes') as since, max(o.at) as newest
      from (
        select a.at, a.at - lag(a.at) over (order by a.at) as gap from arrivals as a where a.table_id <> s.table_id
      ) as o
    ) as e
    where s.last < v_now - s.allowed * interval '1 second'
    order by s.table_id
  loop
    if v_table.newest is null or v_table.newest <= v_now - interval '10 minutes' then
      if exists (
        select from public.monitoring_events as e
        where e.kind = 'silent_table' and e.subject = 'table:' || v_table.table_id and e.state <> 'resolved') then
        return next hub.cleared('silent_table', 'table:' || v_table.table_id, 'inconclusive');
      end if;
      continue;
    end if;
    continue when v_table.counted_from > v_now - v_table.allowed * interval '1 second'
      or hub.is_dismissed('silent_table', 'table:' || v_table.table_id, v_table.last);
    return next row('silent_table', 'warning', 'table:' || v_table.table_id, 'warning', v_table.last,
      format('No hand from %s for %s minutes while others play; usually one every %s seconds', v_table.table_id, floor(v_table.silent / 60), round(v_table.usual)),
      format('다른 테이블은 진행 중인데 %s에서 %s분 동안 핸드가 들어오지 않음(평소 %s초 간격)', v_table.table_id, floor(v_table.silent / 60), round(v_table.usual)),
      jsonb_build_object('table_id', v_table.table_id, 'last_hand_id', v_table.hand_id, 'last_hand_at', v_table.last, 'silent_seconds', floor(v_table.silent),
        'counted_from', v_table.counted_from, 'allowed_seconds', round(v_table.allowed::numeric), 'usual_seconds', round(v_table.usual::numeric, 1),
        'p99_seconds', round(v_table.p99::numeric, 1), 'gaps', v_table.gaps, 'others_last_hand_at', v_table.newest, 'thresholds', hub.settings_of('silent_table')),
      hub.members_of('{}', array[v_table.hand_id]),
      jsonb_build_object('text', 'Look at the table''s reader and capturing PC. If the table was broken up, resolve this.',
        'text_ko', '테이블의 리더와 캡처 PC를 확인하세요. 테이블이 해체된 것이라면 이 경보를 해결 처리하세요.',
        'sql', format('select id, hand_number, recorded_at from public.hands where table_id = %L order by id desc limit 5;', v_table.table_id)),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_silent_table is 'Tables from which no hand comes: select title, evidence from hub.detect_silent_table();';
