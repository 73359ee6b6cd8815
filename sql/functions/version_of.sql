create or replace function hub.version_of(p_row public.render_instructions) returns text
language sql stable
begin atomic
  -- What an instruction says, as a fingerprint: another one means that it moved. Signs of life
  -- of its worker and the time of the last change are no part of it.
  select md5((to_jsonb(p_row) - '{progress,lease_expires_at,updated_at}'::text[])::text);
end;

comment on function hub.version_of is 'Fingerprint of an instruction: select hub.version_of(i) from render_instructions as i where id = 45;';
