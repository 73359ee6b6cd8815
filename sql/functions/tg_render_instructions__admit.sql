create or replace function hub.tg_render_instructions__admit() returns trigger
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- Before a new instruction is stored: hub times by its status, its base priority, and
-- the hand it belongs to. A producer may insert any status; missing times are filled,
-- and one that starts as processing counts as an old poller's claim.
declare
  v_now timestamptz := hub.clock();
begin
  new.recorded_at := v_now;
  new.updated_at := v_now;
  new.created_at := coalesce(new.created_at, v_now);
  new.base_priority := new.priority;
  new.progress := case when new.status = 'completed' then 100 else 0 end;
  new.worker_id := null;
  new.rescue_count := 0;
  new.attempt := case when new.status = 'processing' then 1 else 0 end;
  new.eligible_at := case when new.status = 'pending' and (new.not_before is null or new.not_before <= v_now) then v_now end;
  new.started_at := case when new.status = 'processing' then v_now when new.status <> 'pending' then new.started_at end;
  new.completed_at := case when new.status in ('completed', 'failed') then coalesce(new.completed_at, v_now) end;
  new.cancelled_at := case when new.status = 'cancelled' then v_now end;
  new.lease_expires_at := case when new.status = 'processing' then v_now + hub.setting_interval('lease.old_poller') end;
  new.retry_at := null;
  new.error_class := case when new.status = 'failed' then coalesce(new.error_class, hub.classify_error(new.error_message)) end;

  if new.hand_id is null and new.trigger_id is not null and new.trigger_id ~ '^[0-9]{1,18}$' and hub.is_hand_event(new.trigger_type) then
    select h.id into new.hand_id from public.hands as h where h.id = new.trigger_id::bigint;
  end if;
  return new;
end
$$;

comment on function hub.tg_render_instructions__admit is 'Trigger _200_admit on render_instructions: hub times by status, base priority, hand_id from trigger_id.';
