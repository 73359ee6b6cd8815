create or replace function hub.kept_since(p_key text, p_now timestamptz) returns timestamptz
language sql stable security definer set search_path = ''
as $$
  -- From when on a retention setting keeps things; null = for ever: that is what 0 means, and
  -- what a setting that is not there has to mean, because nothing brings back what is gone.
  -- Weeks are whole ones, from a Monday, and two at least: the detectors look back eight days.
  select case s.unit
      when 'weeks' then (date_trunc('week', p_now at time zone 'UTC') - greatest((s.value #>> '{}')::int, 2) * interval '7 days') at time zone 'UTC'
      else p_now - (s.value #>> '{}')::numeric * interval '1 day'
    end
  from hub.settings as s
  where s.key = 'retention.' || p_key and (s.value #>> '{}')::numeric > 0
$$;

comment on function hub.kept_since is 'From when on history is kept, null = for ever: select hub.kept_since(''events'', now());';
