create or replace function hub.shortened_log(p_log jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  -- A delivery log that has room for one more: the first entry and the last nineteen.
  select case when jsonb_array_length(p_log) < 20 then p_log else (
    select jsonb_agg(l.item order by l.at) from jsonb_array_elements(p_log) with ordinality as l (item, at)
    where l.at = 1 or l.at > jsonb_array_length(p_log) - 18) end
$$;

comment on function hub.shortened_log is 'Used by claim_notifications: keeps a delivery log short.';
