create or replace function hub.collapse_stale(p_channel bigint, p_now timestamptz) returns bigint
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Messages of a channel that waited too long become one summary, which is told first and
-- anew each time it is tried; so a channel that comes back is not flooded, and hears in order what
-- it missed. Of a channel that is dead that is all but the last moment, which went another way. A single late message stays what it is. The summary's id, null when there is none.
-- The caller holds the channel (hub.channel_health).
declare
  v_dead  boolean := exists (select from hub.channel_health as h where h.channel_id = p_channel and h.dead_at is not null);
  v_stale hub.notifications[] := array(
    select n from hub.notifications as n
    where n.channel_id = p_channel and n.state = 'queued' and n.reason <> 'test'
      and (n.reason = 'summary' or n.created_at < p_now - hub.setting_interval(case when v_dead then 'channel.dead_after' else 'notify.stale_after' end))
    order by n.due_at, n.id);
  v_covers bigint[];
  v_id     bigint;
begin
  if cardinality(v_stale) = 0 or cardinality(v_stale) = 1 and v_stale[1].reason <> 'summary' then
    return null;
  end if;
  v_covers := array(
    select distinct c from unnest(v_stale) as s cross join lateral unnest(case when s.reason = 'summary' then s.covers else array[s.id] end) as c order by c);
  select s.id into v_id from unnest(v_stale) as s where s.reason = 'summary' order by s.id limit 1;
  if v_id is null then
    insert into hub.notifications (channel_id, reason, severity, key, created_at, due_at, changed_at)
    values (p_channel, 'summary', 'info', format('summary:%s:%s', p_channel, v_covers[1]), p_now, v_stale[1].due_at, v_stale[1].changed_at)
    returning id into v_id;
  end if;
  update hub.notifications as n
  set covers = v_covers, message = s.says, severity = s.says ->> 'severity'
  from (select hub.summary_message(v_covers, p_now) as says) as s
  where n.id = v_id;
  update hub.notifications as n
  set state = 'dropped', delivery_log = n.delivery_log || jsonb_build_object('at', p_now, 'answer', 'told in summary ' || v_id)
  where n.id = any (v_covers) and n.state = 'queued';
  return v_id;
end
$$;

comment on function hub.collapse_stale is 'Used by claim_notifications: one summary in place of messages that waited too long.';
