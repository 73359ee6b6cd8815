create or replace function hub.check_seen(p_noun text, p_id text, p_row jsonb, p_versions timestamptz[], p_hint text) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse to change what is not there (UB404), or what somebody else has changed since it was read
-- (UB412), so that nobody writes over what he has not seen. p_row: the row, locked by the caller;
-- p_versions: the updated_at that will do, null = any.
begin
  if p_row ->> 'updated_at' is null then
    raise exception 'no % %', p_noun, coalesce(left(p_id, 80), 'null') using errcode = 'UB404', hint = p_hint;
  end if;
  if (p_row ->> 'updated_at')::timestamptz <> all (p_versions) then
    raise exception '% "%" was changed by "%"%', p_noun, coalesce(p_row ->> 'name', p_id), p_row ->> 'updated_by',
        case when p_row ->> 'value' is not null then format('; it is %s now', left(p_row ->> 'value', 60)) else '' end
      using errcode = 'UB412', detail = format('blocked by %s:%s', p_noun, p_id), hint = 'Read it again, then decide anew.';
  end if;
end
$$;

comment on function hub.check_seen is 'Used by what changes rules, channels, routes and settings: refuses who has not seen the row as it is.';
