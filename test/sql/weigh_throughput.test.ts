import type { Client } from 'pg'
import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

test('a minute is weighed once, however often somebody looks within it', async ({ client }) => {
  const show = await aBroadcast(client)
  await client.query('insert into hub.pace_minutes (minute, waited, done) values ($1, 1, 10), ($2, 1, 20)', [
    show.at(1),
    show.at(2),
  ])
  const weigh = async (state: unknown, minutes: number): Promise<Record<string, unknown>> => {
    const sql = `select hub.weigh_throughput($1, $2, hub.settings_of('throughput')) as state`
    return (await client.query(sql, [JSON.stringify(state), show.at(minutes)])).rows[0].state
  }
  const begun = { at: show.at(1), sum: 4, num: 9240, den: 300, workers: 3, phase: 'quiet', recent: [] }
  const first = await weigh(begun, 2)
  expect(new Date(String(first.at)).toISOString()).toBe(show.at(2))
  expect(first.sum).toBeGreaterThan(4)
  for (const minutes of [2.1, 2.5, 2.99]) expect(await weigh(first, minutes)).toEqual(first)
  const next = await weigh(await weigh(first, 2.5), 3)
  expect(new Date(String(next.at)).toISOString()).toBe(show.at(3))
  expect(next.recent).toHaveLength(2)
})

test('renders that took no time at all break nothing', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 6; i++) await show.render({ at: i, takes: 0 })
  await show.tick(11)
  await show.tick(12)
  expect(await show.alerts('tick_failed')).toEqual([])
})

type Minute = { waited: number; done: number; held?: number; slow?: number | null; there?: number | null }

