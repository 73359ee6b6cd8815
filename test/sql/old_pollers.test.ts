import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { applyLayers } from '../../src/database/apply.ts'
import { test } from '../support/database.ts'
import { seeded } from '../support/random.ts'
import { refusalOf, tried } from '../support/refusal.ts'
import { allowSimulation, pidOf, untilWaiting } from '../support/sessions.ts'
import { aeInsertOutput, aePoll, aeRetry, aeStatus, subInsertInstruction } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

// Old automation_ae: SELECT .. WHERE status = 'pending', then UPDATE .. WHERE id = .., and no look at
// row counts. Whatever such pollers do, and however many, a row has one owner.

const poller = { role: 'hub_poller' } as const

async function rowOf(client: Client, id: string): Promise<Record<string, unknown>> {
  const { rows } = await client.query('select * from render_instructions where id = $1', [id])
  return rows[0]
}

async function attempts(client: Client, id: string): Promise<unknown[]> {
  const { rows } = await client.query(
    'select outcome from hub.attempts where instruction_id = $1 order by attempt',
    [id],
  )
  return rows.map((row) => row.outcome)
}

describe('two pollers want the same row', () => {
  test('the second waits for the first, and is refused', async ({ client, connect }) => {
    const [one, two] = [await connect(poller), await connect(poller)]
    const id = await subInsertInstruction(client)
    expect(await aePoll(one)).toEqual([id])
    expect(await aePoll(two)).toEqual([id])
    const pid = await pidOf(two)

    await one.query('begin')
    expect((await aeStatus(one, id, 'processing')).rowCount).toBe(1)
    const second = tried(two, () => aeStatus(two, id, 'processing'))
    await untilWaiting(client, pid)
    await one.query('commit')
    expect((await second).refusal).toMatchObject({ code: 'UB409' })
    expect(await attempts(client, id)).toEqual([null])
  })

  test('the second has it when the first rolls back', async ({ client, connect }) => {
    const [one, two] = [await connect(poller), await connect(poller)]
    const id = await subInsertInstruction(client)
    const pid = await pidOf(two)
    await one.query('begin')
    await aeStatus(one, id, 'processing')
    const second = tried(two, () => aeStatus(two, id, 'processing'))
    await untilWaiting(client, pid)
    await one.query('rollback')
    expect((await second).result?.rowCount).toBe(1)
    expect(await rowOf(client, id)).toMatchObject({ status: 'processing', attempt: '1' })
  })

  test('nor can it under repeatable read, or after a look with a lock', async ({ client, connect }) => {
    const [one, two] = [await connect(poller), await connect(poller)]
    const id = await subInsertInstruction(client)
    await two.query('begin isolation level repeatable read')
    await aePoll(two)
    await aeStatus(one, id, 'processing')
    expect((await tried(two, () => aeStatus(two, id, 'processing'))).refusal).toMatchObject({ code: '40001' })
    await two.query('rollback')

    const next = await subInsertInstruction(client)
    await one.query('begin')
    await one.query(`select * from render_instructions where id = $1 for update`, [next])
    const pid = await pidOf(two)
    const second = tried(two, () => aeStatus(two, next, 'processing'))
    await untilWaiting(client, pid)
    await aeStatus(one, next, 'processing')
    await one.query('commit')
    expect((await second).refusal).toMatchObject({ code: 'UB409' })
  })

  test('a crowd of pollers and workers shares the queue without an overlap', async ({ client, connect }) => {
    const ids: string[] = []
    for (let n = 0; n < 60; n++)
      ids.push(await subInsertInstruction(client, { priority: String((n % 10) + 1) }))
    const owned: string[] = []
    const greedy = async (nth: number): Promise<void> => {
      const random = seeded(nth)
      const session = await connect(poller)
      for (let turn = 0; turn < 8; turn++) {
        const seen = await aePoll(session, '20')
        for (const id of seen.sort(() => random() - 0.5)) {
          const { refusal, result } = await tried(session, () => aeStatus(session, id, 'processing'))
          if (result?.rowCount === 1) owned.push(id)
          else expect(refusal).toMatchObject({ code: 'UB409' })
        }
      }
    }
    const worker = async (): Promise<void> => {
      const session = await connect()
      const me = await registerWorker(session)
      for (let turn = 0; turn < 12; turn++) for (const row of await claim(session, me)) owned.push(row.id)
    }
    await Promise.all([greedy(1), greedy(2), greedy(3), worker(), worker()])
    expect(owned).toHaveLength(new Set(owned).size)
    expect(owned.sort()).toEqual(ids.sort())
    const { rows } = await client.query(
      'select count(*)::int as attempts, count(distinct instruction_id)::int as instructions from hub.attempts',
    )
    expect(rows).toEqual([{ attempts: 60, instructions: 60 }])
  })

  test('a poller and a worker meet at one row', async ({ client, connect }) => {
    const [old, young] = [await connect(poller), await connect()]
    const id = await subInsertInstruction(client)
    const worker = await registerWorker(young)
    await old.query('begin')
    await aeStatus(old, id, 'processing')
    expect(await claim(young, worker)).toEqual([])
    await old.query('rollback')

    await young.query('begin')
    expect(await claim(young, worker)).toEqual([{ id, attempt: '1' }])
    const pid = await pidOf(old)
    const late = tried(old, () => aeStatus(old, id, 'processing'))
    await untilWaiting(client, pid)
    await young.query('commit')
    expect((await late).refusal).toMatchObject({ code: 'UB409' })
    for (const status of ['completed', 'failed', 'pending', 'cancelled']) {
      expect((await aeStatus(old, id, status)).rowCount).toBe(0)
    }
    expect((await aeRetry(old, id)).rowCount).toBe(0)
    expect(await rowOf(client, id)).toMatchObject({ status: 'processing', worker_id: worker, retry_count: 0 })
  })
})

