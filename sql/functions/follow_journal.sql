create or replace function hub.follow_journal(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- The journal part of tick(): whether anything was written since the cursor that the hub
-- keeps in hub.journal_readers; if so, ring hub_event for those who read along, and move
-- the cursor. 1 if rung. The cursor is taken before the look, so what is written between
-- the two is seen again next time: a ring too many, never one too few.
declare
  v_old text := (select r.cursor from hub.journal_readers as r where r.reader = 'hub');
  v_new text := (select e.cursor from hub.read_events(null) as e);
begin
  if v_old is null then
    insert into hub.journal_readers (reader, cursor, updated_at) values ('hub', v_new, hub.clock(p_now));
    return 0;
  end if;
  begin
    if not exists (select from hub.read_events(v_old, 1)) then
      return 0;
    end if;
  exception when sqlstate 'UB410' then
    null;  -- another life of the database, or too old: everybody has to look afresh
  end;
  update hub.journal_readers as r set cursor = v_new, updated_at = hub.clock(p_now) where r.reader = 'hub';
  perform pg_notify('hub_event', '');
  return 1;
end
$$;

comment on function hub.follow_journal is 'Ring hub_event if the journal has grown: select hub.follow_journal();';
