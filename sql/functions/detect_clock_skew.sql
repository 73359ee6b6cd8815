create or replace function hub.detect_clock_skew(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set hub.now = ''
as $$
-- Capturing PCs whose clock differs from the hub's: by table, the median over its last ten
-- hands of six hours of what the producer says minus when the hand arrived. What it says is
-- created_at; where that is the hub's own (a hand of a session), the end of the hand.
--
-- A time in the future has no other explanation: three hands are enough. A time in the past
-- is mostly a late import, which shows in one of three ways: it arrives all at once, its
-- lateness differs from hand to hand, or it is days old. So a clock that is behind is told
-- only of five hands and more that arrived over ten minutes or longer, all late by the same
-- (eight of ten within half of clock_skew.limit), and by no more than 26 hours: a time zone
-- or a day, not an archive that is played back. A clock that lost years is not told from one.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_limit float8 := extract(epoch from hub.setting_interval('clock_skew.limit'));
  v_skew  record;
begin
  for v_skew in
    with recent as materialized (
      select h.id, h.table_id, h.recorded_at,
        case when h.created_at <> h.recorded_at then h.created_at else h.started_at + coalesce(h.duration_seconds, 0) * interval '1 second' end as said
      from public.hands as h
      where h.recorded_at > v_now - interval '6 hours' and h.recorded_at <= v_now and h.source = 'rfid' and h.duplicate_of is null
      order by h.recorded_at desc
      limit 5000
    ),
    placed as (
      select r.*, extract(epoch from r.said - r.recorded_at)::float8 as offset_seconds,
        row_number() over (partition by r.table_id order by r.recorded_at desc, r.id desc) as place
      from recent as r
      where r.said is not null
    )
    select p.table_id, count(*) as hands, min(p.recorded_at) as first, max(p.recorded_at) as last, array_agg(p.id) as ids,
      percentile_cont(0.5) within group (order by p.offset_seconds) as median,
      percentile_cont(0.9) within group (order by p.offset_seconds) - percentile_cont(0.1) within group (order by p.offset_seconds) as spread,
      jsonb_path_query_array(jsonb_agg(jsonb_build_object('hand_id', p.id, 'said', p.said, 'recorded_at', p.recorded_at,
        'offset_seconds', round(p.offset_seconds::numeric, 1)) order by p.place), '$[0 to 4]') as sample
    from placed as p
    where p.place <= 10
    group by p.table_id
    having count(*) >= 3
    order by p.table_id
  loop
    continue when (v_skew.median > v_limit
      or v_skew.median < -v_limit and v_skew.median >= -26 * 3600 and v_skew.hands >= 5 and v_skew.spread <= v_limit / 2
        and v_skew.last - v_skew.first >= interval '10 minutes') is not true;
    return next row('clock_skew', 'warning', 'table:' || v_skew.table_id, 'warning', v_skew.first,
      format('The clock of the PC that captures %s is %s by %s', v_skew.table_id, case when v_skew.median > 0 then 'ahead' else 'behind' end,
        to_char(make_interval(secs => abs(round(v_skew.median))), 'HH24:MI:SS')),
      format('%s 캡처 PC의 시계가 %s만큼 %s', v_skew.table_id, to_char(make_interval(secs => abs(round(v_skew.median))), 'HH24:MI:SS'),
        case when v_skew.median > 0 then '빠름' else '느림' end),
      jsonb_build_object('table_id', v_skew.table_id, 'median_seconds', round(v_skew.median::numeric, 1), 'spread_seconds', round(v_skew.spread::numeric, 1),
        'hands', v_skew.hands, 'first', v_skew.first, 'last', v_skew.last, 'sample', v_skew.sample, 'thresholds', hub.settings_of('clock_skew')),
      hub.members_of('{}', v_skew.ids),
      jsonb_build_object('text', 'Set the PC''s clock and time zone, and let it follow a time server. The hub''s own times are not affected.',
        'text_ko', 'PC의 시계와 시간대를 맞추고 시간 서버와 동기화하세요. 허브의 시각에는 영향이 없습니다.',
        'sql', format('select id, hand_number, created_at, started_at, recorded_at from public.hands where table_id = %L order by id desc limit 10;', v_skew.table_id)),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_clock_skew is 'Capturing PCs whose clock differs: select title, evidence from hub.detect_clock_skew();';
