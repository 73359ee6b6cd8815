import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { as, type Clock, findings, findingsThatHold, simulation } from '../support/detecting.ts'
import { ftInsertHand } from '../support/siblings.ts'

/** Hands of a table at these minutes, by the statement of automation_feature_table. */
async function play(client: Client, clock: Clock, table: string, minutes: readonly number[]): Promise<void> {
  for (const minute of minutes) {
    sequence += 1
    await as(client, clock(minute * 60), () =>
      ftInsertHand(client, {
        table_id: table,
        hand_number: String(sequence),
        hand_rank: null,
        created_at: clock(minute * 60),
      }),
    )
  }
}

let sequence = 0

/** Every `step` minutes from `from` to `to`. */
function every(step: number, from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)
}

const silent = async (client: Client, at: string): Promise<string[]> =>
  (await findings(client, 'silent_table', at)).map(({ subject }) => subject)

const red = '빨강 테이블'

test('silent for 25 minutes while another table plays', async ({ client }) => {
  const clock = await simulation(client)
  await play(client, clock, red, every(3, 0, 30))
  await play(client, clock, 'table_2', every(4, 1, 61))
  expect(await silent(client, clock(55 * 60))).toEqual([])
  expect(await findingsThatHold(client, 'silent_table', clock(55 * 60 + 1))).toMatchObject([
    {
      subject: `table:${red}`,
      event_type: 'warning',
      severity: 'warning',
      since: new Date(clock(30 * 60)),
      title: `No hand from ${red} for 25 minutes while others play; usually one every 180 seconds`,
      title_ko: `다른 테이블은 진행 중인데 ${red}에서 25분 동안 핸드가 들어오지 않음(평소 180초 간격)`,
      evidence: {
        silent_seconds: 1501,
        allowed_seconds: 1500,
        usual_seconds: 180,
        gaps: 10,
        thresholds: { 'silent_table.minutes': 1500 },
      },
      members: { total: 1 },
    },
  ])
  await play(client, clock, red, [60])
  expect(await silent(client, clock(61 * 60))).toEqual([])
})

test('a rehearsal in which all deal slowly: silent by as much later', async ({ client }) => {
  const clock = await simulation(client)
  await play(client, clock, red, every(3, 0, 120))
  await play(client, clock, 'table_2', [...every(3, 1, 121), ...every(6, 127, 200)])
  expect(await silent(client, clock(146 * 60))).toEqual([])
  expect(await silent(client, clock(170 * 60 - 1))).toEqual([])
  expect(await silent(client, clock(170 * 60 + 1))).toEqual([`table:${red}`])
})

test('a break: nobody plays, nobody is silent, and who deals first afterwards accuses no one', async ({
  client,
}) => {
  const clock = await simulation(client)
  await play(client, clock, red, every(3, 0, 30))
  await play(client, clock, 'table_2', every(3, 1, 31))
  for (const minute of [41, 60, 100]) expect(await silent(client, clock(minute * 60))).toEqual([])
  await play(client, clock, 'table_2', every(3, 120, 150))
  expect(await silent(client, clock(145 * 60 - 1))).toEqual([])
  expect(await silent(client, clock(145 * 60 + 1))).toEqual([`table:${red}`])
})

test('one table alone, a table without a rhythm, one of yesterday: nothing', async ({ client }) => {
  const clock = await simulation(client)
  await play(client, clock, 'yesterday', every(3, 0, 30))
  await play(client, clock, 'rehearsal', every(3, 700, 712))
  await play(client, clock, 'table_2', every(5, 715, 800))
  expect(await silent(client, clock(752 * 60))).toEqual([]) // 12 h after the last hand of yesterday: 750
  await play(client, clock, 'rehearsal', [802, 804])
  await play(client, clock, 'table_2', every(5, 805, 850))
  expect(await silent(client, clock(830 * 60))).toEqual(['table:rehearsal'])
})

test('a slow table may be silent for twice its own p99', async ({ client }) => {
  const clock = await simulation(client)
  await play(client, clock, '느린', every(20, 0, 200))
  await play(client, clock, 'table_2', every(5, 1, 251))
  expect(await silent(client, clock(239 * 60))).toEqual([])
  expect(await silent(client, clock(241 * 60))).toEqual(['table:느린'])
})

test('an import is no play: neither does it prove that others play, nor does it make a table live', async ({
  client,
}) => {
  const clock = await simulation(client)
  const import_ = (at: number, table: string): Promise<unknown> =>
    as(client, clock(at * 60), () =>
      client.query(
        `insert into hands (table_id, hand_number) select $1, g from generate_series(1, 20) as g`,
        [table],
      ),
    )
  await play(client, clock, red, every(3, 0, 30))
  await import_(50, 'archive')
  await import_(56, 'archive_2')
  expect(await silent(client, clock(57 * 60))).toEqual([])
  await play(client, clock, 'table_2', every(5, 60, 100))
  expect(await silent(client, clock(86 * 60))).toEqual([`table:${red}`])
})

test('play elsewhere ends first: an open alert ends as inconclusive', async ({ client }) => {
  const clock = await simulation(client)
  await play(client, clock, red, every(3, 0, 30))
  await play(client, clock, 'table_2', every(5, 1, 61))
  expect(await silent(client, clock(62 * 60))).toEqual([`table:${red}`])
  expect(await findings(client, 'silent_table', clock(72 * 60))).toEqual([])
  await client.query(
    `insert into monitoring_events (event_type, kind, severity, subject, title) values ('warning', 'silent_table', 'warning', $1, 'x')`,
    [`table:${red}`],
  )
  expect(await findings(client, 'silent_table', clock(72 * 60))).toMatchObject([
    { subject: `table:${red}`, clear: 'inconclusive' },
  ])
})

test('a table that was broken up: resolved by a person, it is not told again', async ({ client }) => {
  const clock = await simulation(client)
  await play(client, clock, red, every(3, 0, 30))
  await play(client, clock, 'table_2', every(5, 1, 121))
  await client.query(
    `insert into monitoring_events (event_type, kind, severity, state, subject, title, resolved_at, resolved_by)
     values ('warning', 'silent_table', 'warning', 'resolved', $1, 'x', $2, 'ann')`,
    [`table:${red}`, clock(60 * 60)],
  )
  expect(await silent(client, clock(121 * 60))).toEqual([])
})
