create or replace function hub.tg__refuse_truncate() returns trigger
language plpgsql volatile set search_path = ''
as $$
-- TRUNCATE fires no row trigger, so the journal could not tell what became of the rows.
begin
  raise exception 'table "%" cannot be truncated', tg_table_name
    using errcode = 'UB422', hint = 'Delete the rows: the journal keeps what they were.';
end
$$;

comment on function hub.tg__refuse_truncate is 'Triggers _200_refuse_truncate: rows do not vanish without a trace.';
