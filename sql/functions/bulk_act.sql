create or replace function hub.bulk_act(
  p_act text, p_filter jsonb, p_actor text, p_reason text, p_priority int default null, p_preview boolean default false, p_now timestamptz default null
) returns table (instruction_id bigint, outcome text, why text)
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'bulk_act' set hub.now = '' set hub.actor = '' set hub.reason = '' set hub.cause = ''
as $$
-- Do one thing with all instructions that a filter means, at most bulk.max of them: retry,
-- cancel, or priority (which p_priority says). The keys of the filter stand in hub.check_filter; a retry
-- without status and ids means failed ones, the others want to be told.
--
-- Every instruction it looked at is answered with what became of it and why: retried,
-- boosted, cancelled, reprioritised; unchanged; refused (the act cannot be, or there is none);
-- skipped (somebody else holds it, or it moved on and does not fit any more). A preview goes
-- the same way up to the point where the rows are written; one whose promise holds is hub.preview_bulk.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_one    record;
  v_rows   public.render_instructions[] := '{}';
  v_counts jsonb := '{}';
begin
  perform hub.act_as(p_actor, p_reason);
  perform hub.check_act(p_act, p_priority);
  for v_one in select j.* from hub.judge_bulk(p_act, p_filter, p_priority, coalesce(p_preview, false), v_now) as j loop
    instruction_id := v_one.instruction_id;
    outcome := v_one.outcome;
    why := v_one.why;
    if hub.is_done(outcome) then
      v_rows := v_rows || v_one.it;
    end if;
    v_counts := v_counts || jsonb_build_object(outcome, coalesce((v_counts ->> outcome)::int, 0) + 1);
    return next;
  end loop;
  if p_preview then
    return;
  end if;

  perform hub.do_bulk(p_act, v_rows, p_priority, jsonb_build_object('filter', p_filter) || v_counts, v_now);
  if v_counts ?| '{retried,boosted,unchanged,reprioritised}' then
    perform pg_notify('hub_work', '');
  end if;
end
$$;

comment on function hub.bulk_act is 'Retry, cancel or reprioritise many: select * from hub.bulk_act(''cancel'', ''{"status": "pending", "template_name": "chips"}'', ''ann'', ''wrong font'');';
