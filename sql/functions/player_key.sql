create or replace function hub.player_key(p_name text) returns text
language sql immutable set search_path = ''
as $$
  -- Who a name means: one spelling of letters (NFC), case and blanks.
  select lower(btrim(regexp_replace(normalize(p_name, nfc), '\s+', ' ', 'g')))
$$;

comment on function hub.player_key is 'Who a name means: select hub.player_key(''  Daniel  KIM '');';
