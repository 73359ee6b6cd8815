create or replace function hub.able_workers(p_from timestamptz, p_to timestamptz) returns int
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- How many workers were about between two times that take what waits at once: registered ones that were heard of, without those
-- that a person has paused or the hub avoids. Null when one of them takes some templates only: then what waits may be nothing
-- for the others. Old pollers are left out: they look every 10 to 30 seconds, and what waits meanwhile says nothing of them.
-- Who was switched off cannot be told from who fell over with nothing in its hands; it is missed for as long as it is looked back.
begin
  return (
    select case when not bool_or(exists (select from unnest(w.capabilities) as c (word) where c.word like 'template:%')) then count(*) end
    from hub.workers as w
    where w.last_seen_at > p_from and w.registered_at <= p_to and coalesce(w.avoid_until <= p_to, true)
      and not exists (select from hub.workers as n where n.host = w.host and n.registered_at > w.last_seen_at and n.registered_at <= p_to)
      and not exists (
        select from hub.pauses as p where p.scope = 'worker:' || w.id and p.paused_at <= p_to and coalesce(p.resumed_at > p_to, true))
  );
end
$$;

comment on function hub.able_workers is 'How many workers take what waits: select hub.able_workers(now() - interval ''1 hour'', now());';
