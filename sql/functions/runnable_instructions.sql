create or replace function hub.runnable_instructions(
  p_worker hub.workers, p_limit int, p_templates text[], p_now timestamptz
) returns bigint[]
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- Lock and name the most urgent runnable instructions that this worker may have.
--
-- Nothing paused and no wish: one walk along the queue index. Otherwise the walk would
-- stumble over every row that may not run (100 000 of a paused template cost 20-34 ms),
-- so the templates that may run are probed one by one, each bounded, without locks; the
-- best of these candidates are then locked. Rows that another worker is taking at this
-- moment are skipped, and a wider window is tried when too few were left. The conditions
-- are written so that no other index can serve: statistics may be those of an empty table.
declare
  v_paused text[] := array(select hub.paused_templates());
  v_wanted text[] := (select array_agg(substr(c, 10)) from unnest(p_worker.capabilities) as c where c like 'template:%');
  v_names  text[];
  v_ids    bigint[];
  v_seen   bigint[];
  v_window int := p_limit + 4;  -- of each template; the few over are those that others are taking
begin
  if '*' = any (v_paused) or p_worker.avoid_until > p_now
     or exists (select from hub.pauses as p where p.resumed_at is null and p.scope = 'worker:' || p_worker.id) then
    return '{}';
  end if;
  if v_wanted is null then
    v_wanted := p_templates;
  elsif p_templates is not null then
    v_wanted := array(select unnest(v_wanted) intersect select unnest(p_templates));
  end if;

  if v_wanted is null and v_paused = '{}' then
    return array(
      select q.id from public.render_instructions as q
      where q.status = 'pending' and q.eligible_at is not null and q.eligible_at <= p_now
        and (q.expires_at is null or q.expires_at > p_now)
      order by q.priority, q.eligible_at, q.id
      limit p_limit
      for update skip locked);
  end if;

  v_names := array(select unnest(coalesce(v_wanted, hub.queued_templates())) except select unnest(v_paused));
  loop
    v_seen := array(
      select q.id
      from unnest(v_names) as n (name)
      cross join lateral (
        select r.id, r.priority, r.eligible_at from public.render_instructions as r
        where r.template_name = n.name and r.eligible_at is not null and r.eligible_at <= p_now
          and (r.expires_at is null or r.expires_at > p_now)
        order by r.priority, r.eligible_at, r.id
        limit v_window
      ) as q
      order by q.priority, q.eligible_at, q.id
      limit v_window);
    v_ids := array(
      select r.id from public.render_instructions as r
      where r.id = any (v_seen) and coalesce(r.eligible_at, 'infinity') <= p_now  -- checked again under the lock
      order by r.priority, r.eligible_at, r.id
      limit p_limit
      for update skip locked);
    exit when cardinality(v_ids) >= p_limit or cardinality(v_seen) < v_window or v_window > 10000;
    v_window := v_window * 4;
  end loop;
  return v_ids;
end
$$;

comment on function hub.runnable_instructions is 'Used by claim_instructions: locks and names what a worker may have.';
