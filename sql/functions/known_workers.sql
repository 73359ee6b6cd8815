create or replace function hub.known_workers(p_from timestamptz, p_to timestamptz) returns int
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- How many workers were there between two times: registered ones that were heard of, and
-- old pollers that ended or held something.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return (
    select (
      select count(*) from hub.workers as w where w.last_seen_at > p_from and w.registered_at <= p_to
        and not exists (select from hub.workers as n where n.host = w.host and n.registered_at > w.last_seen_at and n.registered_at <= p_to)
    )::int + (
      select count(distinct a.claimed_by) from hub.attempts as a
      where a.finished_at > p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days' and a.worker_id is null
    )::int
  );
end
$$;

comment on function hub.known_workers is 'How many workers there were: select hub.known_workers(now() - interval ''1 hour'', now());';
