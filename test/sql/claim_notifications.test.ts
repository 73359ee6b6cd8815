import type { Client } from 'pg'
import { expect } from 'vitest'
import { aDesk, type Desk } from '../delivery/support.ts'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'

type Lent = {
  id: string
  attempt: number
  channel: string
  reason: string
  repeated: boolean
  headline: string
}

async function claim(client: Client, desk: Desk, second: number, hub = 'hub-1'): Promise<Lent[]> {
  const { rows } = await client.query(
    `select id, attempt, channel, reason, repeated, message ->> 'headline' as headline from hub.claim_notifications($1, 10, $2)`,
    [hub, desk.at(second)],
  )
  return rows
}

async function report(
  client: Client,
  desk: Desk,
  second: number,
  { id, attempt }: Lent,
  outcome: string,
  retryAfter: number | null = null,
): Promise<string> {
  const { rows } = await client.query('select state from hub.report_notification($1, $2, $3, $4, $5, $6)', [
    id,
    attempt,
    outcome,
    `answer ${outcome}`,
    retryAfter,
    desk.at(second),
  ])
  return rows[0].state
}

/** Claim the one message that is due and say what became of it. */
async function deliver(
  client: Client,
  desk: Desk,
  second: number,
  outcome: string,
  retryAfter: number | null = null,
): Promise<string[]> {
  const lent = await claim(client, desk, second)
  for (const each of lent) await report(client, desk, second, each, outcome, retryAfter)
  return lent.map(({ channel, reason, headline }) => `${channel} ${reason}: ${headline}`)
}

/** So many alerts of different stories, told at once. */
async function stories(desk: Desk, second: number, count: number, severity = 'critical'): Promise<void> {
  const kinds = [
    'stall',
    'error_surge',
    'generator_down',
    'orphan_hand',
    'throughput_drop',
    'worker_lost',
    'stuck_processing',
  ]
  for (const kind of kinds.slice(0, count)) {
    await desk.found(second, kind, [{ subject: kind, severity, title: `${kind} at ${second}` }])
    await desk.tell(second)
  }
}

test('one at a time of a channel, in order, by whichever hub; each once', async ({ client, connect }) => {
  const desk = await aDesk(client)
  const [a, b] = [await desk.channel('a'), await desk.channel('b')]
  await desk.route('a', a, { go_on: true })
  await desk.route('b', b)
  await stories(desk, 0, 2)
  const hubs = await Promise.all(Array.from({ length: 6 }, () => connect()))
  const lent = (await Promise.all(hubs.map((hub, i) => claim(hub, desk, 1, `hub-${i}`)))).flat()
  expect(lent.map((each) => `${each.channel}: ${each.headline}`).toSorted()).toEqual([
    'a: Critical: stall at 0',
    'b: Critical: stall at 0',
  ])
  expect(await claim(client, desk, 2)).toEqual([])
  for (const each of lent) expect(await report(client, desk, 3, each, 'sent')).toBe('sent')
  expect(await deliver(client, desk, 3, 'sent')).toEqual([
    'a first: Critical: error_surge at 0',
    'b first: Critical: error_surge at 0',
  ])
  expect(await claim(client, desk, 4)).toEqual([])
})

test('a hub that died: again when its lease is over, marked; its own late report is refused', async ({
  client,
}) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('a'))
  await stories(desk, 0, 1)
  const [first] = await claim(client, desk, 0)
  expect(first).toMatchObject({ attempt: 1, repeated: false })
  expect(await claim(client, desk, 29, 'hub-2')).toEqual([])
  const [again] = await claim(client, desk, 31, 'hub-2')
  expect(again).toMatchObject({ attempt: 2, repeated: true })
  expect(await refusalOf(client, () => report(client, desk, 32, first as Lent, 'sent'))).toMatchObject({
    code: 'UB409',
  })
  await report(client, desk, 33, again as Lent, 'sent')
  const { rows } = await client.query('select delivery_log from hub.notifications')
  expect(rows[0].delivery_log).toMatchObject([
    { attempt: 1, hub: 'hub-1' },
    { attempt: 2, hub: 'hub-2', ok: true, answer: 'answer sent' },
  ])
})

test('what fails is tried again ever more seldom; Retry-After is honoured', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('a'))
  await stories(desk, 0, 1)
  const tries: number[] = []
  for (let second = 0; second < 40; second += 0.5) {
    if ((await deliver(client, desk, second, 'failed')).length > 0) tries.push(second)
  }
  const gaps = tries.slice(1).map((at, i) => at - (tries[i] ?? 0))
  expect(tries.length).toBeGreaterThan(3)
  for (const [i, gap] of gaps.entries()) {
    expect(gap).toBeGreaterThanOrEqual(0.75 * 2 ** (i + 1))
    expect(gap).toBeLessThanOrEqual(2 ** (i + 1) + 0.5)
  }
  await client.query(`update hub.channel_health set next_try_at = '-infinity'`)
  await deliver(client, desk, 40, 'failed', 90)
  expect(await claim(client, desk, 129)).toEqual([])
  expect((await claim(client, desk, 130.5)).length).toBe(1)
})

