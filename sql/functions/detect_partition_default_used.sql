create or replace function hub.detect_partition_default_used(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- History that fell into a default partition because its week had none: nothing is lost, and
-- hub.maintain makes the week and moves the rows there; until then they cannot be dropped.
-- A thousand rows are counted at most; the index order makes the first of them a probe.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_found record;
begin
  for v_found in
    select 'hub.events' as name, count(*) as found, min(e.at) as since
    from (select d.at from hub.events_default as d order by d.id limit 1000) as e
    union all
    select 'hub.attempts', count(*), min(a.started_at)
    from (select d.started_at from hub.attempts_default as d order by d.instruction_id, d.attempt limit 1000) as a
  loop
    continue when v_found.found = 0;
    return next row('partition_default_used', 'warning', 'table:' || v_found.name, 'warning', least(v_found.since, v_now),
      format('%s of %s in no week of their own', case when v_found.found < 1000 then hub.told_count(v_found.found, 'row') else '1000 rows and more' end, v_found.name),
      format('%s의 %s행이 주별 파티션에 속하지 않음', v_found.name, case when v_found.found < 1000 then v_found.found::text else '1000개 이상' end),
      jsonb_build_object('table', v_found.name, 'rows', v_found.found, 'counted_at_most', 1000, 'first', v_found.since,
        'thresholds', jsonb_build_object('history.weeks_ahead', hub.setting('history.weeks_ahead'))),
      '{}'::jsonb,
      jsonb_build_object('text', 'Make their weeks and those ahead; the leading hub does it every hour.', 'text_ko', '해당 주와 앞으로의 주별 파티션을 만드세요. 리더 허브가 매시간 실행합니다.',
        'sql', 'call hub.maintain();'),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_partition_default_used is 'History without a partition of its own: select title from hub.detect_partition_default_used();';
