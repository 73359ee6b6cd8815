create or replace function hub.detect_worker_lost(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- A worker fell silent with work in its hands (hub.lost_workers); taking the work back is
-- the queue's own business, this tells people which PC to look at. When nobody is left at
-- all, one finding of its own tells that. It ends when the worker is heard of again or its PC
-- comes back with a new session.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_lost  record;
  v_all   bigint[] := '{}';
  v_hosts text[] := '{}';
  v_since timestamptz;
begin
  for v_lost in select l.* from hub.lost_workers(v_now) as l order by l.last_seen_at, l.worker_id loop
    v_all := v_all || v_lost.instructions;
    v_hosts := v_hosts || v_lost.host;
    v_since := least(v_since, v_lost.last_seen_at);
    return next row('worker_lost', 'warning', 'worker:' || v_lost.worker_id, 'warning', v_lost.last_seen_at,
      format('Worker %s fell silent with %s in its hands', v_lost.host, hub.told_count(cardinality(v_lost.instructions), 'job')),
      format('워커 %s이(가) 작업 %s건을 든 채 응답 없음', v_lost.host, cardinality(v_lost.instructions)),
      jsonb_build_object('worker_id', v_lost.worker_id, 'host', v_lost.host, 'last_seen_at', v_lost.last_seen_at,
        'silent_seconds', floor(extract(epoch from v_now - v_lost.last_seen_at)), 'settings', 'worker.lost_after'),
      hub.members_of(v_lost.instructions),
      case when hub.setting_text('remedy.rescue') = 'act' then jsonb_build_object('text', 'Look at the PC. Its work goes to others by itself.',
          'text_ko', 'PC를 확인하세요. 작업은 자동으로 다른 워커에게 넘어갑니다.', 'sql', 'select * from ops.workers;')
        else jsonb_build_object('text', 'Look at the PC. Taking work back is off (remedy.rescue): do it by hand.',
          'text_ko', 'PC를 확인하세요. 자동 회수가 꺼져 있으니(remedy.rescue) 직접 회수하세요.',
          'sql', format('select r.id, r.status from public.render_instructions as i cross join lateral hub.release_stuck(i.id, i.attempt, current_user, %L) as r where i.worker_id = %L and i.status = %L;',
            'its worker is gone', v_lost.worker_id, 'processing'))
      end,
      'false')::hub.finding;
  end loop;
  if v_since is not null and not exists (select from hub.live_workers(v_now)) then
    return next row('worker_lost', 'alert', 'workers', 'critical', v_since,
      format('No worker is left: %s fell silent with %s in hand', array_to_string(v_hosts[1:5], ', '), hub.told_count(cardinality(v_all), 'job')),
      format('남은 워커가 없음: %s이(가) 작업 %s건을 든 채 응답 없음', array_to_string(v_hosts[1:5], ', '), cardinality(v_all)),
      jsonb_build_object('workers', cardinality(v_hosts), 'hosts', to_jsonb(v_hosts[1:20]), 'since', v_since, 'waiting', hub.count_waiting(v_now), 'settings', 'worker.lost_after'),
      hub.members_of(v_all),
      jsonb_build_object('text', 'Start the render PCs.', 'text_ko', '렌더 PC를 시작하세요.', 'sql', 'select * from ops.workers;'),
      'false')::hub.finding;
  end if;
end
$$;

comment on function hub.detect_worker_lost is 'Workers that died with work in their hands: select title from hub.detect_worker_lost();';