async function setScene(client: Client): Promise<{ free: string; hidden: string[] }> {
  const free = await subInsertInstruction(client)
  const hidden = [
    await subInsertInstruction(client, { not_before: '2100-01-01' }),
    await subInsertInstruction(client, { template_name: 'paused_one' }),
    await subInsertInstruction(client, { expires_at: '2020-01-01' }),
  ]
  await client.query(`select hub.pause('template:paused_one', 'ann', 'wrong font')`)
  return { free, hidden }
}

describe('rows that may not run', () => {
  test('are hidden from pollers, and from nobody else', async ({ client, connect }) => {
    const old = await connect(poller)
    const producer = await connect({ role: 'hub_producer' })
    const { free, hidden } = await setScene(client)
    expect(await aePoll(old)).toEqual([free])
    expect((await aePoll(producer)).sort()).toEqual([free, ...hidden].sort())
    const { rows } = await old.query(
      `select id from render_instructions where status = 'pending' for update skip locked`,
    )
    expect(rows).toEqual([{ id: free }])
    const { rows: counted } = await old.query(
      'select status, count(*) from render_instructions group by status',
    )
    expect(counted).toEqual([{ status: 'pending', count: '1' }])

    await client.query(`select hub.pause('queue', 'ann', 'lunch')`)
    expect(await aePoll(old)).toEqual([])
    await client.query(
      `select hub.resume('queue', 'ann', 'back'), hub.resume('template:paused_one', 'ann', 'mended')`,
    )
    expect((await aePoll(old)).sort()).toEqual([free, hidden[1]].sort())
  })

  test('are refused, not overlooked, when they were seen a moment before', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    const other = await subInsertInstruction(client, { priority: '9' })
    expect(await aePoll(old)).toEqual([id, other])
    await client.query(`select hub.pause('template:premium_hand', 'ann', 'wrong font')`)
    await expect(aeStatus(old, id, 'processing')).rejects.toMatchObject({ code: 'UB409' })
    await client.query(`select hub.resume('template:premium_hand', 'ann', 'mended')`)

    await client.query(
      `update render_instructions set not_before = now() + interval '1 hour' where id = $1`,
      [id],
    )
    await expect(aeStatus(old, id, 'processing')).rejects.toMatchObject({ code: 'UB409' })
    await client.query(
      `update render_instructions set not_before = null, expires_at = 'epoch' where id = $1`,
      [id],
    )
    await expect(aeStatus(old, id, 'processing')).rejects.toMatchObject({ code: 'UB409' })
    await client.query(`select hub.cancel_instruction($1, 'ann', 'no')`, [other])
    await expect(aeStatus(old, other, 'processing')).rejects.toMatchObject({ code: 'UB409' })
    expect(await attempts(client, id)).toEqual([])
  })

  test('are hidden again after every statement, in a transaction too', async ({ client, connect }) => {
    const old = await connect(poller)
    const { free, hidden } = await setScene(client)
    await old.query('begin')
    await aeStatus(old, free, 'processing')
    expect(await aePoll(old)).toEqual([])
    await tried(old, () => aeStatus(old, String(hidden[1]), 'processing'))
    expect(await aePoll(old)).toEqual([])
    await old.query('rollback')
    expect(await aePoll(old)).toEqual([free])
  })

  test('are not opened by a setting left in the session', async ({ client, connect }) => {
    const old = await connect(poller)
    const { free, hidden } = await setScene(client)
    for (const value of ['off', 'on', 'x']) {
      await old.query('select set_config($1, $2, false)', ['hub.hide_rows', value])
      expect(await aePoll(old)).toEqual([free])
      expect((await old.query('select id from render_instructions')).rows).toEqual([{ id: free }])
    }
    for (const id of hidden) {
      await expect(aeStatus(old, id, 'processing')).rejects.toMatchObject({ code: 'UB409' })
    }
  })
})

