import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

test('what waits too long gains one step, once, audited, and never past a pin; undo gives it back', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  const [plain, pinned] = [
    await show.instruction(0, { priority: 3 }),
    await show.instruction(0, { priority: 3 }),
  ]
  await client.query(`select hub.change_priority($1, 3, 'ann', 'stays', $2)`, [pinned, show.at(0.1)])
  for (let minute = 11; minute < 15; minute++) {
    await show.beat(worker, minute)
    await show.tick(minute)
  }
  const rows = async (): Promise<unknown[]> =>
    (
      await client.query(
        'select priority, base_priority as base, priority_pinned as pinned from render_instructions order by id',
      )
    ).rows
  expect(await rows()).toEqual([
    { priority: 2, base: 3, pinned: false },
    { priority: 3, base: 3, pinned: true },
  ])
  const acts = await client.query(
    `select id, verb, subject, evidence ? 'alert' as evidence from hub.actions where actor = 'hub:stale_pending'`,
  )
  expect(acts.rows).toMatchObject([
    { verb: 'change_priority', subject: `instruction:${plain}`, evidence: true },
  ])
})

test('off: nothing is done and nothing suggested; suggest: only suggested', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  await show.instruction(0, { priority: 3 })
  const set = (value: string): Promise<unknown> =>
    client.query(`select hub.change_setting('remedy.stale_pending', to_jsonb($1::text), 'ann', 'test')`, [
      value,
    ])
  await set('off')
  await show.beat(worker, 11)
  await show.tick(11)
  expect(await show.alerts('stale_pending')).toMatchObject([{ suggested_action: null }])
  await set('suggest')
  await show.beat(worker, 13)
  await show.tick(13)
  expect(await show.alerts('stale_pending')).toMatchObject([
    { suggested_action: { sql: expect.any(String) } },
  ])
  expect((await client.query('select priority from render_instructions')).rows).toEqual([{ priority: 3 }])
  expect((await client.query(`select from hub.actions where actor like 'hub:%'`)).rowCount).toBe(0)
})

test('waiting behind more urgent work gains a step per ten minutes, at most two', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  const patient = await show.instruction(0, { priority: 8 })
  const priorities = new Map<number, number>()
  for (let minute = 0; minute < 45; minute++) {
    await show.instruction(minute, { priority: 2 })
    const claimed = await show.claim(worker, minute)
    await show.complete(claimed?.id as string, claimed?.attempt as string, minute + 0.9)
    await show.beat(worker, minute + 0.95)
    await show.tick(minute + 1)
    const { rows } = await client.query('select priority from render_instructions where id = $1', [patient])
    priorities.set(minute + 1, rows[0].priority)
  }
  expect([9, 11, 19, 21, 29, 44].map((minute) => priorities.get(minute))).toEqual([8, 7, 7, 6, 6, 6])
})

test('no more acts than the budget of a minute', async ({ client }) => {
  const show = await aBroadcast(client)
  await client.query(`select hub.change_setting('remedy.per_minute', '5', 'ann', 'test')`)
  const worker = await show.worker('ae-1')
  for (let i = 0; i < 12; i++) await show.instruction(0, { priority: 3 })
  const boosted = async (): Promise<number> =>
    (await client.query(`select count(*)::int as n from render_instructions where priority = 2`)).rows[0].n
  await show.beat(worker, 11)
  await show.tick(11)
  expect(await boosted()).toBe(5)
  await show.beat(worker, 11.5)
  await show.tick(11.5)
  expect(await boosted()).toBe(5)
  await show.beat(worker, 12.1)
  await show.tick(12.1)
  expect(await boosted()).toBe(10)
})

test('a remedy that does not help stops, and stays stopped while its alert goes on', async ({ client }) => {
  const show = await aBroadcast(client)
  await client.query(`
    select hub.change_setting('remedy.breaker_acts', '3', 'ann', 'test'), hub.change_setting('remedy.breaker_after', '5', 'ann', 'test'),
      hub.change_setting('aging.max_steps', '0', 'ann', 'test')`)
  const worker = await show.worker('ae-1')
  const late = async (minute: number): Promise<void> => {
    await show.beat(worker, minute)
    await show.instruction(minute - 11, { priority: 3 })
    await show.tick(minute)
  }
  const acts = async (): Promise<number> =>
    (await client.query(`select count(*)::int as n from hub.actions where actor = 'hub:stale_pending'`))
      .rows[0].n
  for (let minute = 11; minute < 20; minute++) await late(minute)
  const paused = await show.alerts('remedy_paused')
  expect(paused).toMatchObject([{ subject: 'remedy:stale_pending', state: 'firing' }])
  const before = await acts()
  for (let minute = 20; minute < 40; minute++) await late(minute)
  expect(await acts()).toBe(before)
  expect(await show.alerts('remedy_paused')).toMatchObject([{ id: paused[0]?.id, state: 'firing' }])
})

