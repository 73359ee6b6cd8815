create or replace function hub.report_listener(p_hub text, p_why text default null) returns void
language plpgsql volatile security definer set search_path = '' set hub.verb = 'report_listener' set hub.now = ''
as $$
-- A hub says whether it hears the doorbell; p_why tells why it has to poll, null that it
-- hears. Polling loses nothing, but everything waits up to a second. A hub that polls says
-- so again every minute: of one that is gone, hub.detect_hub_degraded lets the alert end.
begin
  if p_why is null then
    perform hub.clear_event('hub_degraded', 'listener:' || p_hub, 'hub:' || p_hub, 'it hears the doorbell again');
  else
    perform hub.raise_event('hub_degraded', 'listener:' || p_hub, 'alert', 'warning',
      format('Hub %s does not hear the doorbell and polls: %s', p_hub, p_why), jsonb_build_object('hub', p_hub, 'mode', 'poll', 'why', p_why, 'told_at', hub.clock()),
      jsonb_build_object('text', 'Give the hub a direct connection to the primary: DATABASE_LISTEN_URL (docs/operations.md).',
        'text_ko', '허브를 주 데이터베이스에 직접 연결하세요: DATABASE_LISTEN_URL (docs/operations.md).'),
      format('허브 %s이(가) 알림 신호(NOTIFY)를 받지 못해 폴링 중: %s', p_hub, p_why));
  end if;
end
$$;

comment on function hub.report_listener is 'A hub tells how it hears: select hub.report_listener(''hub-1'', ''no echo'');';