describe('the setting by which an UPDATE sees them', () => {
  test('opens nothing to a session that has read what the hub wrote into it', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    await aeStatus(old, id, 'processing')
    await subInsertInstruction(client, { not_before: '2100-01-01' })
    const pending = `select id from render_instructions where status = 'pending'`
    for (const scope of [false, true]) {
      await old.query('begin')
      const { rows } = await old.query(
        `update render_instructions set error_message = 'x' where id = $1
         returning current_setting('hub.hide_rows') as token`,
        [id],
      )
      expect(rows).toEqual([{ token: expect.stringMatching(/^[0-9a-f]{64}$/) }])
      await old.query('select set_config($1, $2, $3)', ['hub.hide_rows', rows[0].token, scope])
      expect((await old.query(pending)).rows).toEqual([])
      await old.query('commit')
      expect((await old.query(pending)).rows).toEqual([])
    }
    expect(await refusalOf(old, 'select hub.raw_statement_token()')).toMatchObject({ code: '42501' })
    expect(await refusalOf(old, 'select * from hub.statement_key')).toMatchObject({ code: '42501' })
  })

  test('a database of before gets the policy of now', async ({ client, connect, url }) => {
    await client.query(`
      alter policy no_deferred_or_paused_rows on render_instructions
        using (status <> 'pending' or current_setting('hub.hide_rows', true) = 'off');
      delete from hub.applied where path = 'roles/400_poller.sql'`)
    await applyLayers(url)
    const old = await connect(poller)
    const { free } = await setScene(client)
    await old.query(`set hub.hide_rows = 'off'`)
    expect(await aePoll(old)).toEqual([free])
  })
})

describe('retries', () => {
  test('count one each, also when two pollers count at once', async ({ client, connect }) => {
    const [one, two] = [await connect(poller), await connect(poller)]
    const id = await subInsertInstruction(client)
    await aeStatus(one, id, 'processing')
    await aeStatus(one, id, 'failed', 'connection refused')
    const pid = await pidOf(two)
    await one.query('begin')
    expect((await aeRetry(one, id)).rowCount).toBe(1)
    const second = aeRetry(two, id)
    await untilWaiting(client, pid)
    await one.query('commit')
    expect((await second).rowCount).toBe(0)
    expect(await rowOf(client, id)).toMatchObject({ status: 'pending', retry_count: 1 })
  })

  test('into what may not run now do not fail, and it stays hidden until it may', async ({
    client,
    connect,
  }) => {
    const old = await connect(poller)
    const hold = {
      paused: [
        `select hub.pause('template:premium_hand', 'ann', 'wrong font')`,
        `select hub.resume('template:premium_hand', 'ann', 'mended')`,
      ],
      queue: [`select hub.pause('queue', 'ann', 'lunch')`, `select hub.resume('queue', 'ann', 'back')`],
      deferred: [
        `update render_instructions set not_before = now() + interval '1 hour'`,
        `update render_instructions set not_before = null`,
      ],
    }
    for (const [close, open] of Object.values(hold)) {
      for (const from of ['processing', 'failed']) {
        const id = await subInsertInstruction(client)
        await aeStatus(old, id, 'processing')
        if (from === 'failed') await aeStatus(old, id, 'failed', 'connection refused')
        await client.query(String(close))
        expect((await aeRetry(old, id)).rowCount).toBe(1)
        expect(await rowOf(client, id)).toMatchObject({ status: 'pending', retry_count: 1 })
        expect(await aePoll(old)).toEqual([])
        await client.query(String(open))
        expect(await aePoll(old)).toEqual([id])
        await client.query(`select hub.cancel_instruction($1, 'ann', 'done')`, [id])
      }
    }
  })

  test('a row waiting for its automatic retry is left alone by pollers', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    await aeStatus(old, id, 'processing')
    await aeStatus(old, id, 'failed', 'timeout')
    expect(await rowOf(client, id)).toMatchObject({ status: 'failed', retry_at: expect.any(Date) })
    expect(await aePoll(old)).toEqual([])
  })
})