test('retries that never help pause, say so, and show later whether they help now', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  const down = 'Nexrender 503'
  const failed: string[] = []
  for (let i = 0; i < 12; i++) failed.push(await show.instruction(0))
  const tryAll = async (minute: number): Promise<void> => {
    for (
      let claimed = await show.claim(worker, minute);
      claimed;
      claimed = await show.claim(worker, minute)
    ) {
      const sql = 'select hub.fail_instruction($1, $2, $3, null, $4)'
      await client.query(sql, [claimed.id, claimed.attempt, down, show.at(minute + 0.01)])
    }
  }
  await tryAll(0)
  await tryAll(2)
  await show.tick(3)
  expect(await show.alerts('remedy_paused')).toMatchObject([{ subject: 'remedy:retry', state: 'firing' }])
  const attempts = async (): Promise<number> =>
    (await client.query('select max(attempt)::int as n from render_instructions')).rows[0].n
  await tryAll(6)
  expect(await attempts()).toBe(2)
  for (let minute = 7; minute < 22; minute++) await show.tick(minute)
  expect(await show.alerts('remedy_paused')).toMatchObject([{ state: 'resolved' }])
  await tryAll(22)
  expect(await attempts()).toBe(3)
  expect(failed).toHaveLength(12)
})

test('switched off, the queue’s own remedies rest: no retry, no rescue, no expiry', async ({ client }) => {
  const show = await aBroadcast(client)
  for (const kind of ['retry', 'rescue', 'expire']) {
    await client.query(`select hub.change_setting($1, '"off"', 'ann', 'test')`, [`remedy.${kind}`])
  }
  await show.render({ at: 0, fails: 'Nexrender 503' })
  const worker = await show.worker('ae-1')
  await show.instruction(1)
  await show.claim(worker, 1)
  await show.instruction(1, { expires_at: show.at(5) })
  await show.tick(120)
  const { rows } = await client.query('select status, retry_at from render_instructions order by id')
  expect(rows).toEqual([
    { status: 'failed', retry_at: null },
    { status: 'processing', retry_at: null },
    { status: 'pending', retry_at: null },
  ])
})

test('what the queue does by itself is audited as well', async ({ client }) => {
  const show = await aBroadcast(client)
  await show.render({ at: 0, fails: 'Nexrender 503' })
  const worker = await show.worker('ae-1', 1)
  await show.instruction(1)
  await client.query(`select hub.claim_instructions($1, 1, '10 seconds', null, $2)`, [worker, show.at(1)])
  await show.tick(3)
  const { rows } = await client.query(
    `select actor, verb, evidence from hub.actions where actor like 'hub:%' order by id`,
  )
  expect(rows).toMatchObject([
    {
      actor: 'hub:retry',
      verb: 'promote_due',
      evidence: { error: 'Nexrender 503', error_class: 'retryable' },
    },
    { actor: 'hub:rescue', verb: 'take_back', evidence: { begun: false } },
  ])
})

test('what failed in a surge is tried once more when the surge is over', async ({ client }) => {
  const show = await aBroadcast(client)
  const one = { max_retries: 0 }
  const passing: string[] = []
  for (let i = 0; i < 6; i++) passing.push(await show.render({ at: i, fails: 'Nexrender 503', row: one }))
  const lasting = await show.render({ at: 6, fails: 'composition not found', row: one })
  const expired = await show.render({
    at: 7,
    fails: 'Nexrender 503',
    row: { ...one, expires_at: show.at(20) },
  })
  const status = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await client.query('select id, status from render_instructions order by id limit 8')).rows.map(
        ({ id, status }) => [id, status],
      ),
    )
  await show.tick(8)
  expect(await show.alerts('error_surge')).toMatchObject([{ state: 'firing' }])
  expect(new Set(Object.values(await status()))).toEqual(new Set(['failed']))

  for (let minute = 9; minute < 33; minute++) {
    await show.render({ at: minute })
    await show.tick(minute + 1)
    if ((await show.alerts('error_surge'))[0]?.state === 'resolved') break
  }
  expect(await status()).toEqual({
    ...Object.fromEntries(passing.map((id) => [id, 'pending'])),
    [lasting]: 'failed',
    [expired]: 'failed',
  })
  const acts = await client.query(
    `select verb, subject, evidence ->> 'title' as told from hub.actions where actor = 'hub:error_surge' order by id`,
  )
  expect(acts.rows).toEqual(
    passing.map((id) => ({
      verb: 'retry_instruction',
      subject: `instruction:${id}`,
      told: expect.any(String),
    })),
  )
})

test.for([true, false])(
  'a surge that ends for want of traffic: one job alone is tried; it succeeds: %s',
  async (succeeds, { client }) => {
    const show = await aBroadcast(client)
    for (let i = 0; i < 6; i++) await show.render({ at: i, fails: 'Nexrender 503', row: { max_retries: 0 } })
    const counts = async (): Promise<unknown> =>
      Object.fromEntries(
        (
          await client.query('select status, count(*)::int from render_instructions group by status')
        ).rows.map(({ status, count }) => [status, count]),
      )
    for (let minute = 6; minute < 40; minute++) await show.tick(minute)
    expect(await show.alerts('error_surge')).toMatchObject([
      { state: 'resolved', resolution_notes: expect.stringMatching(/^inconclusive/) },
    ])
    expect(await counts()).toEqual({ failed: 5, pending: 1 })

    const worker = await show.worker('ae-probe', 40)
    const probe = await show.claim(worker, 40)
    if (!probe) throw new Error('nobody may try it')
    const failing = `select hub.fail_instruction($1, $2, 'Nexrender 503', null, $3)`
    if (succeeds) await show.complete(probe.id, probe.attempt, 41)
    else await client.query(failing, [probe.id, probe.attempt, show.at(41)])
    for (let minute = 42; minute < 45; minute++) await show.tick(minute)
    expect(await counts()).toEqual(succeeds ? { completed: 1, pending: 5 } : { failed: 6 })
  },
)
