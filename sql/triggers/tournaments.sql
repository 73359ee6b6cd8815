create or replace trigger _100_forget before update on public.tournaments
  for each statement execute function hub.tg_tournaments__forget();
create or replace trigger _100_normalise before insert or update on public.tournaments
  for each row execute function hub.tg_tournaments__normalise();
create or replace trigger _200_refuse_id before insert on public.tournaments
  for each row when (new.id not between 1 and 9007199254740991) execute function hub.tg__refuse_id();
create or replace trigger _200_refuse_truncate before truncate on public.tournaments
  for each statement execute function hub.tg__refuse_truncate();
create or replace trigger _300_journal_insert after insert on public.tournaments referencing new table as new_rows
  for each statement execute function hub.tg__journal_insert('tournament', 'event_code');
create or replace trigger _300_journal_update after update on public.tournaments referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg__journal('tournament', 'event_code');
create or replace trigger _300_journal_delete after delete on public.tournaments referencing old table as old_rows
  for each statement execute function hub.tg__journal('tournament', 'event_code');
create or replace trigger _500_derive after update on public.tournaments referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg_tournaments__derive();
create or replace trigger _900_wake_insert after insert on public.tournaments referencing new table as new_rows
  for each statement execute function hub.tg__wake();
create or replace trigger _900_wake_update after update on public.tournaments referencing new table as new_rows
  for each statement execute function hub.tg__wake();
