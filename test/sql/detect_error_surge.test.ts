import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

const unreachable = 'After Effects gave up: 렌더 실패'

test('four different instructions that fail one after another fire; the title says how many', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 10; i++) await show.render({ at: i })
  for (let i = 10; i < 13; i++) await show.render({ at: i, fails: unreachable })
  expect(await show.find('error_surge', 14)).toEqual([]) // 3 x 1.61 is under 5
  await show.render({ at: 13, fails: unreachable })
  const [surge, ...others] = await show.find('error_surge', 14)
  expect(others).toEqual([])
  expect(surge).toMatchObject({
    subject: 'global',
    severity: 'error',
    clear: 'false',
    evidence: { failed: 4, needed: 5, shared: { what: 'error' } },
    members: { total: 4 },
  })
  expect(Number(surge?.evidence.evidence)).toBeCloseTo(4 * Math.log(5), 3)
  expect(surge?.title).toMatch(
    /^4 of \d+ different instructions failed since .*; 4 of them are failed still; nearly all with the same error: After/,
  )
  expect(surge?.title_ko).toContain('4건 실패')
  expect(surge?.title_ko).toContain('그중 4건은 아직 실패 상태')
})

test('a rehearsal of a few jobs, bad ones among them, is no surge; more of the same is', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  for (const [n, fails] of [
    unreachable,
    undefined,
    unreachable,
    undefined,
    unreachable,
    unreachable,
  ].entries())
    await show.render({ at: n, ...(fails && { fails }) })
  expect(await show.find('error_surge', 7)).toEqual([]) // 4 of 6
  await show.render({ at: 8 })
  await show.render({ at: 9, fails: unreachable })
  expect(await show.find('error_surge', 10)).toMatchObject([{ evidence: { failed: 5, finished: 8 } }])
})

test('one that fails again and again proves nothing new', async ({ client }) => {
  const show = await aBroadcast(client)
  const id = await show.render({ at: 0, fails: unreachable })
  const worker = await show.worker('ae-02')
  for (let i = 1; i < 8; i++) {
    await client.query('select hub.retry_instruction($1, $2, $3, null, $4)', [id, 'ann', 'again', show.at(i)])
    const claimed = await show.claim(worker, i)
    await client.query('select hub.fail_instruction($1, $2, $3, null, $4)', [
      id,
      claimed?.attempt,
      unreachable,
      show.at(i + 0.5),
    ])
  }
  expect(await show.find('error_surge', 9)).toEqual([])
})

test('a job that fails on two workers while others succeed is to blame itself; when nothing succeeds it is not', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  const [one, two] = [await show.worker('ae-01'), await show.worker('ae-02')]
  const evidence = async (minute: number): Promise<unknown> => {
    const sql = `select hub.weigh_errors(null, $1, hub.settings_of('error')) ->> 'sum' as sum`
    return Number((await client.query(sql, [show.at(minute)])).rows[0].sum)
  }
  const fail = async (worker: string, id: string, minute: number): Promise<void> => {
    const claimed = await show.claim(worker, minute)
    if (claimed?.id !== id) throw new Error(`claimed ${claimed?.id} instead of ${id}`)
    const sql = 'select hub.fail_instruction($1, $2, $3, null, $4)'
    await client.query(sql, [id, claimed.attempt, unreachable, show.at(minute + 0.3)])
    await client.query('select hub.retry_instruction($1, $2, $3, null, $4)', [
      id,
      'ann',
      'again',
      show.at(minute + 0.4),
    ])
  }
  const bad = await show.instruction(0)
  await fail(one, bad, 0)
  await fail(two, bad, 1)
  await fail(one, bad, 2)
  expect(await evidence(3)).toBeCloseTo(Math.log(5), 3) // nothing succeeded: it may be the farm
  await show.render({ at: 3, worker: two, takes: 0.1, row: { priority: 1 } })
  expect(await evidence(4)).toBeGreaterThan(1)
  await fail(two, bad, 4)
  expect(await evidence(5)).toBe(0)
})

test('one in twenty is normal, however long it goes on', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 60; i++)
    await show.render({ at: i, takes: 0.2, ...(i % 20 === 10 ? { fails: unreachable } : {}) })
  expect(await show.find('error_surge', 61)).toEqual([])
})

test('five of 55 within minutes may be chance; beyond a tenth of an hour it is a surge', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 50; i++) await show.render({ at: i, takes: 0.2 })
  for (let i = 0; i < 5; i++) await show.render({ at: 50 + i / 2, takes: 0.2, fails: unreachable })
  expect(await show.find('error_surge', 53)).toEqual([])
  await show.render({ at: 53, takes: 0.2, fails: unreachable })
  expect((await show.find('error_surge', 54))[0]?.title).toMatch(/^6 of 12 /)
})

test('few failures with hours between them never add up', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 6; i++) {
    await show.render({ at: i * 40, fails: unreachable })
    await show.tick(i * 40 + 1)
  }
  expect(await show.alerts('error_surge')).toEqual([])
})

test('it fires once, ends when enough succeed for five minutes, and asks nobody twice', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 5; i++) {
    await show.render({ at: i, fails: unreachable })
    await show.tick(i + 1)
  }
  expect(await show.alerts('error_surge')).toMatchObject([{ state: 'firing', event_type: 'alert' }])
  for (let i = 5; i < 40; i++) {
    await show.render({ at: i, takes: 0.3 })
    await show.tick(i + 1)
  }
  const [alert, ...others] = await show.alerts('error_surge')
  expect(others).toEqual([])
  expect(alert).toMatchObject({
    state: 'resolved',
    resolved_by: 'hub:error_surge',
    resolution_notes: 'the test for its end has held',
  })
})

test('without traffic the end is inconclusive, not a recovery', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 5; i++) await show.render({ at: i, fails: unreachable })
  for (let i = 6; i < 40; i++) await show.tick(i)
  expect(await show.alerts('error_surge')).toMatchObject([
    { state: 'resolved', resolution_notes: expect.stringContaining('inconclusive') },
  ])
})

test('a look by anybody else keeps nothing', async ({ client }) => {
  const show = await aBroadcast(client)
  await show.tick(0)
  const before = (await client.query(`select state from hub.detector_state where detector = 'error_surge'`))
    .rows
  for (let i = 0; i < 5; i++) await show.render({ at: i, fails: unreachable })
  expect(await show.find('error_surge', 6)).toHaveLength(1)
  expect(
    (await client.query(`select state from hub.detector_state where detector = 'error_surge'`)).rows,
  ).toEqual(before)
})
