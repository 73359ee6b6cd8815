import type { Client } from 'pg'
import { someHands } from '../inserts/hands.ts'
import type { Say } from '../support/server.ts'
import { fillBeside } from './fill_beside.ts'
import { fillDelivery, fillPictures } from './fill_delivery.ts'

/** What lies in the tables before anybody asks. Two instructions were made of each hand. */
export type Season = {
  readonly hands: number
  readonly pending: number
  /** A folder for what came out. */
  readonly pictures: string
}

/** Of all hands, the newest so many have whole documents (about 2 KB) and a journal; the rest are narrow rows. */
const shareInFull = 0.05

/**
 * How long ago the row numbered `n` of `$1` came: a tenth within the last week, a hundredth within the last hour, the
 * rest evenly over a year. Ids and times grow together, as they do in life.
 */
const age = (n: string): string => `(case
  when $1 - ${n} < $1 * 0.01 then interval '1 hour' * (($1 - ${n}) / ($1 * 0.01))
  when $1 - ${n} < $1 * 0.1 then interval '1 hour' + interval '167 hours' * (($1 - ${n} - $1 * 0.01) / ($1 * 0.09))
  else interval '7 days' + interval '357 days' * (($1 - ${n} - $1 * 0.1) / ($1 * 0.9)) end)`

/** Lay a season past the triggers. */
export async function fillSeason(
  client: Client,
  { hands, pending, pictures }: Season,
  say: Say,
): Promise<void> {
  const done = (what: string): void => say(`  filled: ${what}`)
  for (let week = -53; week < 0; week++) {
    for (const table of week < -12 ? ['attempts'] : ['attempts', 'events']) {
      await client.query(`select hub.add_week($1, (date_trunc('week', now())::date + 7 * $2::int))`, [
        table,
        week,
      ])
    }
  }
  await client.query('set session_replication_role = replica; set synchronous_commit = off')
  await client.query(
    `insert into hub.workers (host, registered_at, last_seen_at, lost_at)
     select 'ae-' || g % 6, t.at, t.at + interval '20 hours', t.at + interval '20 hours'
     from generate_series(360, 2, -1) as g cross join lateral (select now() - g * interval '1 day' as at) as t`,
  )
  await fillHands(client, hands)
  done(`${hands} hands`)
  await fillInstructions(client, hands)
  done(`${hands * 2} instructions`)
  await client.query(
    `insert into hub.attempts (instruction_id, attempt, worker_id, template_name, claimed_by, started_at, finished_at, outcome, error_class, progress, error_message)
     select i.id, a.attempt, i.worker_id, i.template_name, 'ae-' || i.id % 6, i.recorded_at + interval '5 seconds' * a.attempt, i.recorded_at + interval '20 seconds' * a.attempt,
       case when a.attempt = i.attempt then i.status else 'failed' end, case when a.attempt < i.attempt or i.status = 'failed' then 'retryable' end, 100,
       case when a.attempt < i.attempt or i.status = 'failed' then 'aerender ended with code 1' end
     from public.render_instructions as i cross join generate_series(1, i.attempt) as a (attempt) where i.status in ('completed', 'failed')`,
  )
  done('attempts')
  await client.query(
    `insert into public.render_outputs (instruction_id, status, attempt, file_size, frame_count, created_at, completed_at, recorded_at, output_path)
     select i.id, 'completed', i.attempt, 1048576, 150, i.completed_at, i.completed_at, i.completed_at, '//nas/renders/' || i.id || '.mov'
     from public.render_instructions as i where i.status = 'completed'`,
  )
  done('outputs')
  await fillBeside(client, { hands, pending, full: hands * shareInFull })
  await fillDelivery(client)
  await fillPictures(client, pictures)
  await client.query('reset session_replication_role; reset synchronous_commit')
  done('journal, alerts, audit')
  await foldWeek(client)
  await client.query('vacuum (analyze)')
  done('figures; vacuumed')
}

