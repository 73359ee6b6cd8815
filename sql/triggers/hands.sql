create or replace trigger _100_normalise before insert or update on public.hands
  for each row execute function hub.tg_hands__normalise();
create or replace trigger _200_identify before insert on public.hands
  for each row when (new.run = 0) execute function hub.tg_hands__identify();
create or replace trigger _200_refuse_id before insert on public.hands
  for each row when (new.id not between 1 and 9007199254740991) execute function hub.tg__refuse_id();
create or replace trigger _200_refuse_new_id before update of id on public.hands
  for each row execute function hub.tg__refuse_new_id();
create or replace trigger _200_refuse_truncate before truncate on public.hands
  for each statement execute function hub.tg__refuse_truncate();
create or replace trigger _300_journal_insert after insert on public.hands referencing new table as new_rows
  for each statement execute function hub.tg__journal_insert('hand', 'id');
create or replace trigger _300_journal_update after update on public.hands referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg__journal('hand', 'id');
create or replace trigger _300_journal_delete after delete on public.hands referencing old table as old_rows
  for each statement execute function hub.tg__journal('hand', 'id');
create or replace trigger _500_derive_insert after insert on public.hands referencing new table as new_rows
  for each statement execute function hub.tg_hands__derive();
create or replace trigger _500_derive_update after update on public.hands referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg_hands__derive();
create or replace trigger _900_wake_insert after insert on public.hands referencing new table as new_rows
  for each statement execute function hub.tg__wake();
create or replace trigger _900_wake_update after update on public.hands referencing new table as new_rows
  for each statement execute function hub.tg__wake();
