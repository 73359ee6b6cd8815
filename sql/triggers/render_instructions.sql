-- Four triggers are for raw statements alone: a verb runs as hub_owner and names itself
-- in the setting hub.verb for the length of its call; anything else is raw.
create or replace trigger _100_keep_hub_columns before insert or update on public.render_instructions
  for each row when (current_user <> 'hub_owner' or coalesce(current_setting('hub.verb', true), '') = '')
  execute function hub.tg_render_instructions__keep_hub_columns();
create or replace trigger _100_raw_begins before update on public.render_instructions
  for each statement when (current_user <> 'hub_owner') execute function hub.tg_render_instructions__raw_statement();
create or replace trigger _100_normalise before insert on public.render_instructions
  for each row execute function hub.tg_render_instructions__normalise();
-- Verbs write true values; what a hand's correction brings is looked at all the same.
create or replace trigger _100_normalise_update before update on public.render_instructions
  for each row when (current_user <> 'hub_owner' or coalesce(current_setting('hub.verb', true), '') = ''
    or new.layer_data_json is distinct from old.layer_data_json or new.output_settings_json is distinct from old.output_settings_json)
  execute function hub.tg_render_instructions__normalise();
create or replace trigger _100_z_meet_hub before insert on public.render_instructions
  for each row execute function hub.tg_render_instructions__meet_hub();
create or replace trigger _200_admit before insert on public.render_instructions
  for each row execute function hub.tg_render_instructions__admit();
create or replace trigger _200_guard_raw before update of status on public.render_instructions
  for each row when (current_user <> 'hub_owner' or coalesce(current_setting('hub.verb', true), '') = '')
  execute function hub.tg_render_instructions__raw_status();
create or replace trigger _200_guard_state before update on public.render_instructions
  for each row execute function hub.tg_render_instructions__guard();
create or replace trigger _200_refuse_id before insert on public.render_instructions
  for each row when (new.id not between 1 and 9007199254740991) execute function hub.tg__refuse_id();
create or replace trigger _200_refuse_truncate before truncate on public.render_instructions
  for each statement execute function hub.tg__refuse_truncate();
create or replace trigger _300_journal_insert after insert on public.render_instructions referencing new table as new_rows
  for each statement execute function hub.tg__journal_insert('instruction', 'id');
create or replace trigger _300_journal_update after update on public.render_instructions referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg_render_instructions__journal();
create or replace trigger _300_journal_delete after delete on public.render_instructions referencing old table as old_rows
  for each statement execute function hub.tg__journal('instruction', 'id');
create or replace trigger _400_attempts_insert after insert on public.render_instructions referencing new table as new_rows
  for each statement execute function hub.tg_render_instructions__attempts();
create or replace trigger _400_attempts_update after update on public.render_instructions referencing old table as old_rows new table as new_rows
  for each statement execute function hub.tg_render_instructions__attempts();
create or replace trigger _400_attempts_delete after delete on public.render_instructions referencing old table as old_rows
  for each statement execute function hub.tg_render_instructions__attempts();
create or replace trigger _400_preflight after insert on public.render_instructions referencing new table as new_rows
  for each statement execute function hub.tg_render_instructions__preflight();
create or replace trigger _900_raw_ends after update on public.render_instructions
  for each statement when (current_user <> 'hub_owner') execute function hub.tg_render_instructions__raw_statement();
create or replace trigger _500_supersede after insert on public.render_instructions referencing new table as new_rows
  for each statement execute function hub.tg_render_instructions__supersede();
create or replace trigger _900_wake_insert after insert on public.render_instructions referencing new table as new_rows
  for each statement execute function hub.tg__wake('work');
create or replace trigger _900_wake_update after update on public.render_instructions referencing new table as new_rows
  for each statement execute function hub.tg__wake();
