import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'

// The price of a page must not grow with history: what is asked for is found by an index even where it is rare and
// old, whatever the statistics say, which were taken while the tables were empty. What is counted is work, not time.

const count = 60_000
const code = `'tournament:EV' || g % 5000 || ':level:3'`

async function fill(client: Client): Promise<void> {
  const tables = [
    'hands',
    'render_instructions',
    'render_outputs',
    'monitoring_events',
    'hub.actions',
    'hub.workers',
    'tournaments',
    'hub.pauses',
    'hub.notifications',
  ]
  for (const table of tables) await client.query(`alter table ${table} set (autovacuum_enabled = off)`)
  await client.query(`analyze ${tables.join(', ')}`)
  await client.query('set session_replication_role = replica')
  const add = (table: string, columns: string, values: string): Promise<unknown> =>
    client.query(`insert into ${table} (${columns}) select ${values} from generate_series(1, ${count}) as g`)
  const at = `now() - interval '20 days' + g * interval '20 seconds'`
  const rare = `g <= 20`
  const held = (n: number): string => `('00000000-0000-0000-0000-00000000000' || ${n})::uuid`
  await add(
    'hands',
    'table_id, hand_number, source, hand_rank, is_premium, voided_at, void_reason, duplicate_of, recorded_at',
    `case when ${rare} then 'rare' else 't' || g % 10 end, g, case when ${rare} then 'manual' else 'rfid' end,
     case when ${rare} then 'royal_flush' when g % 2 = 0 then 'one_pair' end, ${rare},
     case when ${rare} then now() end, case when ${rare} then 'x' end, case when ${rare} then 40000 end, ${at}`,
  )
  await client.query(
    `insert into render_instructions (template_name, status, started_at, completed_at, cancelled_at, lease_expires_at, error_class, worker_id, hand_id, rule_id, trigger_id, eligible_at, recorded_at)
     select case when g <= 200 then 'rare' else 'x' || g % 10 end, s.status,
       case when s.status not in ('pending', 'cancelled') then ${at} end, case when s.status in ('completed', 'failed') then ${at} end,
       case when s.status = 'cancelled' then ${at} end, case when s.status = 'processing' then ${at} end,
       case when s.status = 'failed' then 'permanent' end, case when ${rare} then ${held(1)} else ${held(2)} end,
       g, case when ${rare} then 1 else 2 end, case when g % 2 = 0 then ${code} else g::text end, case when s.status = 'pending' then ${at} end, ${at}
     from generate_series(1, ${count}) as g
     cross join lateral (select case when g > 200 then 'completed' else (array['pending', 'processing', 'failed', 'cancelled'])[1 + g % 4] end as status) as s`,
  )
  await add(
    'render_outputs',
    'instruction_id, status, output_path, recorded_at',
    `g, case when ${rare} then 'failed' else 'completed' end, '/x', ${at}`,
  )
  await add(
    'monitoring_events',
    'event_type, kind, severity, state, subject, title, acknowledged_at, acknowledged_by, resolved_at, created_at',
    `case when ${rare} then 'anomaly' else 'alert' end, case when ${rare} then 'rare' else 'x' end, case when ${rare} then 'critical' else 'warning' end,
     case when ${rare} then 'firing' else 'resolved' end, case when ${rare} then 's' || g else 'x' end, 't',
     case when ${rare} then now() end, case when ${rare} then 'ann' end, case when not (${rare}) then now() end, ${at}`,
  )
  await add(
    'hub.actions',
    'actor, verb, subject, reason, at',
    `case when ${rare} then 'ann' else 'hub:x' end, case when ${rare} then 'pause' else 'x' end, case when ${rare} then 'rare' else 'hand:' || g end, 'r', ${at}`,
  )
  await add(
    'hub.workers',
    'host, registered_at, last_seen_at, lost_at',
    `case when ${rare} then 'rare' else 'x' end, ${at}, ${at}, ${at}`,
  )
  await add('tournaments', 'name, event_code', `'n', 'EV' || g`)
  await add(
    'hub.pauses',
    'scope, paused_by, reason, resumed_at, resumed_by',
    `'template:' || g, 'ann', 'r', now(), 'ann'`,
  )
  await add(
    'hub.notifications',
    'event_id, channel_id, route_id, story_id, state, reason, sent_at, created_at',
    `case when ${rare} then 1 else 2 end, case when ${rare} then 1 else 2 end, case when ${rare} then 1 else 2 end, case when ${rare} then 1 else 2 end,
     case when ${rare} then 'dead' else 'sent' end, case when ${rare} then 'worse' else 'first' end, case when not (${rare}) then ${at} end, ${at}`,
  )
  await client.query('reset session_replication_role')
}

