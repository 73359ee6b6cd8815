create or replace function hub.tg_settings__journal() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- After a setting changed, by the verb or by hand: into the journal with old and new.
begin
  perform hub.journal('setting.changed', 'setting:' || coalesce(new.key, old.key),
    jsonb_build_object('before', to_jsonb(old) -> 'value', 'after', to_jsonb(new) -> 'value'));
  return null;
end
$$;

comment on function hub.tg_settings__journal is 'Trigger _300_journal on hub.settings: every change, by whomever.';
