create or replace function hub.is_capped(p_channel hub.channels, p_now timestamptz) returns boolean
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Whether a channel has had its messages for now.
  select exists (
    select from jsonb_each(coalesce(p_channel.rate_caps, case when p_channel.kind <> 'webhook' then hub.setting('notify.caps') end, '{}')) as c
    where (
      select count(*) from hub.notifications as n
      where n.channel_id = p_channel.id and n.state = 'sent' and n.reason <> 'test' and n.sent_at > p_now - c.key::float8 * interval '1 minute'
    ) >= (c.value #>> '{}')::float8)
$$;

comment on function hub.is_capped is 'Whether a channel has had its messages for now: select c.name from hub.channels as c where hub.is_capped(c, now());';