/** What was read of all tables so far, and how often one of these was read from end to end. */
async function looked(client: Client): Promise<{ scans: number; tuples: number }> {
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(`
    select sum(t.seq_scan)::int as scans, sum(t.seq_tup_read + coalesce(i.read, 0))::int as tuples
    from pg_stat_user_tables as t
    left join (select relid, sum(idx_tup_read) as read from pg_stat_user_indexes group by 1) as i on i.relid = t.relid
    where t.n_tup_ins >= ${count}`)
  return rows[0]
}

const worker = '00000000-0000-0000-0000-000000000001'
const old = new Date(Date.now() - 19.9 * 86_400_000).toISOString()
const late = new Date(Date.now() - 6.12 * 86_400_000).toISOString()
const asked: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  hands: [
    {},
    { table: 'rare' },
    { table: 't1' },
    { table: 'rare', hand_number: 3 },
    { source: 'manual' },
    { rank: 'royal_flush' },
    { rank: 'one_pair' },
    { premium: true },
    { voided: true },
    { duplicate: true },
    { session: '1' },
    { id: '5' },
    { since: late },
    { since: old },
    { until: old },
    { since: old, premium: false },
  ],
  instructions: [
    {},
    ...['pending', 'processing', 'failed', 'cancelled', 'completed'].map((status) => ({ status })),
    { template: 'rare' },
    { template: 'x1' },
    { template: 'x1', status: 'failed' },
    { worker },
    { hand: '5' },
    { rule: '1' },
    { trigger_id: '7' },
    { tournament: 'EV40' },
    { tournament: 'EV40', hand: '5' },
    { error_class: 'permanent' },
    { error_class: 'unknown' },
    { since: late },
    { since: old },
    { until: old },
  ],
  table_instructions: [{ table: 'rare' }, { table: 't1' }, { table: 't1', since: new Date().toISOString() }],
  notifications: [
    {},
    { id: '5' },
    { channel: '1' },
    { channel: '2' },
    { route: '1' },
    { event: '1' },
    { story: '1' },
    { state: 'dead' },
    { state: 'queued' },
    { reason: 'worse' },
    { since: late },
    { since: old },
  ],
  queue: [{}, { template: 'rare' }, { template: 'x1' }],
  outputs: [
    {},
    { status: 'failed' },
    { status: 'completed' },
    { instruction: '5' },
    { hand: '5' },
    { since: late },
    { since: old },
    { until: old },
  ],
  monitoring_events: [
    {},
    { severity: 'critical' },
    { severity: 'error' },
    { resolved: false },
    { resolved: true },
    { kind: 'rare' },
    { state: 'firing' },
    { state: 'recovering' },
    { event_type: 'anomaly' },
    { subject: 's3' },
    { acknowledged: true },
    { acknowledged: false },
    { id: '4' },
    { severity: 'critical', resolved: false },
    { since: late },
    { until: old },
    { kind: 'rare', since: late },
  ],
  actions: [
    {},
    { actor: 'ann' },
    { actor: 'eve' },
    { verb: 'pause' },
    { subject: 'rare' },
    { automatic: false },
    { automatic: true },
    { id: '4' },
    { since: late },
    { until: old },
    { actor: 'ann', since: late },
  ],
  workers: [{}, { host: 'rare' }, { host: 'none' }],
  tournaments: [{}, { event_code: 'EV7' }, { id: '7' }],
  pauses: [{}, { active: true }],
}

test('no list reads more than a few pages, whatever is asked for', async ({ client }) => {
  await fill(client)
  const over: unknown[] = []
  for (const [list, filters] of Object.entries(asked)) {
    for (const filter of filters) {
      for (const after of [true, false]) {
        const ask = (place: string | null): Promise<{ rows: { place: unknown }[] }> =>
          client.query(`select place from hub.list_${list}($1, $2, 51)`, [filter, place])
        const first = after ? (await ask(null)).rows.at(-1)?.place : null
        const before = await looked(client)
        await ask(first ? JSON.stringify(first) : null)
        const { scans, tuples } = await looked(client)
        if (scans > before.scans || tuples - before.tuples > 1500)
          over.push([list, filter, scans - before.scans, tuples - before.tuples])
      }
    }
  }
  expect(over).toEqual([])

  // Where nothing failed all hands of the table are gone through, along one index, and none of their graphics is read.
  const before = await looked(client)
  await client.query(
    `select from hub.list_table_instructions('{"table": "t1", "status": "failed"}', null, 51)`,
  )
  expect((await looked(client)).tuples - before.tuples).toBeLessThan(count / 10 + 1500)
}, 120_000)
