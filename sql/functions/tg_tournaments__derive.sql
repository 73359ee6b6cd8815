create or replace function hub.tg_tournaments__derive() returns trigger
language plpgsql volatile security definer set search_path = '' set hub.verb = 'derive'
as $$
-- After tournaments changed: which events did that give? They are left to tick(), which
-- makes the graphics: a tournament is a shared row, and its producer must not wait.
-- The subject tells apart the occurrences of an event: the level, the day, the second.
begin
  insert into hub.rule_work (rule_id, tournament_id, due_at, event, subject)
  select r.id, e.id, hub.clock() + case when r.mode = 'immediate' then interval '0' else r.grace end, e.event, e.subject
  from (
    select n.id, v.event, v.subject
    from new_rows as n
    join old_rows as o on o.id = n.id
    cross join lateral (values
      ('level_change', n.current_level::text, n.current_level <> o.current_level),
      ('itm_reached', '', n.places_paid > 0 and n.remaining_players between 1 and n.places_paid
        and (o.remaining_players > o.places_paid or o.places_paid = 0)),
      ('final_table', '', n.remaining_players between 1 and hub.setting_number('event.final_table')
        and o.remaining_players > hub.setting_number('event.final_table')),
      ('registration_close', '', n.current_level > hub.setting_number('event.registration_close_level')
        and o.current_level <= hub.setting_number('event.registration_close_level')),
      -- what was announced and is no longer so; that a structure comes at all is no change
      ('payout_change', to_char(hub.clock() at time zone 'UTC', 'YYYYMMDD"T"HH24MISS'),
        n.payouts_json is distinct from o.payouts_json and o.payouts_json <> '[]' and n.payouts_json <> '[]'),
      ('day_start', coalesce(n.start_date::text, ''), n.start_date is not null and n.start_date is distinct from o.start_date)
    ) as v (event, subject, happened)
    where v.happened
  ) as e
  join hub.render_rules as r on r.event = e.event and r.enabled
  order by r.id, e.id
  on conflict do nothing;
  return null;
end
$$;

comment on function hub.tg_tournaments__derive is 'Trigger _500_derive on tournaments: level_change, itm_reached, final_table, registration_close, payout_change, day_start.';
