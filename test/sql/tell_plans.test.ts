import type { Client } from 'pg'
import { expect } from 'vitest'
import { aDesk } from '../delivery/support.ts'
import { test } from '../support/database.ts'

// The price of a look must not grow with what was said before: 60 000 messages and alerts, 20 000 stories, statistics that
// were taken while the tables were empty. What is counted is work, not time.

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
      select 1, 1, 1 + g / 3, g, 'sent', 'first', now() - interval '2 days', now() - interval '2 days' from generate_series(1, ${count}) as g`)
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

test('what was said before costs nothing: writing, lending, reporting and knowing when to look next', async ({
  client,
}) => {
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
})