test('a receiver that wants it again at once is not hammered', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('a', await desk.channel('a'))
  await stories(desk, 0, 1)
  let tries = 0
  for (let second = 0; second < 30; second += 0.25)
    tries += (await deliver(client, desk, second, 'failed', 0)).length
  expect(tries).toBeLessThanOrEqual(5) // after 2, 4, 8 and 16 s
})

test('what may have arrived already is marked when it goes again, and only that', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('a', await desk.channel('a'))
  await stories(desk, 0, 1)
  const marks: boolean[] = []
  const outcomes = ['failed', 'failed', 'unknown', 'failed', 'sent']
  for (let second = 0; second < 120 && outcomes.length > 0; second += 1) {
    for (const each of await claim(client, desk, second)) {
      marks.push(each.repeated)
      await report(client, desk, second, each, outcomes.shift() ?? 'sent')
    }
  }
  expect(marks).toEqual([false, false, false, true, true])
})

test('a summary of what is critical and lasts passes the cap, and so do its repetitions', async ({
  client,
}) => {
  const desk = await aDesk(client)
  const a = await desk.channel('a', { rate_caps: { 15: 3 } })
  await desk.route('a', a)
  await stories(desk, 0, 3)
  for (const second of [0, 1, 2]) expect(await deliver(client, desk, second, 'sent')).toHaveLength(1)
  // three more wait behind a dead receiver, and are told late
  await desk.found(10, 'orphan_hand', [{ subject: 'orphan_hand', severity: 'critical', title: 'one' }])
  await desk.found(10, 'worker_lost', [{ subject: 'workers', severity: 'critical', title: 'two' }])
  await desk.tell(10)
  await client.query(`update hub.channel_health set next_try_at = $1, dead_at = $2, failing_since = $2`, [
    desk.at(100),
    desk.at(20),
  ])
  const said: string[] = []
  for (const second of [100, 101, 102]) said.push(...(await deliver(client, desk, second, 'sent')))
  expect(said).toEqual([expect.stringMatching(/^a summary: 2 messages since .* 2 alerts still open$/)])
  await desk.tell(700)
  const repeated: string[] = []
  for (const second of [700, 701, 702, 703, 704, 705])
    repeated.push(...(await deliver(client, desk, second, 'sent')))
  expect(repeated).toHaveLength(4)
  for (const line of repeated) expect(line).toMatch(/^a repeat: Critical, still there after 11 min: /)
})

test('a dead channel: an alert within a minute, the next route takes over, and it drains in order when it is back', async ({
  client,
}) => {
  const desk = await aDesk(client)
  const [a, b] = [await desk.channel('a'), await desk.channel('b')]
  await desk.route('a', a)
  await desk.route('b', b, { position: 200 })
  await stories(desk, 0, 1)
  let second = 0
  for (; second < 60; second += 1) {
    const lent = await claim(client, desk, second)
    for (const each of lent)
      await report(client, desk, second, each, each.channel === 'a' ? 'failed' : 'sent')
    await desk.tell(second)
    if ((await client.query(`select from monitoring_events where kind = 'channel_dead'`)).rowCount) break
  }
  expect(second).toBeLessThanOrEqual(60)
  await client.query(`update hub.channel_health set next_try_at = $1 where channel_id = $2`, [
    desk.at(900),
    a,
  ])
  expect(await deliver(client, desk, second + 0.2, 'sent')).toEqual(['b first: Critical: stall at 0'])
  await desk.tell(second + 25)
  await stories(desk, 200, 3)
  const said: string[] = []
  for (const at of [200, 201, 202, 203, 204]) said.push(...(await deliver(client, desk, at, 'sent')))
  expect(said).toEqual([
    expect.stringMatching(
      /^b first: Error: Channel "a" delivers nothing since \d\d:\d\d KST: answer failed$/,
    ),
    'b first: Critical: error_surge at 200',
    'b first: Critical: generator_down at 200',
  ])
  for (let at = 260; at < 880; at += 60) await desk.tell(at)
  // it comes back at 900: what is old together, what is new by itself
  await desk.found(880, 'orphan_hand', [
    { subject: 'orphan_hand', severity: 'critical', title: 'orphan_hand at 880' },
  ])
  await desk.tell(880)
  const back: string[] = []
  for (let at = 900; at < 912; at++) {
    back.push(...(await deliver(client, desk, at, 'sent')).filter((line) => line.startsWith('a')))
    await desk.tell(at)
  }
  expect(back[0]).toMatch(/^a summary: 6 messages since \d\d:\d\d KST came too late: 3 alerts still open$/)
  expect(back.slice(1)).toContain('a first: Critical: orphan_hand at 880')
  expect(back.length).toBeLessThanOrEqual(3)
  const dead = await client.query(`select state from monitoring_events where kind = 'channel_dead'`)
  expect(dead.rows).toEqual([{ state: 'resolved' }])
  const lost = await client.query(`select from hub.notifications where state = 'queued'`)
  expect(lost.rowCount).toBe(0)
})

