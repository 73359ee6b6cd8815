create or replace function hub.tg__refuse_new_id() returns trigger
language plpgsql volatile set search_path = ''
as $$
-- An id names a row in the journal, in trigger_id and in people's notes: under another one
-- its history would be another row's.
begin
  if new.id <> old.id then
    raise exception 'the id of a row of "%" does not change', tg_table_name
      using errcode = 'UB422', hint = 'Leave the id alone; delete the row and insert another one.';
  end if;
  return new;
end
$$;

comment on function hub.tg__refuse_new_id is 'Triggers _200_refuse_new_id: a row keeps its id.';
