create or replace function hub.check_channel(p_channel hub.channels) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a channel that could never deliver, saying which field is wrong and never what a secret is.
-- Fields that are not known are refused too: a password under a wrong name would be shown.
declare
  c_config  constant text[] := case p_channel.kind when 'email' then '{host,port,security,from,to,ca}'::text[] else '{}' end;
  c_secrets constant text[] := case p_channel.kind when 'slack' then '{url}'::text[] when 'webhook' then '{url,key}' else '{user,password}' end;
  c_address constant text := '^[^\s@<>"(),;:\\]{1,64}@[^\s@<>"(),;:\\]{1,255}$';
  v_config  jsonb := p_channel.config;
  v_wrong   text;
begin
  if coalesce(p_channel.name, '') !~ '^[^\s"]([^"\r\n\t]{0,60}[^\s"])?$' then
    v_wrong := 'name: 1 to 62 characters, no quotes';
  elsif p_channel.kind is null or p_channel.kind not in ('slack', 'email', 'webhook') then
    v_wrong := 'kind: slack, email or webhook';
  elsif p_channel.enabled is null then
    v_wrong := 'enabled: true or false';
  elsif jsonb_typeof(v_config) is distinct from 'object' or jsonb_typeof(p_channel.secrets) is distinct from 'object' then
    v_wrong := 'config and secrets: objects';
  elsif exists (select from jsonb_object_keys(v_config) as k where k <> all (c_config)) then
    v_wrong := format('config of a %s channel: %s', p_channel.kind, coalesce(nullif(array_to_string(c_config, ', '), ''), 'nothing'));
  elsif exists (select from jsonb_each(p_channel.secrets) as k where k.key <> all (c_secrets) or jsonb_typeof(k.value) <> 'string'
      or k.value = '""' or length(k.value #>> '{}') > 2000) then
    v_wrong := format('secrets of a %s channel: %s, each a text', p_channel.kind, array_to_string(c_secrets, ', '));
  elsif p_channel.kind in ('slack', 'webhook') and coalesce(p_channel.secrets ->> 'url', '') !~* '^(https://[^\s/?#@]+|http://(localhost|127\.\d+\.\d+\.\d+|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|[a-z0-9.-]+\.(lan|local|internal|home\.arpa))(:\d+)?)([/?][^\s#]*)?$' then
    v_wrong := 'secrets.url: an https address; http only on this machine or in the studio''s own network; no user in it';
  elsif p_channel.kind = 'webhook' and length(coalesce(p_channel.secrets ->> 'key', '')) < 16 then
    v_wrong := 'secrets.key: at least 16 characters, known to the receiver; each message is signed with it';
  elsif p_channel.kind = 'email' and (coalesce(v_config ->> 'host', '') !~ '^[^\s/@]{1,255}$' or jsonb_typeof(v_config -> 'host') <> 'string') then
    v_wrong := 'config.host: name or address of the SMTP server';
  elsif p_channel.kind = 'email' and (coalesce(v_config ->> 'port', '') !~ '^[1-9]\d{0,4}$' or (v_config ->> 'port')::int > 65535) then
    v_wrong := 'config.port: 465 with security tls, 587 with starttls';
  elsif p_channel.kind = 'email' and coalesce(v_config ->> 'security', '') not in ('tls', 'starttls', 'none') then
    v_wrong := 'config.security: tls, starttls, or none';
  elsif p_channel.kind = 'email' and coalesce(v_config ->> 'from', '') !~ c_address then
    v_wrong := 'config.from: an e-mail address';
  elsif p_channel.kind = 'email' and (jsonb_typeof(v_config -> 'to') is distinct from 'array' or jsonb_array_length(v_config -> 'to') not between 1 and 50
      or exists (select from jsonb_array_elements(v_config -> 'to') as t where jsonb_typeof(t) <> 'string' or t #>> '{}' !~ c_address)) then
    v_wrong := 'config.to: 1 to 50 e-mail addresses';
  elsif p_channel.kind = 'email' and (p_channel.secrets ? 'user') <> (p_channel.secrets ? 'password') then
    v_wrong := 'secrets: user and password go together';
  elsif p_channel.kind = 'email' and v_config ? 'ca' and coalesce(v_config ->> 'ca', '') !~ '^-----BEGIN CERTIFICATE-----\s' then
    v_wrong := 'config.ca: a certificate in PEM, for a server whose certificate is its own';
  end if;
  if v_wrong is not null then
    raise exception 'the channel cannot work; %', v_wrong using errcode = 'UB422', hint = 'docs/alerting.md has an example of each kind.';
  end if;
  if p_channel.rate_caps is not null then
    perform hub.check_caps(p_channel.rate_caps);
  end if;
end
$$;

comment on function hub.check_channel is 'Used by save_channel: refuses a channel that could never deliver.';
