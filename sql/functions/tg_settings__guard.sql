create or replace function hub.tg_settings__guard() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before a setting changes, by the verb or by hand: its bounds. A setting that cannot be
-- read would fail every statement of the siblings whose triggers read it.
begin
  perform hub.check_setting(new, new.value);
  return new;
end
$$;

comment on function hub.tg_settings__guard is 'Trigger _200_guard on hub.settings: no value out of bounds, by whomever.';
