create or replace function hub.restore_instructions(p_ids bigint[], p_before jsonb[], p_after jsonb[], p_since timestamptz)
returns table (instruction_id bigint, why text, was jsonb, became jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Bring instructions back to what they were before an act, as its audit tells (p_before and
-- p_after: the columns that differed). One row is answered for each: `why` says what kept it
-- from being restored, else was and became are what changed.
--
-- Restored is only what still stands as the act left it; whoever moved one of those columns
-- since has decided anew. updated_at is no part of that: restoring is a change of its own.
-- What was being rendered cannot be brought back: its attempt is closed and its worker was
-- told to stop. To give it to another worker is a retry, not what was, and is left to that
-- verb. Nor does the fence (attempt) ever go back. Rows that somebody holds are passed over,
-- in the order of their ids, as hub.lock_free does it.
declare
  v_free bigint[] := array(
    select i.id from public.render_instructions as i where i.id = any (p_ids) order by i.id for no key update skip locked);
  v_one  record;
  v_twin bigint;
  v_old  public.render_instructions[] := '{}';
  v_back public.render_instructions[] := '{}';
  v_row  public.render_instructions;
  v_new  public.render_instructions[];
begin
  for v_one in
    select u.id, u.before, i as it, array(select jsonb_object_keys(hub.instruction_changes(i, a.it))) as moved
    from unnest(p_ids, p_before, p_after) as u (id, before, after)
    left join public.render_instructions as i on i.id = any (p_ids) and i.id = u.id
    cross join lateral (select jsonb_populate_record(i, u.after - 'updated_at') as it offset 0) as a  -- as the act left it, made once
    order by u.id
  loop
    instruction_id := v_one.id;
    v_row := v_one.it;
    v_twin := null;
    if v_row.status = 'cancelled' and v_row.trigger_id is not null and v_one.before ->> 'status' in ('pending', 'failed') then
      select i.id into v_twin from public.render_instructions as i
      where i.trigger_id = v_row.trigger_id and i.template_name = v_row.template_name and i.recorded_at >= p_since and i.status <> 'cancelled'
        and i.id <> v_row.id and hub.event_name(i.trigger_type) = hub.event_name(v_row.trigger_type)
      limit 1;
    end if;
    why := case
      when v_row.id is null then 'it is gone'
      when not v_one.id = any (v_free) then 'somebody else is changing it at this moment'
      when v_one.before ->> 'status' = 'processing' then 'it was being rendered, and that attempt is over; a retry renders it anew'
      when v_one.moved <> '{}' then format('%s moved since (%s)', array_to_string(v_one.moved, ', '),
        coalesce(hub.what_moved('instruction:' || v_one.id, v_one.moved, p_since), 'the journal does not say by whom'))
      when v_twin is not null then format('instruction %s was made for the same graphic since', v_twin)
    end;
    if why is not null then
      return next;
      continue;
    end if;
    v_old := v_old || v_row;
    v_row := jsonb_populate_record(v_row, v_one.before - 'updated_at');
    v_row.superseded_by := (select i.id from public.render_instructions as i where i.id = v_row.superseded_by);  -- what the foreign key would have done
    v_back := v_back || v_row;
  end loop;
  if v_back = '{}' then
    return;  -- an update of no rows would still fire every statement trigger
  end if;

  with restored as (
    update public.render_instructions as i
    set status = b.status, priority = b.priority, base_priority = b.base_priority, priority_pinned = b.priority_pinned,
      progress = b.progress, retry_count = b.retry_count, rescue_count = b.rescue_count, superseded_by = b.superseded_by,
      worker_id = b.worker_id, eligible_at = b.eligible_at, retry_at = b.retry_at, expires_at = b.expires_at, started_at = b.started_at,
      completed_at = b.completed_at, cancelled_at = b.cancelled_at, error_class = b.error_class, error_message = b.error_message
    from unnest(v_back) as b
    where i.id = any (v_free) and i.id = b.id
    returning i as it
  )
  select array_agg(r.it) into v_new from restored as r;
  return query
  select n.id, null::text, hub.instruction_changes(n, o), hub.instruction_changes(o, n)
  from unnest(v_old) as o
  join unnest(v_new) as n on n.id = o.id
  order by n.id;
end
$$;

comment on function hub.restore_instructions is 'Used by undo_action: brings instructions back to what they were before an act.';