describe('automation_ae reports every success as a failure', () => {
  const warning = `select kind, subject, severity, state, count, details from monitoring_events`
  const expected = (id: string) => [
    expect.objectContaining({ kind: 'suspect_output', subject: `instruction:${id}`, severity: 'warning' }),
  ]

  test('the output first, then the failure', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    await aeStatus(old, id, 'processing')
    await aeInsertOutput(old, id)
    const { rowCount } = await aeStatus(old, id, 'failed', "got multiple values for argument 'status'")
    expect(rowCount).toBe(1)
    expect(await rowOf(client, id)).toMatchObject({
      status: 'completed',
      progress: 100,
      error_class: null,
      retry_at: null,
      error_message: expect.stringContaining('multiple values'),
    })
    expect(await attempts(client, id)).toEqual(['reconciled'])
    expect((await client.query(warning)).rows).toEqual(expected(id))
  })

  test('the failure first, then the output', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    await aeStatus(old, id, 'processing')
    await aeStatus(old, id, 'failed', 'timeout')
    await aeInsertOutput(old, id)
    expect(await rowOf(client, id)).toMatchObject({ status: 'completed', retry_at: null })
    expect(await attempts(client, id)).toEqual(['reconciled'])
    expect((await client.query(warning)).rows).toEqual(expected(id))
    expect((await aeRetry(old, id)).rowCount).toBe(0)
  })

  test('both at once, in sessions that do not see one another', async ({ client, connect }) => {
    const [one, two] = [await connect(poller), await connect(poller)]
    const id = await subInsertInstruction(client)
    await aeStatus(one, id, 'processing')
    await one.query('begin')
    await two.query('begin')
    await aeStatus(one, id, 'failed', 'timeout')
    await aeInsertOutput(two, id)
    await Promise.all([one.query('commit'), two.query('commit')])
    expect(await rowOf(client, id)).toMatchObject({ status: 'failed' })
    await client.query('select hub.reconcile_recent()')
    expect(await rowOf(client, id)).toMatchObject({ status: 'completed' })
  })

  test('a bad output proves nothing', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    await aeStatus(old, id, 'processing')
    await aeInsertOutput(old, id, { status: 'failed', error_message: 'empty file' })
    await aeStatus(old, id, 'failed', 'timeout')
    expect(await rowOf(client, id)).toMatchObject({ status: 'failed' })
  })

  test('an output of an earlier attempt proves nothing for a later one', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    await aeStatus(old, id, 'processing')
    await aeInsertOutput(old, id)
    await aeRetry(old, id)
    await aeStatus(old, id, 'processing')
    await aeStatus(old, id, 'failed', 'timeout')
    expect(await rowOf(client, id)).toMatchObject({ status: 'failed', attempt: '2' })
  })

  test('a plain output proves nothing for a worker that speaks the verbs', async ({ client, connect }) => {
    const old = await connect(poller)
    const id = await subInsertInstruction(client)
    const [held] = await claim(client, await registerWorker(client))
    const output = await aeInsertOutput(old, id, { attempt: String(held?.attempt) })
    const { rows } = await client.query('select attempt from render_outputs where id = $1', [output])
    expect(rows).toEqual([{ attempt: null }])
    await client.query(`select hub.fail_instruction($1, 1, 'invalid layer')`, [id])
    expect(await rowOf(client, id)).toMatchObject({ status: 'failed' })
    await aeInsertOutput(old, id, { attempt: '1' })
    expect(await rowOf(client, id)).toMatchObject({ status: 'failed' })
  })
})

describe('a poller that died', () => {
  test('holds its row for the long lease, then loses it', async ({ client, connect }) => {
    const old = await connect(poller)
    await allowSimulation(client)
    const id = await subInsertInstruction(client)
    await aeStatus(old, id, 'processing')
    const worker = await registerWorker(client)
    const later = `select id, attempt from hub.claim_instructions($1, 1, null, null, now() + $2::interval)`
    expect((await client.query(later, [worker, '44 minutes'])).rows).toEqual([])
    expect((await client.query(later, [worker, '46 minutes'])).rows).toEqual([{ id, attempt: '2' }])
    expect((await aeStatus(old, id, 'completed')).rowCount).toBe(0)
    expect(await rowOf(client, id)).toMatchObject({ status: 'processing', worker_id: worker })
    expect(await attempts(client, id)).toEqual(['rescued', null])
  })
})
