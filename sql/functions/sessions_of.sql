create or replace function hub.sessions_of(p_workers jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
-- The sessions of workers that are named by host or by session. A name that nobody has is
-- refused: a slip of the pen must not look like "nothing to do".
declare
  v_unknown text;
begin
  select n.name into v_unknown
  from jsonb_array_elements_text(p_workers) as n (name)
  where not exists (select from hub.workers as w where w.host = btrim(n.name) or w.id::text = btrim(n.name));
  if v_unknown is not null then
    raise exception 'no worker "%"', left(v_unknown, 80)
      using errcode = 'UB404', hint = 'select host, id, last_seen_at from hub.workers order by last_seen_at desc limit 20;';
  end if;
  return (
    select jsonb_agg(distinct w.id::text)
    from jsonb_array_elements_text(p_workers) as n (name)
    join hub.workers as w on w.host = btrim(n.name) or w.id::text = btrim(n.name));
end
$$;

comment on function hub.sessions_of is 'Worker sessions of hosts: select hub.sessions_of(''["ae-01"]'');';
