create or replace trigger _200_guard before insert or update on hub.settings
  for each row execute function hub.tg_settings__guard();
create or replace trigger _300_journal after insert or update or delete on hub.settings
  for each row execute function hub.tg_settings__journal();
