create or replace function hub.check_name_free(p_noun text, p_name text, p_other bigint) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a name that another one has; p_other: its id, null = none.
begin
  if p_other is not null then
    raise exception 'there is a % "%" already', p_noun, p_name
      using errcode = 'UB409', detail = format('blocked by %s:%s', p_noun, p_other), hint = 'Change that one, or choose another name.';
  end if;
end
$$;

comment on function hub.check_name_free is 'Used by save_rule, save_channel and save_route: refuses a name that another one has.';
