import type { Client } from 'pg'
import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'

const finding = (subject: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  kind: 'stall',
  event_type: 'alert',
  subject,
  severity: 'error',
  title: `${subject} is broken`,
  title_ko: `${subject} 고장`,
  evidence: { n: 1 },
  members: { total: 1 },
  clear: 'false',
  ...changes,
})

/** Judge findings of a kind at a time; what happened. */
async function judge(client: Client, at: string, findings: object[], kind = 'stall'): Promise<string[]> {
  const { rows } = await client.query(
    `select subject || ' ' || action as what from hub.judge_findings($1,
       array(select jsonb_populate_record(null::hub.finding, f) from jsonb_array_elements($2) as f), $3)`,
    [kind, JSON.stringify(findings.map((f) => ({ ...f, kind }))), at],
  )
  return rows.map((row) => row.what)
}

test('firing, recovering, resolved; each step journaled with the detector and its reason', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  expect(await judge(client, show.at(0), [finding('a')])).toEqual(['a firing'])
  expect(await judge(client, show.at(0.5), [finding('a')])).toEqual([])
  expect(await judge(client, show.at(1), [])).toEqual(['a recovering'])
  expect(await judge(client, show.at(1.5), [finding('a')])).toEqual(['a firing'])
  expect(await judge(client, show.at(2), [])).toEqual(['a recovering'])
  expect(await judge(client, show.at(2.9), [])).toEqual([])
  expect(await judge(client, show.at(3), [])).toEqual(['a resolved'])
  const [alert, ...others] = await show.alerts('stall')
  expect(others).toEqual([])
  expect(alert).toMatchObject({ state: 'resolved', resolved_by: 'hub:stall', title_ko: 'a 고장' })
  const { rows } = await client.query(
    'select kind, actor, reason from hub.events where subject = $1 order by id',
    [`alert:${alert?.id}`],
  )
  expect(rows.map((row) => `${row.kind} ${row.reason}`)).toEqual([
    'alert.created the condition is true',
    'alert.recovering the condition is gone',
    'alert.firing the condition is true again',
    'alert.recovering the condition is gone',
    'alert.resolved gone for 60 s',
  ])
  expect(new Set(rows.map((row) => row.actor))).toEqual(new Set(['hub:stall']))
})

test('a kind without a wait of its own is pending first, and goes without a word if it ends', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  expect(await judge(client, show.at(0), [finding('a')], 'clock_skew')).toEqual(['a pending'])
  expect(await judge(client, show.at(0.2), [], 'clock_skew')).toEqual(['a never fired'])
  expect(await judge(client, show.at(1), [finding('a')], 'clock_skew')).toEqual(['a pending'])
  expect(await judge(client, show.at(1.6), [finding('a')], 'clock_skew')).toEqual(['a firing'])
  expect(await show.alerts('clock_skew')).toMatchObject([
    { fired_at: null, state: 'resolved' },
    { state: 'firing', reentry_of: null },
  ])
})

test('it is written anew at once when it becomes worse, otherwise once a minute', async ({ client }) => {
  const show = await aBroadcast(client)
  await judge(client, show.at(0), [finding('a')])
  expect(await judge(client, show.at(0.1), [finding('a', { title: 'other figures' })])).toEqual([])
  expect(await judge(client, show.at(0.2), [finding('a', { members: { total: 2 } })])).toEqual(['a worse'])
  expect(
    await judge(client, show.at(0.3), [finding('a', { severity: 'critical', members: { total: 2 } })]),
  ).toEqual(['a worse'])
  await judge(client, show.at(1.4), [
    finding('a', { title: 'lasts', severity: 'critical', members: { total: 2 } }),
  ])
  expect(await show.alerts('stall')).toMatchObject([
    { title: 'lasts', severity: 'critical', count: 4, state: 'firing' },
  ])
})

