create or replace function hub.claim_notifications(p_hub text, p_limit int default 10, p_now timestamptz default null)
returns table (
  id bigint, attempt int, repeated boolean, timeout_ms int, channel text, kind text, config jsonb, secrets jsonb, reason text, created_at timestamptz, message jsonb
)
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'claim_notifications' set hub.now = '' set lock_timeout = '1s'
as $$
-- Borrow messages to deliver: at most one of a channel, its oldest, so that each channel hears in order
-- and one that hangs holds up no other. Any number of hubs may ask at once: the row of the channel's
-- health is the lock, the lease keeps others off while one delivers, and the number of the attempt is
-- the fence that the report has to show. A lease that ran out means that a hub died between sending
-- and reporting: the message goes again, marked as maybe repeated. So it does after a try of which
-- nobody knows whether it arrived.
--
-- What is over the channel's cap waits, but for what is critical (new, worse, still going on, over, or told late in a summary),
-- what nobody took in time, and tests. A channel that
-- fails is tried again when its backoff, or what it asked for, is over.
declare
  v_now     timestamptz := hub.clock(p_now);
  v_lease   interval := hub.setting_interval('notify.lease');
  v_channel hub.channels;
  v_capped  boolean;
  v_row     hub.notifications;
begin
  for v_channel in
    select c.* from hub.channels as c
    where c.enabled and exists (select from hub.notifications as n where n.channel_id = c.id and n.state = 'queued' and n.due_at <= v_now)
    order by c.id
  loop
    insert into hub.channel_health (channel_id) values (v_channel.id) on conflict (channel_id) do nothing;
    perform from hub.channel_health as h where h.channel_id = v_channel.id and h.next_try_at <= v_now for update skip locked;
    continue when not found;
    continue when exists (
      select from hub.notifications as n where n.channel_id = v_channel.id and n.state = 'queued' and n.lease_until > v_now);
    perform hub.collapse_stale(v_channel.id, v_now);
    v_capped := hub.is_capped(v_channel, v_now);
    select n.* into v_row
    from hub.notifications as n
    where n.channel_id = v_channel.id and n.state = 'queued' and n.due_at <= v_now
      and (not v_capped or n.reason in ('test', 'escalated') or n.severity = 'critical' and n.reason in ('first', 'worse', 'repeat', 'resolved', 'summary'))
    order by n.reason <> 'test', n.due_at, n.id  -- who sends a test waits for it
    limit 1
    for update;
    continue when not found;
    update hub.notifications as n
    set tries = n.tries + 1, lease_until = v_now + v_lease, claimed_by = p_hub, first_tried_at = coalesce(n.first_tried_at, v_now),
      delivery_log = hub.shortened_log(n.delivery_log) || jsonb_build_object('attempt', n.tries + 1, 'at', v_now, 'hub', p_hub)
    where n.id = v_row.id;
    update hub.channel_health as h set last_tried_at = v_now where h.channel_id = v_channel.id;
    id := v_row.id;
    attempt := v_row.tries + 1;
    repeated := exists (
      select from jsonb_array_elements(v_row.delivery_log) as t where t ? 'attempt' and (not t ? 'answer' or t ? 'unknown'));
    timeout_ms := 500 * extract(epoch from v_lease);
    channel := v_channel.name;
    kind := v_channel.kind;
    config := v_channel.config;
    secrets := v_channel.secrets;
    reason := v_row.reason;
    created_at := v_row.created_at;
    message := v_row.message;
    return next;
    p_limit := p_limit - 1;
    exit when p_limit < 1;
  end loop;
end
$$;

comment on function hub.claim_notifications is 'Borrow messages to deliver: select id, attempt, channel, reason from hub.claim_notifications(''hub-1'');';
