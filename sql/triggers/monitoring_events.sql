create or replace trigger _200_refuse_id before insert on public.monitoring_events
  for each row when (new.id not between 1 and 9007199254740991) execute function hub.tg__refuse_id();
create or replace trigger _200_refuse_new_id before update of id on public.monitoring_events
  for each row execute function hub.tg__refuse_new_id();
create or replace trigger _200_refuse_truncate before truncate on public.monitoring_events
  for each statement execute function hub.tg__refuse_truncate();
create or replace trigger _300_journal_insert after insert on public.monitoring_events referencing new table as new_rows
  for each statement execute function hub.tg__journal_insert('alert', 'id');
create or replace trigger _300_journal_update after update on public.monitoring_events referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg__journal('alert', 'id');
create or replace trigger _300_journal_delete after delete on public.monitoring_events referencing old table as old_rows
  for each statement execute function hub.tg__journal('alert', 'id');
create or replace trigger _500_mark_insert after insert on public.monitoring_events referencing new table as new_rows
  for each statement execute function hub.tg_monitoring_events__mark();
create or replace trigger _500_mark_update after update on public.monitoring_events referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg_monitoring_events__mark();
-- What is raised or done outside a tick is told at once, not with the next poll.
create or replace trigger _900_wake_insert after insert on public.monitoring_events referencing new table as new_rows
  for each statement execute function hub.tg__wake();
create or replace trigger _900_wake_update after update on public.monitoring_events referencing new table as new_rows
  for each statement when (current_setting('hub.verb', true) in ('resolve_event', 'acknowledge_event', 'silence_event'))
  execute function hub.tg__wake();
