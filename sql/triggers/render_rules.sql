create or replace trigger _300_journal_insert after insert on hub.render_rules referencing new table as new_rows
  for each statement execute function hub.tg__journal_insert('rule', 'name');
create or replace trigger _300_journal_update after update on hub.render_rules referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg__journal('rule', 'name');
create or replace trigger _300_journal_delete after delete on hub.render_rules referencing old table as old_rows
  for each statement execute function hub.tg__journal('rule', 'name');