test('resolved by a person while true: ten quiet minutes, then a new alert linked to the old one', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  await judge(client, show.at(0), [finding('a')])
  const [first] = await show.alerts('stall')
  await client.query(`select hub.resolve_event($1, 'ann', '케이블 교체', 'useful', $2)`, [
    first?.id,
    show.at(1),
  ])
  expect(await judge(client, show.at(2), [finding('a')])).toEqual([])
  expect(await judge(client, show.at(10.9), [finding('a')])).toEqual([])
  expect(await judge(client, show.at(11.1), [finding('a')])).toEqual(['a firing'])
  expect(await show.alerts('stall')).toMatchObject([
    { resolved_by: 'ann', resolution_notes: '케이블 교체', feedback: 'useful' },
    { reentry_of: first?.id, state: 'firing' },
  ])
})

test('the fourth time in half an hour it is unstable: held open until it was quiet for long', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  for (const minute of [0, 4, 8]) {
    await judge(client, show.at(minute), [finding('a')])
    await judge(client, show.at(minute + 1), [])
    expect(await judge(client, show.at(minute + 2), [])).toEqual(['a resolved'])
  }
  await judge(client, show.at(12), [finding('a')])
  expect((await show.alerts('stall')).at(-1)).toMatchObject({ flapping: true })
  expect(await judge(client, show.at(13), [finding('a', { clear: 'true' })])).toEqual(['a recovering'])
  expect(await judge(client, show.at(20), [])).toEqual([])
  expect(await judge(client, show.at(21), [finding('a')])).toEqual(['a firing'])
  await judge(client, show.at(22), [])
  expect(await judge(client, show.at(51), [])).toEqual([])
  expect(await judge(client, show.at(52.1), [])).toEqual(['a resolved'])
})

test('a silence belongs to the cause and goes on when the alert comes back', async ({ client }) => {
  const show = await aBroadcast(client)
  await judge(client, show.at(0), [finding('a')])
  const [first] = await show.alerts('stall')
  await client.query(`select hub.silence_event($1, 'ann', 'known', '1 hour', $2)`, [first?.id, show.at(1)])
  await judge(client, show.at(2), [finding('a', { clear: 'true' })])
  await judge(client, show.at(5), [finding('a'), finding('b')])
  expect(await show.alerts('stall')).toMatchObject([
    { state: 'resolved' },
    { subject: 'a', silenced_until: new Date(show.at(61)) },
    { subject: 'b', silenced_until: null },
  ])
})

test('an acknowledgement has an owner, can be taken over, and ends with its time', async ({ client }) => {
  const show = await aBroadcast(client)
  await judge(client, show.at(0), [finding('a', { kind: 'stall' })])
  const [alert] = await show.alerts('stall')
  const acknowledge = (actor: string, until: string | null, at: string): Promise<unknown> =>
    client.query('select hub.acknowledge_event($1, $2, null, $3, $4)', [alert?.id, actor, until, at])
  await acknowledge('ann', null, show.at(1))
  await acknowledge('김철수', show.at(30), show.at(2))
  expect(await show.alerts('stall')).toMatchObject([{ acknowledged_by: '김철수' }])
  expect(await refusalOf(client, () => acknowledge('ann', show.at(1), show.at(2)))).toMatchObject({
    code: 'UB422',
  })
  await client.query('select hub.lapse_acknowledgements($1)', [show.at(29)])
  expect(await show.alerts('stall')).toMatchObject([{ acknowledged_by: '김철수' }])
  await client.query('select hub.lapse_acknowledgements($1)', [show.at(30)])
  expect(await show.alerts('stall')).toMatchObject([{ acknowledged_by: null, acknowledged_at: null }])
})

