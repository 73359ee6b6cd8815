create or replace function hub.tg_tournaments__forget() returns trigger
language plpgsql volatile set search_path = ''
as $$
-- Once per statement, before its rows: forget the row that an earlier upsert proposed.
begin
  perform set_config('hub.proposed_tournament', '', true);
  return null;
end
$$;

comment on function hub.tg_tournaments__forget is 'Trigger _100_forget on tournaments: see hub.tg_tournaments__normalise.';
