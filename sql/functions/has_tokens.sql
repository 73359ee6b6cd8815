create or replace function hub.has_tokens() returns boolean
language sql stable security definer set search_path = ''
as $$
  -- Does anybody have a token? From the first one on, nobody comes in without.
  select exists (select from hub.api_tokens as t where t.revoked_at is null)
$$;

comment on function hub.has_tokens is 'Is a token needed to come in: select hub.has_tokens();';
