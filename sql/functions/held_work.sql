create or replace function hub.held_work(p_spans tstzmultirange) returns float8
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
-- For how many seconds within these spans (an hour at most) workers that registered were rendering, added up over them;
-- one that holds several jobs counts once. What a worker held that was lost counts until it was taken back. What began in
-- that time has ended since or is being rendered, so two short indexes find it.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
declare
  v_from timestamptz := lower(p_spans);
  v_to   timestamptz := upper(p_spans);
begin
  return (
    with held as (
      select a.worker_id, a.started_at, a.finished_at
      from hub.attempts as a
      where a.finished_at > v_from and a.started_at < v_to and a.started_at > v_from - interval '8 days'
        and a.finished_at >= a.started_at and a.worker_id is not null
      union all
      select i.worker_id, a.started_at, null
      from public.render_instructions as i
      join hub.attempts as a on a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
      where i.status = 'processing' and i.started_at < v_to and a.finished_at is null and i.worker_id is not null
    ), busy as (
      select range_agg(tstzrange(h.started_at, h.finished_at)) as times from held as h group by h.worker_id
    )
    select coalesce(sum(hub.seconds_of(p_spans * b.times)), 0) from busy as b
  );
end
$$;

comment on function hub.held_work is 'Seconds of rendering within spans: select hub.held_work(hub.waited_spans(now() - interval ''1 minute'', now(), now()));';
