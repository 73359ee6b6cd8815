create or replace function hub.learn_norms(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Learn every ten minutes how long each template usually renders (and how
-- long each priority usually waits), from the successes among
-- the last 3000 attempts of two days, at most 300 of each template. Not while rendering is slow as a whole: a
-- slow evening must not become normal. Answers 0: it is no news to anybody.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_state jsonb := hub.remembered('norms');
  v_mean  float8;
begin
  if (v_state ->> 'at')::timestamptz > v_now - interval '10 minutes' and (v_state ->> 'at')::timestamptz <= v_now
     or hub.remembered('throughput_drop') ->> 'phase' = 'firing' then
    return 0;
  end if;
  with recent as (
    select a.template_name, extract(epoch from a.finished_at - a.started_at)::float8 as seconds,
      row_number() over (partition by a.template_name order by a.finished_at desc) as place
    from (
      select b.template_name, b.started_at, b.finished_at from hub.attempts as b
      where b.finished_at > v_now - interval '2 days' and b.finished_at <= v_now and b.started_at > v_now - interval '8 days'
        and b.outcome = 'completed'
      order by b.finished_at desc
      limit 3000
    ) as a
  ),
  learnt as (
    insert into hub.template_norms as t (template_name, samples, median, p99, updated_at)
    select r.template_name, count(*), percentile_cont(0.5) within group (order by r.seconds), percentile_cont(0.99) within group (order by r.seconds), v_now
    from recent as r
    where r.place <= 300
    group by r.template_name
    having count(*) >= 5
    on conflict (template_name) do update
    set samples = excluded.samples, median = excluded.median, p99 = excluded.p99, updated_at = excluded.updated_at
    returning t.median, t.template_name
  )
  select sum(l.median * m.jobs) / sum(m.jobs) into v_mean
  from learnt as l
  join (select r.template_name, count(*) as jobs from recent as r group by r.template_name) as m using (template_name);
  perform hub.remember('norms', jsonb_strip_nulls(jsonb_build_object('at', v_now, 'mean', coalesce(v_mean, (v_state ->> 'mean')::float8),
    'waits', (
      select jsonb_object_agg(w.priority, w.p95)
      from (
        select r.priority, round((percentile_cont(0.95) within group (order by extract(epoch from r.started_at - r.eligible_at)::float8))::numeric, 1) as p95
        from (
          select a.priority, a.started_at, a.eligible_at from hub.attempts as a
          where a.finished_at > v_now - interval '2 days' and a.finished_at <= v_now and a.started_at > v_now - interval '8 days' and a.eligible_at is not null
          order by a.finished_at desc limit 3000
        ) as r
        group by r.priority
        having count(*) >= 20
      ) as w))));
  return 0;
end
$$;

comment on function hub.learn_norms is 'Learn how long templates take: select hub.learn_norms(); select * from hub.template_norms;';