test('a test that fails pages nobody, and is given up after a minute', async ({ client }) => {
  const desk = await aDesk(client)
  const mail = await desk.channel('mail')
  await desk.route('b', await desk.channel('b'))
  await client.query(`select hub.test_channel($1, 'ann', 'does it arrive?', 'en', $2)`, [mail, desk.at(0)])
  for (let second = 0; second < 150; second += 5) {
    for (const each of await claim(client, desk, second)) await report(client, desk, second, each, 'failed')
    await desk.tell(second)
  }
  const { rows } = await client.query('select reason, state from hub.notifications')
  expect(rows).toEqual([{ reason: 'test', state: 'dead' }])
  expect((await client.query(`select from monitoring_events where kind = 'channel_dead'`)).rowCount).toBe(0)
})

test('what goes the next way speaks the language of that way', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('a', await desk.channel('a'), { language: 'en' })
  await desk.route('b', await desk.channel('b'), { language: 'ko', position: 200 })
  await stories(desk, 0, 1)
  for (const second of [0, 10, 20]) await deliver(client, desk, second, 'refused')
  const [said] = await deliver(client, desk, 20, 'sent')
  expect(said).toMatch(/^b first: 긴급: /)
})

test('a message that its receiver refuses is given up there after three times and goes the next way', async ({
  client,
}) => {
  const desk = await aDesk(client)
  await desk.route('a', await desk.channel('a'))
  await desk.route('b', await desk.channel('b'), { position: 200 })
  await stories(desk, 0, 1)
  for (const second of [0, 10, 20]) expect(await deliver(client, desk, second, 'refused')).toHaveLength(1)
  expect(await deliver(client, desk, 20, 'sent')).toEqual(['b first: Critical: stall at 0'])
  const { rows } = await client.query('select state from hub.notifications order by id')
  expect(rows.map((row) => row.state)).toEqual(['dead', 'sent'])
})

test('a cap holds back what is not critical and new, and tells it together', async ({ client }) => {
  const desk = await aDesk(client)
  const a = await desk.channel('a', { rate_caps: { 15: 2 } })
  await desk.route('a', a)
  await stories(desk, 0, 6, 'error')
  await desk.tell(20)
  const said: string[] = []
  for (const second of [20, 21, 22, 23]) said.push(...(await deliver(client, desk, second, 'sent')))
  expect(said).toHaveLength(2)
  await desk.found(30, 'tick_failed', [{ subject: 'x', severity: 'critical', title: 'now' }])
  await desk.tell(30)
  expect(await deliver(client, desk, 30, 'sent')).toEqual(['a first: Critical: now'])
  const later: string[] = []
  for (const second of [930, 931, 932]) later.push(...(await deliver(client, desk, second, 'sent')))
  expect(later).toEqual([expect.stringMatching(/^a summary: 3 messages since/)])
})

test('a test goes at once, past backoff and queue', async ({ client }) => {
  const desk = await aDesk(client)
  const a = await desk.channel('a')
  await desk.route('a', a)
  await stories(desk, 0, 1)
  await deliver(client, desk, 0, 'failed', 600)
  await client.query(`select hub.test_channel($1, 'ann', 'is it back?', 'en', $2)`, [a, desk.at(1)])
  expect(await deliver(client, desk, 1, 'sent')).toEqual(['a test: Test: alerts arrive through channel "a"'])
  expect(await deliver(client, desk, 2, 'sent')).toEqual(['a first: Critical: stall at 0'])
})

test('graphics that somebody waits for: one notice for all that were done since', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('a'), { match: { kind: ['graphic_done'] } })
  await client.query(`update hub.render_rules set notify_done = true where name = 'premium_hand'`)
  const { rows: hands } = await client.query(
    `insert into hands (table_id, hand_number, source, hand_rank) select 'table_1', g, 'rfid', 'four_of_a_kind' from generate_series(7, 8) as g returning id`,
  )
  expect(hands).toHaveLength(2)
  await client.query(`
    select hub.complete_instruction(i.id, i.attempt, '//nas/' || i.id || '.mov', 12)
    from hub.register_worker('ae-1') as w, hub.claim_instructions(w, 2) as i`)
  await client.query('select hub.tell_alerts()')
  expect(await desk.news()).toEqual([
    'a notice: Graphic done: premium_hand, table_1 hand 7, took 0 s (and 1 more)',
  ])
  // one that no hand asked for
  await client.query(`set session_replication_role = replica`)
  await client.query(
    `insert into render_instructions (template_name, rule_id, status, eligible_at) select 'blind_level', id, 'pending', now() from hub.render_rules where name = 'premium_hand'`,
  )
  await client.query(`reset session_replication_role`)
  await client.query(`
    select hub.complete_instruction(i.id, i.attempt, '//nas/x.mov', 12) from hub.workers as w, hub.claim_instructions(w.id, 1) as i`)
  await client.query('select hub.tell_alerts()')
  expect(await desk.news()).toEqual(['a notice: Graphic done: blind_level, took 0 s'])
})
