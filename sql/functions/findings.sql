create or replace function hub.findings(p_kind text, p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set hub.now = ''
as $$
-- What the detector of a kind finds. The one place that joins the kinds of hub.detectors to
-- their functions.
begin
  perform hub.clock(p_now);
  case p_kind
  when 'stale_pending' then return query select * from hub.detect_stale_pending(p_now);
  when 'orphan_hand' then return query select * from hub.detect_orphan_hand(p_now);
  when 'generator_down' then return query select * from hub.detect_generator_down(p_now);
  when 'error_surge' then return query select * from hub.detect_error_surge(p_now);
  when 'throughput_drop' then return query select * from hub.detect_throughput_drop(p_now);
  when 'stall' then return query select * from hub.detect_stall(p_now);
  when 'worker_lost' then return query select * from hub.detect_worker_lost(p_now);
  when 'stuck_processing' then return query select * from hub.detect_stuck_processing(p_now);
  when 'priority_inversion' then return query select * from hub.detect_priority_inversion(p_now);
  when 'poison_job' then return query select * from hub.detect_poison_job(p_now);
  when 'bad_worker' then return query select * from hub.detect_bad_worker(p_now);
  when 'suspect_output' then return query select * from hub.detect_suspect_output(p_now);
  when 'graphic_missing' then return query select * from hub.detect_graphic_missing(p_now);
  when 'silent_table' then return query select * from hub.detect_silent_table(p_now);
  when 'clock_skew' then return query select * from hub.detect_clock_skew(p_now);
  when 'hub_degraded' then return query select * from hub.detect_hub_degraded(p_now);
  when 'detectors_blind' then return query select * from hub.detect_detectors_blind(p_now);
  when 'partition_default_used' then return query select * from hub.detect_partition_default_used(p_now);
  when 'rule_failed' then return query select * from hub.detect_rule_failed(p_now);
  when 'remedy_paused' then return query select * from hub.detect_remedy_paused(p_now);
  when 'template_misfit' then return query select * from hub.detect_template_misfit(p_now);
  else
    raise exception 'no detector "%"', p_kind using errcode = 'UB404', hint = 'select kind, title from hub.detectors order by kind;';
  end case;
end
$$;

comment on function hub.findings is 'What a detector finds: select subject, title from hub.findings(''stall'');';