/** Two children of a parent that ends after two minutes; how many were hidden, and how many are hidden afterwards. */
async function hideBehind(client: Client, parent: string, subject: string, child: string): Promise<number[]> {
  const show = await aBroadcast(client)
  await judge(client, show.at(0), [finding('hand:1'), finding('hand:2')], child)
  await judge(client, show.at(0), [finding(subject)], parent)
  const hidden: number[] = []
  for (const minutes of [1, 3, 25]) {
    await client.query('select hub.inhibit_alerts($1)', [show.at(minutes)])
    hidden.push((await show.alerts(child)).filter((alert) => alert.suppressed_by !== null).length)
    if (minutes === 1) await judge(client, show.at(2), [finding(subject, { clear: 'true' })], parent)
  }
  return hidden
}

test('one cause, one alert: what another alert tells is hidden, and shown again when that ends', async ({
  client,
}) => {
  expect(await hideBehind(client, 'error_surge', 'global', 'bad_worker')).toEqual([2, 0, 0])
})

test('what a slow time left behind gets a moment to end by itself', async ({ client }) => {
  expect(await hideBehind(client, 'throughput_drop', 'global', 'stale_pending')).toEqual([2, 2, 0])
})

test('what failed in a surge is tried again before it is told one by one', async ({ client }) => {
  expect(await hideBehind(client, 'error_surge', 'global', 'poison_job')).toEqual([2, 2, 0])
})

test('two sessions that see one cause at once make one alert', async ({ client, connect }) => {
  const show = await aBroadcast(client)
  const sessions = await Promise.all(Array.from({ length: 6 }, () => connect()))
  await Promise.all(sessions.map((session) => judge(session, show.at(0), [finding('a')])))
  expect(await show.alerts('stall')).toHaveLength(1)
})

test('ended events, unknown ones and nonsense are refused with what to do', async ({ client }) => {
  const show = await aBroadcast(client)
  await judge(client, show.at(0), [finding('a')])
  const [alert] = await show.alerts('stall')
  const resolve = (id: unknown, actor: string, notes: string): Promise<unknown> =>
    client.query('select hub.resolve_event($1, $2, $3)', [id, actor, notes])
  expect(await refusalOf(client, () => resolve(999, 'ann', 'x'))).toMatchObject({ code: 'UB404' })
  expect(await refusalOf(client, () => resolve(alert?.id, 'hub:stall', 'x'))).toMatchObject({ code: 'UB422' })
  expect(await refusalOf(client, () => resolve(alert?.id, 'ann', ' '))).toMatchObject({ code: 'UB422' })
  await resolve(alert?.id, 'ann', 'mended')
  expect(await refusalOf(client, () => resolve(alert?.id, 'bob', 'mended'))).toMatchObject({ code: 'UB409' })
  expect(
    await refusalOf(client, () => client.query(`select hub.rate_event($1, 'ann', 'great')`, [alert?.id])),
  ).toMatchObject({ code: 'UB422' })
})

test('what is silenced hides nothing, and nothing hides what is more severe', async ({ client }) => {
  const show = await aBroadcast(client)
  const raise = async (kind: string, severity: string): Promise<string> => {
    const sql = `select hub.raise_event($1, 'global', 'warning', $2, 'it is so') as id`
    await client.query(`select set_config('hub.now', $1, false)`, [show.at(0)])
    const { rows } = await client.query(sql, [kind, severity])
    await client.query('reset hub.now')
    return rows[0].id
  }
  const hidden = async (): Promise<unknown> => {
    await client.query('select hub.inhibit_alerts($1)', [show.at(1)])
    const sql = `select suppressed_by from monitoring_events where kind = 'stale_pending'`
    return (await client.query(sql)).rows[0].suppressed_by
  }
  const drop = await raise('throughput_drop', 'warning')
  await raise('stale_pending', 'warning')
  expect(await hidden()).toBe(drop)
  await client.query(`select hub.silence_event($1, 'ann', 'we know', '1 hour', $2)`, [drop, show.at(0.5)])
  expect(await hidden()).toBeNull()
  await client.query('update monitoring_events set silenced_until = null where id = $1', [drop])
  expect(await hidden()).toBe(drop)
  await client.query(`update monitoring_events set severity = 'critical' where kind = 'stale_pending'`)
  expect(await hidden()).toBeNull()
})
