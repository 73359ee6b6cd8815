create or replace function hub.check_caps(p_caps jsonb) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse caps that say nothing: minutes -> most messages.
begin
  if jsonb_typeof(p_caps) is distinct from 'object' or exists (
    select from jsonb_each(p_caps) as c
    where c.key !~ '^[1-9][0-9]{0,3}$' or jsonb_typeof(c.value) <> 'number' or (c.value #>> '{}')::numeric not between 1 and 10000) then
    raise exception 'the caps cannot be read: %', left(p_caps::text, 100)
      using errcode = 'UB422', hint = 'Minutes and the most messages in them: {"15": 3, "60": 7}; {} = no cap.';
  end if;
end
$$;

comment on function hub.check_caps is 'Used by save_channel and change_setting: refuses caps that say nothing.';
