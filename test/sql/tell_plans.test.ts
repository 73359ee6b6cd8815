import type { Client } from 'pg'
import { expect } from 'vitest'
import { aDesk } from '../delivery/support.ts'
import { test } from '../support/database.ts'

// The price of a look must not grow with what was said before: a million messages, 60 000 alerts, 20 000 stories, statistics
// that were taken while the tables were empty. What is counted is work, not time.

const messages = 1_000_000
const count = 60_000

async function fill(client: Client): Promise<void> {
  const tables = ['hub.notifications', 'hub.stories', 'hub.story_alerts', 'monitoring_events']
  for (const table of tables) await client.query(`alter table ${table} set (autovacuum_enabled = off)`)
  await client.query(`analyze ${tables.join(', ')}`)
  await client.query('set session_replication_role = replica')
  await client.query(`
    insert into monitoring_events (event_type, kind, severity, state, subject, title, fired_at, resolved_at)
      select 'alert', 'stall', 'error', 'resolved', 's' || g, 't', now(), now() from generate_series(1, ${count}) as g;
    insert into hub.stories (route_id, kind, state, opened_at, closed_at, ending)
      select 1, 'stall', 'closed', now(), now(), 'resolved' from generate_series(1, ${count / 3}) as g;
    insert into hub.story_alerts (story_id, event_id, joined_at) select 1 + g / 3, g, now() from generate_series(1, ${count}) as g;
    insert into hub.notifications (channel_id, route_id, story_id, event_id, state, reason, sent_at, created_at)
      select 1, 1, 1 + g / 50, 1 + g / 20, 'sent', 'first', t.at, t.at
      from generate_series(1, ${messages}) as g cross join lateral (select now() - interval '80 days' * (1 - g::float8 / ${messages}) - interval '4 hours' as at) as t`)
  await client.query('reset session_replication_role')
}

async function looked(client: Client): Promise<{ scans: number; tuples: number }> {
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(`
    select sum(t.seq_scan)::int as scans, sum(t.seq_tup_read + coalesce(i.read, 0))::int as tuples
    from pg_stat_user_tables as t
    left join (select relid, sum(idx_tup_read) as read from pg_stat_user_indexes group by 1) as i on i.relid = t.relid
    where t.n_tup_ins >= ${count / 3}`)
  return rows[0]
}

test('what was said before costs nothing: writing, lending, reporting and knowing when to look next', {
  timeout: 180_000,
}, async ({ client }) => {
  const desk = await aDesk(client)
  await fill(client)
  await desk.route('all', await desk.channel('ops'))
  await desk.found(0, 'stall', [{ subject: 'global', severity: 'critical' }])
  const before = await looked(client)
  await desk.tell(0)
  const { rows } = await client.query(`select id, attempt from hub.claim_notifications('hub', 10, $1)`, [
    desk.at(0),
  ])
  await client.query(`select from hub.report_notification($1, $2, 'sent', '200', null, $3)`, [
    rows[0].id,
    rows[0].attempt,
    desk.at(0),
  ])
  await client.query('select hub.next_deadline()')
  await desk.tell(1)
  const after = await looked(client)
  expect(await desk.news()).toContain('ops first: Critical: global is broken')
  expect(after.scans).toBe(before.scans)
  expect(after.tuples - before.tuples).toBeLessThan(200)

  // what comes seldom may cost a little more, and never a table: a second channel, a death and the copies, a return and its
  // summary, a test, a graphic that is done, a change of routes, how all do, and the page of those who look
  const night = await desk.channel('night')
  await desk.route('night', night, { position: 200 })
  await desk.found(5, 'error_surge', [{ subject: 'a' }])
  await desk.tell(26)
  await desk.found(30, 'worker_lost', [{ subject: 'workers', severity: 'critical' }])
  await desk.tell(30)
  const seldom = await looked(client)
  await client.query(
    `update hub.channel_health set failing_since = $1, next_try_at = $2 where channel_id = (select min(id) from hub.channels)`,
    [desk.at(0), desk.at(400)],
  )
  await desk.tell(60)
  const copies = await client.query(`select from hub.notifications where copy_of is not null`)
  expect(copies.rowCount).toBeGreaterThan(0)
  const scanned = (await looked(client)).scans
  const steps: readonly (readonly [string, ...unknown[]])[] = [
    [`select hub.tell_alerts($1)`, desk.at(61)],
    [`select from hub.claim_notifications('hub', 10, $1)`, desk.at(500)],
    [`select from hub.test_channel($1, 'ann', 'is it back?', 'en', $2)`, night, desk.at(500)],
    [`select from hub.list_channels()`],
    [`select hub.scrape()`],
    [`select hub.look_at_all_alerts($1)`, desk.at(501)],
    [`select hub.tell_alerts($1)`, desk.at(562)],
    [`select hub.next_deadline()`],
  ]
  for (const [sql, ...values] of steps) {
    const { scans, tuples } = await looked(client)
    await client.query(sql, values)
    const now = await looked(client)
    expect({ sql, scans: now.scans - scans }).toEqual({ sql, scans: 0 })
    expect({ sql, tuples: now.tuples - tuples }).toEqual({ sql, tuples: expect.toSatisfy((n) => n < 400) })
  }
  expect(await desk.news()).toContainEqual(expect.stringMatching(/^ops summary: /))
  expect(scanned - seldom.scans).toBe(1) // of this test, for the copies
})
