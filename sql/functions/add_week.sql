create or replace function hub.add_week(p_table text, p_week date) returns boolean
language plpgsql volatile security definer set search_path = '' set lock_timeout = '100ms'
as $$
-- Make the partition of one week (from a Monday, UTC) of hub.events or hub.attempts; false
-- when it is there already. Made apart and then attached, which lets inserts go on; rows of
-- that week which fell into the default partition move there. One that falls there meanwhile
-- makes the attaching fail: hub.maintain tries again the next time.
-- The only places that build SQL text are this one and hub.drop_week: a partition's name
-- and bounds cannot be parameters.
declare
  v_name  text := p_table || '_w' || to_char(p_week, 'YYYYMMDD');
  v_from  timestamptz := p_week::timestamp at time zone 'UTC';
  v_until timestamptz := (p_week + 7)::timestamp at time zone 'UTC';
  v_at    text := case p_table when 'events' then 'd.at' else 'd.started_at' end;
begin
  if p_table not in ('events', 'attempts') then
    raise exception 'table "%" has no weeks', p_table using errcode = 'UB422', hint = 'Only events and attempts have.';
  end if;
  if to_regclass('hub.' || v_name) is not null then
    return false;
  end if;
  execute format('create table hub.%I (like hub.%I including defaults including constraints) %s', v_name, p_table,
    case p_table when 'events' then 'with (toast_tuple_target = 4080)' end);  -- compressing a journal row costs an insert more than it saves
  execute format('with moved as (delete from hub.%I as d where %s >= %L and %s < %L returning d.*) insert into hub.%I select m.* from moved as m',
    p_table || '_default', v_at, v_from, v_at, v_until, v_name);
  execute format('alter table hub.%I attach partition hub.%I for values from (%L) to (%L)',
    p_table, v_name, v_from, v_until);
  execute format('comment on table hub.%I is %L', v_name, format('%s of the week from %s, UTC.', initcap(p_table), p_week));
  return true;
end
$$;

comment on function hub.add_week is 'Make one week''s partition: select hub.add_week(''events'', ''2026-11-23'');';
