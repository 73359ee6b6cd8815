create or replace function hub.passed_over(p_now timestamptz)
returns table (
  victim bigint, priority int, template_name text, waited interval, waiting boolean,
  taken bigint, taken_priority int, taken_template text, worker text, taken_at timestamptz, claim text
)
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- Work that was passed over within inversion.per: each claim that took something less urgent
-- than a row which had been runnable for longer than inversion.slack, which that worker
-- could render, and which started later or waits still. One row per victim and claim; of a
-- batch the least urgent that was taken. Bounded: the 50 most urgent victims, the last 500
-- claims, 30 of them for each victim, and of a busy farm the last 20 000 that ended.
--
-- What decides is the victim's priority at the moment of the claim. The row or its attempt
-- tells it, unless the journal has a later change: then its base priority counts, so that a
-- boost makes no inversion of what was taken before it. A person who has pinned it since has
-- set that too, and then nothing is said. A pause moves the beginning: while it lasts
-- nothing is passed over, and after it the wait begins anew.
--
-- Claims are not compared each with each: the latest less urgent claim before a row started,
-- one pass in order of time, tells whether it is worth asking which.
declare
  v_from  timestamptz := p_now - hub.setting_interval('inversion.per');
  v_slack interval := hub.setting_interval('inversion.slack');
  v_weeks timestamptz := p_now - interval '8 days';
begin
  return query
  with claims as materialized (
    select a.instruction_id, a.worker_id, a.claimed_by, a.template_name, a.priority, a.eligible_at, a.started_at
    from (
      (select f.* from hub.attempts as f
      where f.finished_at > v_from and f.started_at > v_weeks and f.started_at <= p_now
      order by f.finished_at desc limit 20000)
      union all
      select r.* from hub.attempts as r where r.finished_at is null and r.started_at > v_weeks and r.started_at <= p_now
    ) as a
    where a.started_at > v_from and a.priority is not null and a.eligible_at is not null
  ),
  takings as materialized (
    select b.*,
      (select array_agg(substr(k, 10)) from hub.workers as w cross join unnest(w.capabilities) as k where w.id = b.worker_id and k like 'template:%') as wanted
    from (
      select distinct on (c.started_at, c.worker_id, c.claimed_by) c.* from claims as c
      order by c.started_at desc, c.worker_id, c.claimed_by, c.priority desc, c.instruction_id
      limit 500
    ) as b
  ),
  latest as materialized (
    select l.priority, max(c.started_at) as at from generate_series(1, 9) as l (priority) join claims as c on c.priority > l.priority group by l.priority
  ),
  started as (
    select c.*, case when c.priority < 10 then (array[
      max(c.started_at) filter (where c.priority > 1) over w, max(c.started_at) filter (where c.priority > 2) over w,
      max(c.started_at) filter (where c.priority > 3) over w, max(c.started_at) filter (where c.priority > 4) over w,
      max(c.started_at) filter (where c.priority > 5) over w, max(c.started_at) filter (where c.priority > 6) over w,
      max(c.started_at) filter (where c.priority > 7) over w, max(c.started_at) filter (where c.priority > 8) over w,
      max(c.started_at) filter (where c.priority > 9) over w])[c.priority] end as overtaken_at
    from claims as c
    window w as (order by c.started_at groups between unbounded preceding and 1 preceding)
  ),
  rows as (
    select s.instruction_id as id, s.priority::int, s.template_name, s.eligible_at, s.started_at as until, false as waiting
    from started as s
    where s.overtaken_at > s.eligible_at + v_slack
    union all
    select q.id, q.priority, n.name, q.eligible_at, p_now, true
    from latest as l
    cross join unnest(hub.queued_templates()) as n (name)
    cross join lateral (
      select i.id, i.priority, i.eligible_at from public.render_instructions as i
      where i.template_name = n.name and i.priority = l.priority and i.eligible_at is not null
        and i.eligible_at < l.at - v_slack and (i.expires_at is null or i.expires_at > p_now)
      order by i.eligible_at, i.id
      limit 50
    ) as q
  ),
  victims as materialized (
    select r.id, r.priority, r.template_name, r.until, r.waiting, p.since, j.at as changed_at,
      case when j.at is null or j.pinned then r.priority else greatest(r.priority, i.base_priority) end as before, j.pinned
    from (select * from rows as a order by a.priority, a.eligible_at, a.id limit 50) as r
    left join lateral (select b.base_priority from public.render_instructions as b where b.id = r.id) as i on true
    left join lateral (
      select e.at, e.doc ? 'base_priority' as pinned from hub.events as e
      where e.subject = 'instruction:' || r.id and e.op = 'update' and e.doc ? 'priority' and e.at > v_weeks and e.at <= r.until
      order by e.id desc limit 1
    ) as j on true
    cross join lateral (
      select greatest(r.eligible_at, max(case when z.resumed_at is null then r.until when z.resumed_at <= r.until then z.resumed_at end)) as since
      from hub.pauses as z
      where z.scope in ('queue', 'template:' || r.template_name) and z.paused_at < r.until and (z.resumed_at is null or z.resumed_at > r.eligible_at)
    ) as p
  )
  select v.id, o.effective, v.template_name, v.until - v.since, v.waiting, o.instruction_id, o.priority::int, o.template_name, o.claimed_by, o.started_at,
    concat_ws(' ', o.worker_id, o.claimed_by, o.started_at)
  from victims as v
  cross join lateral (
    select t.*, e.effective
    from takings as t
    cross join lateral (select case when t.started_at >= coalesce(v.changed_at, '-infinity') then v.priority when not v.pinned then v.before end as effective) as e
    where t.started_at > v.since + v_slack and t.started_at < v.until and t.priority > e.effective
      and (t.wanted is null or v.template_name = any (t.wanted))
    order by t.started_at desc
    limit 30
  ) as o;
end
$$;

comment on function hub.passed_over is 'Work that was passed over: select * from hub.passed_over(now()) order by taken_at desc;';
