create or replace function hub.avoid_worker(p_worker uuid, p_event bigint, p_now timestamptz) returns int
language plpgsql volatile set search_path = ''
as $$
-- Give a bad worker no work for bad_worker.forgive; 1 if that is new. What it holds it may end.
-- Nor does it avoid one again that a person has just called back.
declare
  v_before hub.workers;
  v_after  hub.workers;
begin
  select * into v_before from hub.workers as w where w.id = p_worker and coalesce(w.avoid_until <= p_now, true) for update skip locked;
  if not found or hub.was_undone('bad_worker', 'worker:' || p_worker, p_now - hub.setting_interval('bad_worker.forgive')) then
    return 0;
  end if;
  update hub.workers as w set avoid_until = p_now + hub.setting_interval('bad_worker.forgive') where w.id = p_worker returning * into v_after;
  perform hub.journal('worker.avoided', 'worker:' || p_worker, jsonb_build_object('host', v_after.host, 'until', v_after.avoid_until));
  perform hub.record_remedy('bad_worker', 'avoid_worker', 'worker:' || p_worker,
    jsonb_build_object('avoid_until', v_before.avoid_until), jsonb_build_object('avoid_until', v_after.avoid_until), jsonb_build_object('alert', p_event));
  return 1;
end
$$;

comment on function hub.avoid_worker is 'Used by remedy: gives a bad worker no work for a while.';
