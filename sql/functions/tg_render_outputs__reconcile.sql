create or replace function hub.tg_render_outputs__reconcile() returns trigger
language plpgsql volatile security definer set search_path = '' set hub.verb = 'reconcile_output'
as $$
-- After outputs are stored: a good output of an instruction that its old poller had
-- reported failed makes it completed, with a warning. Rows that somebody holds are
-- passed over (nothing may make the inserting sibling wait); tick() looks again.
begin
  perform hub.reconcile_outputs(array(
    select n.instruction_id from new_rows as n where n.status = 'completed' and n.attempt is not null));
  return null;
end
$$;

comment on function hub.tg_render_outputs__reconcile is 'Trigger _500_reconcile on render_outputs: a good output of a failed instruction completes it.';
