create or replace function hub.check_act(p_act text, p_priority int) returns void
language plpgsql immutable set search_path = ''
as $$
-- Refuse a bulk that is none.
begin
  if p_act is null or p_act not in ('retry', 'cancel', 'priority') then
    raise exception 'there is no bulk "%"', left(coalesce(p_act, 'null'), 40) using errcode = 'UB422', hint = 'There are retry, cancel and priority.';
  end if;
  if (p_act = 'priority') <> (p_priority is not null) or p_priority not between 1 and 10 then
    raise exception 'priority % does not go with %', coalesce(p_priority::text, 'null'), p_act
      using errcode = 'UB422', hint = 'The bulk priority takes 1 (first) to 10 (last), the others take none.';
  end if;
end
$$;

comment on function hub.check_act is 'Used by bulks: refuses one that is none.';
