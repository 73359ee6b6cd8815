create or replace function hub.measure_waiting(p_window interval, p_step interval, p_zone text default null, p_now timestamptz default null) returns jsonb
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set enable_seqscan = off set hub.now = ''
as $$
-- How long the queue was, step by step: of each step the longest minute. Steps in which
-- nobody looked (no hub ran) are null, not 0. The last step is partial: not over.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_zone text        := coalesce(p_zone, hub.setting_text('time_zone'));
  v_from timestamptz := hub.step_of(v_now - p_window, p_step, v_zone);
  v_grid text        := case when p_step = interval '1 day' then v_zone else 'UTC' end;
begin
  return jsonb_build_object('from', v_now - p_window, 'to', v_now, 'time_zone', v_zone, 'series', (
    select jsonb_agg(jsonb_build_object('at', s.at, 'partial', s.until > v_now, 'waiting', q.waiting, 'oldest_wait', q.oldest_wait) order by s.at)
    from (
      select g at time zone v_grid as at, (g + p_step) at time zone v_grid as until
      from generate_series(v_from at time zone v_grid, v_now at time zone v_grid, p_step) as g
    ) as s
    left join (
      select hub.step_of(m.minute, p_step, v_zone) as step, max(m.waiting) as waiting, max(m.oldest_wait) as oldest_wait
      from hub.metrics_queue as m
      where m.minute >= v_from and m.minute <= v_now
      group by 1
    ) as q on q.step = s.at));
end
$$;

comment on function hub.measure_waiting is 'How long the queue was: select jsonb_pretty(hub.measure_waiting(''1 hour'', ''5 minutes''));';
