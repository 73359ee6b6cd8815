create or replace function hub.tg_render_instructions__keep_hub_columns() returns trigger
language plpgsql volatile set search_path = ''
as $$
-- A raw UPDATE (not by a verb) may not move what only the hub knows: the fence, the
-- lease and the hub's times. Clients send their own clocks' times; those are dropped
-- here, and _200_guard sets the hub's when the state really changes. Nor can a raw
-- INSERT pass for a rule's, which no sibling's own would replace.
begin
  if tg_op = 'INSERT' then
    new.rule_id := null;
    new.superseded_by := null;
    new.priority_pinned := false;
    return new;
  end if;
  new.attempt := old.attempt;
  new.worker_id := old.worker_id;
  new.lease_expires_at := old.lease_expires_at;
  new.eligible_at := old.eligible_at;
  new.retry_at := old.retry_at;
  new.started_at := old.started_at;
  new.completed_at := old.completed_at;
  new.cancelled_at := old.cancelled_at;
  new.rescue_count := old.rescue_count;
  new.base_priority := case when new.priority <> old.priority then new.priority else old.base_priority end;
  return new;
end
$$;

comment on function hub.tg_render_instructions__keep_hub_columns is 'Trigger _100_keep_hub_columns on render_instructions: raw statements move neither fence nor lease nor hub times.';
