create or replace function hub.check_scope(p_scope text) returns text
language plpgsql stable security definer set search_path = ''
as $$
-- What can be paused: the queue, a template, a worker session. Answers the scope, trimmed.
declare
  v_scope text := btrim(coalesce(p_scope, ''));
begin
  if v_scope <> 'queue' and (v_scope !~ '^(template|worker):\S' or length(v_scope) > 109) then
    raise exception 'no such scope "%"', left(v_scope, 80)
      using errcode = 'UB422', hint = 'A scope is queue, template:NAME or worker:ID.';
  end if;
  if v_scope like 'worker:%' and not exists (select from hub.workers as w where w.id::text = substr(v_scope, 8)) then
    raise exception 'no worker session "%"', substr(v_scope, 8)
      using errcode = 'UB404', hint = 'select id, host, last_seen_at from hub.workers order by last_seen_at desc;';
  end if;
  return v_scope;
end
$$;

comment on function hub.check_scope is 'Used by pause and resume: select hub.check_scope(''template:blind_level'');';
