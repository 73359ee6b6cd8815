create or replace function hub.boost(p_ids bigint[], p_kind text, p_most int, p_limit int, p_evidence jsonb) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.verb = 'change_priority' set hub.actor = '' set hub.reason = ''
as $$
-- Give waiting instructions one step of priority: p_limit of them, the longest waiting first,
-- none more than p_most steps above what its maker gave it, none that a person pinned or
-- whose boost a person took back. Each is audited and can be undone. Rows that somebody
-- holds are left for the next time.
declare
  v_before public.render_instructions;
  v_after  public.render_instructions;
  v_count  int := 0;
begin
  perform set_config('hub.actor', 'hub:' || p_kind, true), set_config('hub.reason', 'remedy of ' || p_kind, true);
  for v_before in
    select i.* from public.render_instructions as i
    where i.id = any (p_ids) and i.status = 'pending' and i.eligible_at is not null and not i.priority_pinned
      and i.priority > 1 and i.priority > i.base_priority - p_most
      and not hub.was_undone(p_kind, 'instruction:' || i.id, i.recorded_at)
    order by i.eligible_at, i.id
    limit p_limit
    for update skip locked
  loop
    update public.render_instructions as i set priority = i.priority - 1 where i.id = v_before.id returning * into v_after;
    perform hub.record_remedy(p_kind, 'change_priority', 'instruction:' || v_before.id, to_jsonb(v_before), to_jsonb(v_after), p_evidence);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

comment on function hub.boost is 'Used by remedies: one step of priority for waiting work.';
