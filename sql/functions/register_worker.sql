create or replace function hub.register_worker(
  p_host text, p_capabilities text[] default '{}', p_client text default null, p_now timestamptz default null
) returns uuid
language plpgsql volatile security definer set search_path = '' set hub.verb = 'register_worker' set hub.now = ''
as $$
-- Open a worker session. Identity is the session, never the host name: a worker that
-- starts again gets a fresh one, so it cannot inherit or fence what the old one held.
--
-- p_client may name the contract it was written for ("... contract/1.0"): another major
-- version is refused, an older minor one is reported.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_id    uuid;
  v_asked text[] := regexp_match(p_client, 'contract[/= ]?v?([0-9]{1,9})(?:\.([0-9]{1,9}))?', 'i');
  v_have  text[] := string_to_array(hub.contract_version(), '.');
begin
  if btrim(coalesce(p_host, '')) = '' or length(p_host) > 200 then
    raise exception 'no host name given' using errcode = 'UB422', hint = 'Send the PC''s name, up to 200 characters.';
  end if;
  if v_asked[1] <> v_have[1] then
    raise exception 'client "%" speaks contract %, this hub %', left(p_client, 80), v_asked[1], hub.contract_version()
      using errcode = 'UB422', hint = 'Install the client that fits this hub.';
  end if;
  if v_asked[2]::int < v_have[2]::int then
    perform hub.raise_event('old_client', 'client:' || left(p_client, 80), 'warning', 'warning',
      format('Worker client "%s" speaks an older contract than this hub (%s)', left(p_client, 80), hub.contract_version()),
      p_title_ko => format('워커 클라이언트 "%s"의 규약이 허브(%s)보다 오래됨', left(p_client, 80), hub.contract_version()));
  end if;

  insert into hub.workers (host, capabilities, client, registered_at, last_seen_at)
  values (btrim(p_host), coalesce(p_capabilities, '{}'), p_client, v_now, v_now)
  returning id into v_id;
  perform hub.journal('worker.registered', 'worker:' || v_id, jsonb_build_object('host', btrim(p_host), 'client', p_client));
  return v_id;
end
$$;

comment on function hub.register_worker is 'Open a worker session: select hub.register_worker(''ae-01'', ''{}'', ''my-worker/1.0 contract/1.0'');';