async function fillHands(client: Client, count: number): Promise<void> {
  const full = someHands('broadcast')
  const documents = [
    full.map((hand) => hand.players),
    full.map((hand) => hand.board),
    full.map((hand) => hand.actions),
  ]
  await client.query(
    `insert into public.hands (id, table_id, hand_number, source, hand_rank, is_premium, pot_size, winner, session_id, started_at, duplicate_of, voided_at, void_reason,
       created_at, updated_at, recorded_at, players_json, community_cards_json, actions_json)
     select g, 'table_' || g % 4, g, case when g % 1000 = 0 then 'csv' else 'rfid' end,
       (array['royal_flush', 'full_house', 'flush', 'straight', 'three_of_a_kind', 'two_pair', 'one_pair', 'high_card'])[1 + case when g % 997 = 0 then 0 else 1 + g % 7 end],
       g % 20 = 0, 18000, 'Kim Min-jun', case when g % 2 = 0 then 638961224831992165 + g / 500 end, t.at,
       case when g % 5000 = 1 then g - 1 end, case when g % 5000 = 2 then t.at end, case when g % 5000 = 2 then 'told twice' end, t.at, t.at, t.at,
       case when g > $1 * (1 - $2::float8) then ($3::jsonb[])[1 + g % 25] else '[]' end,
       case when g > $1 * (1 - $2::float8) then ($4::jsonb[])[1 + g % 25] else '[]' end,
       case when g > $1 * (1 - $2::float8) then ($5::jsonb[])[1 + g % 25] else '[]' end
     from generate_series(1, $1::int) as g cross join lateral (select now() - interval '5 minutes' - ${age('g')} as at) as t`,
    [count, shareInFull, ...documents],
  )
  await client.query(`select setval(pg_get_serial_sequence('public.hands', 'id'), $1)`, [count])
}

/** In 199 one failed, in 400 one was cancelled, in 50 one failed first and came right; each 400th is a tournament's. */
async function fillInstructions(client: Client, hands: number): Promise<void> {
  await client.query(
    `insert into public.render_instructions (id, template_name, status, attempt, retry_count, error_class, error_message, trigger_type, trigger_id, hand_id, rule_id, worker_id,
       created_at, started_at, completed_at, cancelled_at, updated_at, recorded_at, progress, layer_data_json)
     select g, 'template_' || g % 20, s.status, case when g % 50 = 1 then 2 else 1 end, (g % 50 = 1)::int, case when s.status = 'failed' then 'permanent' end,
       case when s.status = 'failed' then 'aerender ended with code 1' end, case when g % 2 = 0 then 'premium_hand' else 'hand_completed' end,
       case when g % 400 = 7 then 'tournament:EV' || 1 + g / 400 % 50 || ':level:' || g else h.id::text end, h.id, case when g % 40 = 0 then (select min(r.id) from hub.render_rules as r) end,
       w.ids[1 + g % 359], t.at, t.at + interval '5 seconds', case when s.status <> 'cancelled' then t.at + interval '20 seconds' * case when g % 50 = 1 then 2 else 1 end end,
       case when s.status = 'cancelled' then t.at end, t.at, t.at, 100, '{"Name 1": "KIM MIN-JUN", "Hand": "Full House"}'
     from generate_series(1, 2 * $1::int) as g
     cross join (select array_agg(id) as ids from hub.workers) as w
     cross join lateral (select (g + 1) / 2 as id) as h
     cross join lateral (select case when g % 199 = 2 then 'failed' when g % 400 = 4 then 'cancelled' else 'completed' end as status) as s
     cross join lateral (select now() - interval '5 minutes' + interval '2 seconds' - ${age('h.id')} as at) as t`,
    [hands],
  )
  await client.query(`select setval(pg_get_serial_sequence('public.render_instructions', 'id'), $1)`, [
    hands * 2,
  ])
}

/** Rolls the last week up as tick() does, a day at a time; a hub that ran all the time would have. */
async function foldWeek(client: Client): Promise<void> {
  await client.query(`update hub.settings set value = 'true' where key = 'simulation'`)
  await client.query(
    `select hub.remember('fold', jsonb_build_object('at', date_trunc('minute', now() - interval '8 days')))`,
  )
  for (let day = 7; day >= 0; day--) {
    await client.query(
      `select hub.fold_metrics(now() - $1 * interval '1 day' - case when $1 > 0 then interval '5 minutes' else interval '0' end)`,
      [day],
    )
  }
  await client.query(`update hub.settings set value = 'false' where key = 'simulation'`)
}
