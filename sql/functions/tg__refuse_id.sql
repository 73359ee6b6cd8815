create or replace function hub.tg__refuse_id() returns trigger
language plpgsql volatile set search_path = ''
as $$
-- Refuse an id given by hand that nobody can mean: below 1, or above 2^53 - 1, the last whole number that
-- every reader of JSON keeps, and after which the table soon has no number left.
begin
  raise exception 'a row of "%" cannot have id %', tg_table_name, new.id
    using errcode = 'UB422', hint = 'Leave the id out: the table numbers its rows. One given by hand is 1 to 9007199254740991.';
end
$$;

comment on function hub.tg__refuse_id is 'Triggers _200_refuse_id: ids are those that can be shown.';
