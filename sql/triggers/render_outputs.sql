create or replace trigger _100_forget_attempt before insert on public.render_outputs
  for each row when (current_user <> 'hub_owner' or coalesce(current_setting('hub.verb', true), '') = '')
  execute function hub.tg_render_outputs__forget_attempt();
create or replace trigger _100_normalise before insert or update on public.render_outputs
  for each row execute function hub.tg_render_outputs__normalise();
create or replace trigger _200_refuse_id before insert on public.render_outputs
  for each row when (new.id not between 1 and 9007199254740991) execute function hub.tg__refuse_id();
create or replace trigger _200_refuse_new_id before update of id on public.render_outputs
  for each row execute function hub.tg__refuse_new_id();
create or replace trigger _200_refuse_truncate before truncate on public.render_outputs
  for each statement execute function hub.tg__refuse_truncate();
create or replace trigger _300_journal_insert after insert on public.render_outputs referencing new table as new_rows
  for each statement execute function hub.tg__journal_insert('output', 'id');
create or replace trigger _300_journal_update after update on public.render_outputs referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg__journal('output', 'id');
create or replace trigger _300_journal_delete after delete on public.render_outputs referencing old table as old_rows
  for each statement execute function hub.tg__journal('output', 'id');
-- What the verb completes is completed by it; nothing is left to reconcile.
create or replace trigger _500_reconcile after insert on public.render_outputs referencing new table as new_rows
  for each statement when (current_user <> 'hub_owner' or coalesce(current_setting('hub.verb', true), '') <> 'complete_instruction')
  execute function hub.tg_render_outputs__reconcile();
create or replace trigger _900_wake_insert after insert on public.render_outputs referencing new table as new_rows
  for each statement execute function hub.tg__wake();
