create or replace function hub.tg_render_outputs__forget_attempt() returns trigger
language plpgsql volatile set search_path = ''
as $$
-- A raw INSERT (not by a verb) cannot say which attempt its output is of: that would
-- prove another worker's render. _100_normalise finds the attempt of an old poller.
begin
  new.attempt := null;
  return new;
end
$$;

comment on function hub.tg_render_outputs__forget_attempt is 'Trigger _100_forget_attempt on render_outputs: a raw insert names no attempt.';
