create or replace function hub.shown_channel(p_channel hub.channels, p_now timestamptz) returns jsonb
language sql stable set search_path = '' set timezone = 'UTC' set enable_seqscan = off
as $$
  -- A channel as people see it: how it does and what waits for it, and of its secrets only which
  -- there are. state: off, dead, failing, capped, ok, or new when nothing was ever sent.
  select to_jsonb(p_channel) - 'secrets' || jsonb_build_object(
    'secrets_set', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(p_channel.secrets) as k),
    'target', case p_channel.kind when 'email' then format('%s:%s', p_channel.config ->> 'host', p_channel.config ->> 'port')
      else substring(p_channel.secrets ->> 'url' from '^https?://[^/?#]+') end,
    'state', case when not p_channel.enabled then 'off' when h.dead_at is not null then 'dead' when h.failing_since is not null then 'failing'
      when q.queued > 0 and hub.is_capped(p_channel, p_now) then 'capped' when h.last_sent_at is null then 'new' else 'ok' end,
    'failures', coalesce(h.failures, 0), 'failing_since', h.failing_since, 'dead_at', h.dead_at,
    'next_try_at', nullif(h.next_try_at, '-infinity'), 'last_sent_at', h.last_sent_at, 'last_error', h.last_error,
    'queued', q.queued, 'oldest_queued_at', q.oldest)
  from (select count(*) as queued, min(n.created_at) as oldest from hub.notifications as n where n.channel_id = p_channel.id and n.state = 'queued') as q
  left join hub.channel_health as h on h.channel_id = p_channel.id
$$;

comment on function hub.shown_channel is 'A channel without its secrets: select jsonb_pretty(hub.shown_channel(c, now())) from hub.channels as c;';
