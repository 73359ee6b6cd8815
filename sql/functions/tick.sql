create or replace function hub.tick(p_now timestamptz default null)
returns table (step text, subject text, action text)
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan
  set hub.verb = 'tick' set hub.now = '' set hub.actor = 'hub:tick' set hub.reason = '' set hub.cause = '' set lock_timeout = '1s'
as $$
-- Everything the hub does by itself, in order, one at a time: whoever finds another tick
-- at work returns at once with no rows. Safe to call from psql, the hub or a scheduler,
-- and as often as wanted. Each step is guarded: one that fails is journaled, raises the
-- alert tick_failed, and the others go on. Steps pass over rows that somebody holds; should one
-- wait all the same, it fails after a second instead of holding up all the others. Plans are kept: making them for a year of
-- partitions would take longer than all the steps.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_failed text[] := array(select e.subject from public.monitoring_events as e where e.kind = 'tick_failed' and e.state <> 'resolved');
  v_count  int;
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'tick runs in read committed, not in %', current_setting('transaction_isolation')
      using errcode = 'UB422', hint = 'It has to see what others do meanwhile: call it in a transaction of its own, at the usual isolation.';
  end if;
  if not pg_try_advisory_xact_lock(7461, 3) then
    return;
  end if;
  foreach step in array array['promote', 'expire', 'rescue', 'rescue_pause', 'pair_hands', 'pair_makers', 'rules', 'reconcile',
    'norms', 'fold', 'detect', 'inhibit', 'acknowledgements', 'tell', 'remedy', 'journal', 'ring'] loop
    begin
      if step = 'rules' then
        return query select 'rules'::text, r.subject, r.action from hub.decide_rules(p_now) as r;
      elsif step = 'detect' then
        return query select 'detect'::text, d.subject, d.action from hub.detect(p_now) as d;
      elsif step = 'remedy' then
        return query select 'remedy'::text, r.subject, r.action from hub.remedy(p_now) as r;
      else
        v_count := case step
          when 'promote' then hub.promote_due(p_now)
          when 'expire' then hub.expire_due(p_now)
          when 'rescue' then hub.rescue_expired(p_now)
          when 'rescue_pause' then hub.tell_rescue_pause(p_now)
          when 'pair_hands' then hub.pair_hands(p_now)
          when 'pair_makers' then hub.pair_makers(p_now)
          when 'reconcile' then hub.reconcile_recent(p_now)
          when 'norms' then hub.learn_norms(p_now)
          when 'fold' then hub.fold_metrics(p_now)
          when 'acknowledgements' then hub.lapse_acknowledgements(p_now)
          when 'inhibit' then hub.inhibit_alerts(p_now)
          when 'tell' then hub.tell_alerts(p_now)
          when 'journal' then hub.follow_journal(p_now)
          when 'ring' then hub.ring_workers(p_now)
        end;
        if v_count > 0 and step <> 'journal' then  -- that the journal was read is no news
          subject := 'queue';
          action := v_count::text;
          return next;
        end if;
      end if;
      if 'step:' || step = any (v_failed) then
        perform hub.clear_event('tick_failed', 'step:' || step, 'hub:tick', 'the step works again');
      end if;
    exception when others then
      perform hub.journal('tick.failed', 'step:' || step, jsonb_build_object('sqlstate', sqlstate, 'error', sqlerrm));
      perform hub.raise_event('tick_failed', 'step:' || step, 'alert', 'error',
        format('The hub''s step "%s" fails: %s', step, sqlerrm), jsonb_build_object('sqlstate', sqlstate, 'error', sqlerrm),
        jsonb_build_object('text', 'The other steps go on. The journal has the error of each time.', 'text_ko', '다른 단계는 계속됩니다. 저널에 매번의 오류가 남습니다.',
          'sql', format('select at, doc from hub.events where subject = %L order by id desc limit 5;', 'step:' || step)),
        format('허브의 "%s" 단계가 실패함: %s', step, sqlerrm));
      subject := 'step:' || step;
      action := 'failed: ' || sqlerrm;
      return next;
    end;
  end loop;
end
$$;

comment on function hub.tick is 'Do all that is due: select * from hub.tick();';
