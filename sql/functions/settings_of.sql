create or replace function hub.settings_of(p_prefix text) returns jsonb
language sql stable set search_path = ''
as $$
  -- The settings of one detector as one document, so that a what-if can change one of them
  -- (hub.backtest) without anybody else noticing. Durations are in seconds.
  select jsonb_object_agg(s.key, hub.setting_seconds(s))
  from hub.settings as s
  where s.key like p_prefix || '.%'
$$;

comment on function hub.settings_of is 'The settings of a detector: select jsonb_pretty(hub.settings_of(''error''));';
