create or replace function hub.list_error_codes() returns setof hub.error_codes
language sql stable security definer set search_path = ''
as $$
  -- The catalogue of errors, for those who turn them into another protocol's.
  select e.* from hub.error_codes as e
$$;

comment on function hub.list_error_codes is 'What each error means and what to do: select * from hub.list_error_codes() order by code;';