/** Minutes as tick() writes them down; three workers whose usual rate is 150 seconds of work a minute. */
async function weighed(
  client: Client,
  minutes: readonly Minute[],
  phase = 'quiet',
): Promise<Record<string, unknown>> {
  const show = await aBroadcast(client)
  for (const [i, { waited, done, held = 180 * waited, slow = 0, there = 3 }] of minutes.entries()) {
    await client.query(
      `insert into hub.pace_minutes (minute, waited, done, slow, stood, held, workers) values ($1, $2, $3, $4, $2, $5, $6)`,
      [show.at(i), waited, done, slow, held, there],
    )
  }
  const begun = { at: show.at(0), num: 45_000, den: 300, workers: 3, phase, recent: [], why: 'thin' }
  const sql = `select hub.weigh_throughput($1, $2, hub.settings_of('throughput')) as state`
  return (await client.query(sql, [JSON.stringify(begun), show.at(minutes.length)])).rows[0].state
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

test('one of three workers renders while work stands: thin, after three minutes of that in all', async ({
  client,
}) => {
  const alone = { waited: 0.5, done: 60, held: 30 }
  expect(await weighed(client, times(5, alone))).toMatchObject({ phase: 'quiet' })
  await client.query('truncate hub.pace_minutes')
  const state = await weighed(client, times(8, alone))
  expect(state).toMatchObject({ phase: 'firing', why: 'thin' })
  expect(state.sum ?? 0).toBeLessThan(8)
})

test.for([
  ['half of the workers are no drop', { waited: 0.5, done: 75, held: 45 }],
  [
    'a minute that was noted before tells of the rate only',
    { waited: 0.5, done: 75, there: null, slow: null },
  ],
  ['a worker alone is missed by others', { waited: 0.5, done: 75, held: 0, there: 1 }],
  [
    'workers that take some templates only cannot be compared',
    { waited: 0.5, done: 75, held: 0, there: null },
  ],
] as const)('%s', async ([, minute], { client }) => {
  expect(await weighed(client, times(40, minute))).toMatchObject({ phase: 'quiet' })
})

test('renders of thrice their time fire while the rate is not good and work waits', async ({ client }) => {
  const slow = { waited: 0.3, done: 25, slow: 3 }
  expect(await weighed(client, times(3, slow))).toMatchObject({ phase: 'quiet' })
  await client.query('truncate hub.pace_minutes')
  expect(await weighed(client, [...times(4, { ...slow, slow: 0 }), ...times(6, slow)])).toMatchObject({
    phase: 'firing',
    why: 'slow',
  })
  await client.query('truncate hub.pace_minutes')
  expect(await weighed(client, times(30, { waited: 0, done: 60, slow: 3 }))).toMatchObject({ phase: 'quiet' })
  await client.query('truncate hub.pace_minutes')
  expect(await weighed(client, times(30, { ...slow, done: 60 }))).toMatchObject({ phase: 'quiet' })
})

test('two usual renders after many slow ones and the evidence is too little again', async ({ client }) => {
  const state = await weighed(client, [
    ...times(20, { waited: 0, done: 60, slow: 3 }),
    ...times(2, { waited: 0, done: 60, slow: -2 }),
  ])
  expect(state.slow).toBeLessThan(10)
})

test('what renders of last night say is forgotten by the morning', async ({ client }) => {
  const state = await weighed(client, [
    ...times(6, { waited: 0, done: 60, slow: 3 }),
    ...times(200, { waited: 0, done: 0 }),
    ...times(3, { waited: 0.9, done: 60 }),
  ])
  expect(state).toMatchObject({ phase: 'quiet' })
})

test('what was found in waits that come and go ends after ten good minutes', async ({ client }) => {
  const good = { waited: 0.1, done: 60 }
  expect(await weighed(client, times(9, good), 'firing')).toMatchObject({ phase: 'firing', good_minutes: 9 })
  await client.query('truncate hub.pace_minutes')
  expect(await weighed(client, times(10, good), 'firing')).toMatchObject({ phase: 'cleared' })
})

test('held: what workers rendered within the spans; slow: thrice the usual time', async ({ client }) => {
  const show = await aBroadcast(client)
  const [one, two] = [await show.worker('ae-1'), await show.worker('ae-2')]
  await client.query(`insert into hub.template_norms (template_name, samples, median, p99, updated_at)
    values ('banner', 40, 60, 120, now())`)
  await show.render({ at: 0, takes: 3, worker: one, row: { template_name: 'banner' } })
  await show.instruction(1)
  await show.claim(two, 2)
  const held = async (from: number, to: number): Promise<number> => {
    const sql = 'select hub.held_work(tstzmultirange(tstzrange($1, $2))) as seconds'
    return Number((await client.query(sql, [show.at(from), show.at(to)])).rows[0].seconds)
  }
  expect(await held(0, 1)).toBeCloseTo(60)
  expect(await held(1, 3)).toBeCloseTo(180)
  expect(await held(4, 6)).toBeCloseTo(120)
  // one that holds several jobs is one worker at work
  await show.instruction(4)
  await show.claim(two, 4)
  expect(await held(4, 6)).toBeCloseTo(120)
  const { rows } = await client.query(
    'select hub.slow_renders($1, $2) as said, hub.slow_renders($2, $3) as later',
    [show.at(2), show.at(3), show.at(4)],
  )
  expect(Number(rows[0].said)).toBeCloseTo(2.89, 1)
  expect(Number(rows[0].later)).toBe(0)
})

test('able workers: those that take whatever waits', async ({ client }) => {
  const show = await aBroadcast(client)
  const able = async (minutes = 1): Promise<number | null> => {
    const { rows } = await client.query('select hub.able_workers($1, $2) as n', [
      show.at(minutes - 60),
      show.at(minutes),
    ])
    return rows[0].n
  }
  await show.worker('ae-1')
  const two = await show.worker('ae-2')
  const three = await show.worker('ae-3')
  expect(await able()).toBe(3)
  await client.query('update hub.workers set avoid_until = $2 where id = $1', [two, show.at(30)])
  expect([await able(), await able(31)]).toEqual([2, 3])
  await client.query(`select hub.pause('worker:' || $1, 'ann', 'new fonts', $2)`, [three, show.at(40)])
  expect([await able(39), await able(41)]).toEqual([3, 2])
  await show.worker('ae-1', 50) // begins anew: the same PC
  expect(await able(51)).toBe(2)
  await show.worker('ae-4', 52, ['template:banner'])
  expect(await able(53)).toBeNull()
})

test('work stands when it waited for half a minute, also over the end of a minute', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  for (const [from, to] of [
    [0.5, 1.25],
    [2.1, 2.5],
  ] as const) {
    await show.instruction(from)
    const claim = await show.claim(worker, to)
    await show.complete(claim?.id as string, claim?.attempt as string, to + 0.1)
  }
  const pace = async (minute: number): Promise<unknown> =>
    (
      await client.query(
        'select round(waited::numeric, 2)::float8 as waited, round(stood::numeric, 2)::float8 as stood, workers from hub.pace_of($1, $2)',
        [show.at(minute), show.at(4)],
      )
    ).rows[0]
  expect(await pace(0)).toEqual({ waited: 0.5, stood: 0, workers: null })
  expect(await pace(1)).toEqual({ waited: 0.25, stood: 0.25, workers: 1 })
  expect(await pace(2)).toEqual({ waited: 0.4, stood: 0, workers: null })
})
