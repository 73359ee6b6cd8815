import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { as, type Clock, findings, findingsThatHold, simulation } from '../support/detecting.ts'
import { ftInsertHand, type Texts } from '../support/siblings.ts'

/** Hands that arrive at these minutes; their producer's clock says `off(i)` seconds more. */
async function captured(
  client: Client,
  clock: Clock,
  minutes: readonly number[],
  off: (i: number) => number,
  changes: Texts = {},
): Promise<void> {
  for (const [i, minute] of minutes.entries()) {
    sequence += 1
    const row = {
      table_id: '피처 1',
      hand_number: String(sequence),
      hand_rank: null,
      created_at: clock(minute * 60 + off(i)),
      ...changes,
    }
    await as(client, clock(minute * 60), () => ftInsertHand(client, row))
  }
}

let sequence = 0

/** An ingested hand arrived then: hub.record_hand takes no time. */
async function arrived(client: Client, id: string, at: string): Promise<void> {
  await client.query('set session_replication_role = replica')
  await client.query(
    'update hands set recorded_at = $2, created_at = $2 where id = $1 and created_at = recorded_at',
    [id, at],
  )
  await client.query('reset session_replication_role')
}

const minutes = (count: number, step = 3, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => from + i * step)

const skewed = async (client: Client, at: string): Promise<unknown[]> =>
  (await findingsThatHold(client, 'clock_skew', at)).map(({ evidence }) => evidence.median_seconds)

test('clocks that are right, or off by less than the limit: nothing', async ({ client }) => {
  const clock = await simulation(client)
  await captured(client, clock, minutes(10), (i) => (i % 2 ? 120 : -120))
  await captured(client, clock, minutes(10), () => 120, { table_id: 'ahead' })
  await captured(client, clock, minutes(10), () => -120, { table_id: 'behind' })
  expect(await findings(client, 'clock_skew', clock(1800))).toEqual([])
})

test('ahead: three hands are enough; when it is right again, the next hands end it', async ({ client }) => {
  const clock = await simulation(client)
  await captured(client, clock, minutes(2), () => 3600)
  expect(await findings(client, 'clock_skew', clock(600))).toEqual([])
  await captured(client, clock, [6], () => 3605)
  expect(await findingsThatHold(client, 'clock_skew', clock(600))).toMatchObject([
    {
      subject: 'table:피처 1',
      event_type: 'warning',
      severity: 'warning',
      title: 'The clock of the PC that captures 피처 1 is ahead by 01:00:00',
      title_ko: '피처 1 캡처 PC의 시계가 01:00:00만큼 빠름',
      evidence: { median_seconds: 3600, hands: 3, thresholds: { 'clock_skew.limit': 120 } },
      members: { total: 3 },
    },
  ])
  await captured(client, clock, minutes(5, 3, 20), () => -2)
  expect(await findings(client, 'clock_skew', clock(3000))).toEqual([])
  await captured(client, clock, minutes(4, 1, 60), () => 121, { table_id: 'x' })
  expect(await skewed(client, clock(6 * 3600 + 3600 - 1))).toEqual([121])
  expect(await findings(client, 'clock_skew', clock(6 * 3600 + 3660))).toEqual([])
})

test('behind: only if it is steady and came over some time', async ({ client }) => {
  const clock = await simulation(client)
  await captured(client, clock, minutes(4, 5), (i) => -3600 - i)
  expect(await findings(client, 'clock_skew', clock(1200))).toEqual([]) // four hands
  await captured(client, clock, [20], () => -3604)
  expect(await skewed(client, clock(1300))).toEqual([-3602])
  const [found] = await findings(client, 'clock_skew', clock(1300))
  expect(found?.title_ko).toBe('피처 1 캡처 PC의 시계가 01:00:02만큼 느림')
})

test('late imports: at once, of uneven lateness, of another day, from an archive played back', async ({
  client,
}) => {
  const clock = await simulation(client)
  // a queue that was kept while the network was away: sixty hands in a minute, an hour of play
  await captured(client, clock, minutes(30, 1 / 30), (i) => -5400 + i * 180, { table_id: 'queue' })
  // a file with one time for all its hands, in one go and slowly
  await captured(client, clock, minutes(10, 1 / 60), (i) => -86_400 - i, { table_id: 'file' })
  await captured(client, clock, minutes(10, 5), (i) => -7200 - i * 300, { table_id: 'slowly' })
  await captured(client, clock, minutes(10, 3), () => -30 * 86_400, { table_id: 'archive' })
  await captured(client, clock, minutes(10, 3), () => -3600, { table_id: 'csv', source: 'csv' })
  expect(await findings(client, 'clock_skew', clock(3000))).toEqual([])
})

test('sessions: created_at is the hub’s own, so the end of the hand tells', async ({ client }) => {
  const clock = await simulation(client)
  const record = async (table: string, session: number, off: number): Promise<void> => {
    for (const minute of minutes(6)) {
      const hand = {
        table_id: table,
        hand_number: minute,
        session_id: session,
        started_at: clock(minute * 60 - 90 + off),
        duration_seconds: 85,
      }
      const { rows } = await client.query('select hand_id from hub.record_hand($1)', [hand])
      await arrived(client, rows[0].hand_id, clock(minute * 60))
    }
  }
  await record('right', 1, 0)
  await record('wrong', 2, -3600)
  expect(await findingsThatHold(client, 'clock_skew', clock(1000))).toMatchObject([
    { subject: 'table:wrong', evidence: { median_seconds: -3605, spread_seconds: 0 } },
  ])
})

test('no time of its own at all: nothing is known', async ({ client }) => {
  const clock = await simulation(client)
  for (const minute of minutes(5)) {
    await as(client, clock(minute * 60), () =>
      client.query(`insert into hands (table_id, hand_number, created_at) values ('t', $1, null)`, [minute]),
    )
  }
  expect(await findings(client, 'clock_skew', clock(1000))).toEqual([])
})
