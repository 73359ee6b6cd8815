create or replace function hub.tg_render_instructions__raw_statement() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before and after a raw UPDATE (not by a verb), once per statement.
--
-- Before: the name of a verb that somebody left in his session is forgotten, because
-- journal and attempts tell from hub.verb what a change was. And row security stops
-- hiding rows until the statement ends: a poller that read a row a moment before it was
-- paused would find nothing to update, overlook the UPDATE 0 and render it all the
-- same. Seen, the row is refused with UB409. The token says that it was this trigger: what
-- a session writes into the setting itself opens nothing.
begin
  if coalesce(current_setting('hub.verb', true), '') <> '' then
    perform set_config('hub.verb', '', true);
  end if;
  perform set_config('hub.hide_rows', case tg_when when 'BEFORE' then hub.raw_statement_token() else '' end, true);
  return null;
end
$$;

comment on function hub.tg_render_instructions__raw_statement is 'Triggers _100_raw_begins and _900_raw_ends on render_instructions: verbs are not impersonated, hidden rows are refused instead of missed.';
