create or replace function hub.count_workers(
  p_at timestamptz, out online int, out busy int, out silent int, out stuck int, out present boolean
)
language sql stable set search_path = ''
as $$
  -- The render workers in figures. online: heard of lately; busy: those of them that hold
  -- an instruction; silent: not heard of for longer than they may be, though they hold an
  -- instruction or were about until just now; stuck: those of them that hold one. present:
  -- somebody renders, an old poller that never registers included.
  --
  -- One that attends and whose connection is gone has ended: at once neither online nor,
  -- with nothing in its hands, silent. Of one that does not attend nobody knows whether
  -- it hangs or was switched off, so it is silent for a while.
  with held as (
    select distinct i.worker_id as id from public.render_instructions as i where i.status = 'processing'
  ),
  known as (
    select w.last_seen_at > p_at - hub.setting_interval('worker.silent_after') as heard,
      h.id is not null as holds,
      w.attended and hub.worker_lock_key(w.id) not in (select hub.present_workers()) as ended
    from hub.workers as w
    left join held as h on h.id = w.id
    where w.lost_at is null
      and (w.last_seen_at > p_at - hub.setting_interval('dashboard.active_within') or h.id is not null)
  )
  select
    (count(*) filter (where k.heard and not k.ended))::int,
    (count(*) filter (where k.heard and not k.ended and k.holds))::int,
    (count(*) filter (where case when k.ended then k.holds else not k.heard end))::int,
    (count(*) filter (where k.holds and (k.ended or not k.heard)))::int,
    coalesce(bool_or(k.heard and not k.ended), false)
      or exists (select from held as h where h.id is null)
      or exists (
        select from hub.attempts as a
        where a.finished_at > p_at - hub.setting_interval('dashboard.active_within') and a.started_at > p_at - interval '8 days' and a.worker_id is null)
  from known as k
$$;

comment on function hub.count_workers is 'Workers online, busy and silent: select * from hub.count_workers(now());';
