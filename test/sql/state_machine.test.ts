import type { Client, QueryResult } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { seeded } from '../support/random.ts'
import { refusalOf, tried } from '../support/refusal.ts'
import { aeStatus, subInsertInstruction } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

const statuses = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const

/** Where an instruction may stand; one that is processing is held by an old poller or by a verb's claim. */
const places = ['pending', 'processing', 'processing by verb', 'completed', 'failed', 'cancelled'] as const
type Place = (typeof places)[number]
type Status = (typeof statuses)[number]
type Outcome = 'done' | 'ignored' | 'refused'

/** What becomes of a raw `UPDATE .. SET status`. */
const matrix: Record<Place, Record<Status, Outcome>> = {
  pending: {
    pending: 'done',
    processing: 'done',
    completed: 'ignored',
    failed: 'ignored',
    cancelled: 'done',
  },
  processing: {
    pending: 'done',
    processing: 'refused',
    completed: 'done',
    failed: 'done',
    cancelled: 'done',
  },
  'processing by verb': {
    pending: 'ignored',
    processing: 'refused',
    completed: 'ignored',
    failed: 'ignored',
    cancelled: 'ignored',
  },
  completed: {
    pending: 'ignored',
    processing: 'refused',
    completed: 'ignored',
    failed: 'ignored',
    cancelled: 'ignored',
  },
  failed: {
    pending: 'done',
    processing: 'refused',
    completed: 'ignored',
    failed: 'ignored',
    cancelled: 'ignored',
  },
  cancelled: {
    pending: 'ignored',
    processing: 'refused',
    completed: 'ignored',
    failed: 'ignored',
    cancelled: 'ignored',
  },
}

/** An instruction that has come there by legal ways. */
async function instructionAt(client: Client, place: Place): Promise<string> {
  const id = await subInsertInstruction(client, { priority: '1' })
  if (place === 'processing by verb') {
    expect(await claim(client, await registerWorker(client))).toMatchObject([{ id }])
  } else if (place !== 'pending') {
    if (place !== 'cancelled') await aeStatus(client, id, 'processing')
    if (place !== 'processing') await aeStatus(client, id, place, place === 'failed' ? 'invalid layer' : null)
  }
  return id
}

async function rowOf(client: Client, id: string): Promise<Record<string, unknown>> {
  const { rows } = await client.query('select * from render_instructions where id = $1', [id])
  return rows[0]
}

async function attemptsOf(client: Client, id: string): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query(
    'select * from hub.attempts where instruction_id = $1 order by attempt',
    [id],
  )
  return rows
}

async function refusals(client: Client): Promise<number> {
  const { rows } = await client.query(
    'select case when is_called then last_value else 0 end as n from hub.refusals',
  )
  return Number(rows[0].n)
}

describe('every raw change of status', () => {
  for (const role of ['postgres', 'hub_poller']) {
    for (const from of places) {
      test(`as ${role}, from ${from}`, async ({ tx }) => {
        for (const [to, outcome] of Object.entries(matrix[from])) {
          await tx.query('savepoint one')
          const id = await instructionAt(tx, from)
          const before = await rowOf(tx, id)
          await tx.query(`set local role ${role}`)
          const change = (): Promise<QueryResult> => aeStatus(tx, id, to, to === 'failed' ? 'odd' : null)
          if (outcome === 'refused') {
            expect(await refusalOf(tx, change)).toMatchObject({
              code: 'UB409',
              message: expect.stringContaining(`it is ${from.split(' ')[0]}`),
              hint: expect.stringMatching(/claim_instructions/),
            })
          } else {
            expect({ to, rows: (await change()).rowCount }).toEqual({ to, rows: outcome === 'done' ? 1 : 0 })
          }
          await tx.query('reset role')
          if (outcome === 'done') expect((await rowOf(tx, id)).status).toBe(to)
          else expect(await rowOf(tx, id)).toEqual(before)
          await tx.query('rollback to savepoint one')
        }
      })
    }
  }

  test('also when the session pretends to be a verb', async ({ tx }) => {
    for (const from of places) {
      for (const [to, outcome] of Object.entries(matrix[from])) {
        await tx.query('savepoint one')
        const id = await instructionAt(tx, from)
        const before = await rowOf(tx, id)
        await tx.query(`set local role hub_poller; set local hub.verb = 'complete_instruction'`)
        const { refusal, result } = await tried(tx, () => aeStatus(tx, id, to))
        await tx.query('reset role')
        expect({ from, to, rows: result?.rowCount, code: refusal?.code }).toMatchObject(
          outcome === 'refused' ? { code: 'UB409' } : { rows: outcome === 'done' ? 1 : 0 },
        )
        if (outcome !== 'done') expect(await rowOf(tx, id)).toEqual(before)
        await tx.query('rollback to savepoint one')
      }
    }
  })

  test('in any spelling, and nothing is no status', async ({ tx }) => {
    for (const [sent, stored] of [
      ['RenderStatus.COMPLETED', 'completed'],
      [' Failed ', 'failed'],
      ['canceled', 'cancelled'],
      [null, 'processing'],
    ]) {
      await tx.query('savepoint one')
      const id = await instructionAt(tx, 'processing')
      const odd =
        'update render_instructions set status = $1, retry_count = null, priority = null where id = $2'
      if (sent === null) expect(await refusalOf(tx, odd, [sent, id])).toMatchObject({ code: 'UB409' })
      else await tx.query(odd, [sent, id])
      expect(await rowOf(tx, id)).toMatchObject({ status: stored, priority: 1, retry_count: 0 })
      await tx.query('rollback to savepoint one')
    }
    const id = await instructionAt(tx, 'processing')
    const unknown = `update render_instructions set status = 'rendering' where id = $1`
    expect(await refusalOf(tx, unknown, [id])).toMatchObject({ code: 'UB422' })
  })

  test('even hub_owner, as a verb, makes no illegal one', async ({ tx }) => {
    const illegal: readonly (readonly [Place, Status])[] = [
      ['pending', 'completed'],
      ['pending', 'failed'],
      ['completed', 'processing'],
      ['completed', 'failed'],
      ['completed', 'cancelled'],
      ['failed', 'processing'],
      ['cancelled', 'processing'],
      ['cancelled', 'completed'],
      ['cancelled', 'failed'],
    ]
    for (const [from, to] of illegal) {
      await tx.query('savepoint one')
      const id = await instructionAt(tx, from)
      await tx.query(`set local role hub_owner; set local hub.verb = 'complete_instruction'`)
      const before = await refusals(tx)
      const update = 'update render_instructions set status = $1, attempt = attempt + 1 where id = $2'
      expect(await refusalOf(tx, update, [to, id])).toMatchObject({
        code: 'UB409',
        hint: expect.stringMatching(/verbs/),
      })
      expect(await refusals(tx)).toBe(before + 1)
      await tx.query('rollback to savepoint one')
    }
  })

  test('the attempt and the id never go back, for nobody', async ({ tx }) => {
    const id = await instructionAt(tx, 'failed')
    await tx.query(`set local role hub_owner; set local hub.verb = 'complete_instruction'`)
    for (const change of ['attempt = 0', 'id = id + 1000']) {
      expect(
        await refusalOf(tx, `update render_instructions set ${change} where id = $1`, [id]),
      ).toMatchObject({ code: 'UB409' })
    }
  })
})

describe('what follows from a change of status', () => {
  test('times are the hub’s, whatever the client sends', async ({ tx }) => {
    const { rows } = await tx.query('select now() as now')
    const now = rows[0].now
    const id = await subInsertInstruction(tx)
    expect(await rowOf(tx, id)).toMatchObject({ eligible_at: now, recorded_at: now, updated_at: now })

    await aeStatus(tx, id, 'processing')
    const lease = new Date(now.getTime() + 45 * 60_000)
    expect(await rowOf(tx, id)).toMatchObject({
      started_at: now,
      lease_expires_at: lease,
      eligible_at: null,
      attempt: '1',
      worker_id: null,
    })
    await aeStatus(tx, id, 'failed', 'connection reset by peer')
    expect(await rowOf(tx, id)).toMatchObject({
      started_at: now,
      completed_at: now,
      lease_expires_at: null,
      error_class: 'retryable',
      error_message: 'connection reset by peer',
      retry_at: expect.any(Date),
    })
    await aeStatus(tx, id, 'pending')
    expect(await rowOf(tx, id)).toMatchObject({
      started_at: null,
      completed_at: null,
      retry_at: null,
      error_class: null,
      error_message: null,
      eligible_at: now,
      progress: 0,
    })
    await aeStatus(tx, id, 'cancelled')
    expect(await rowOf(tx, id)).toMatchObject({ cancelled_at: now, completed_at: null, eligible_at: null })
  })

  test('a raw update moves nothing that only the hub knows', async ({ tx }) => {
    for (const place of places) {
      await tx.query('savepoint one')
      const id = await instructionAt(tx, place)
      const before = await rowOf(tx, id)
      const { rowCount } = await tx.query(
        `update render_instructions set attempt = 99, worker_id = gen_random_uuid(), lease_expires_at = now() + interval '1 year',
           eligible_at = 'epoch', retry_at = 'epoch', started_at = 'epoch', completed_at = 'epoch', cancelled_at = 'epoch',
           rescue_count = 9, recorded_at = 'epoch' where id = $1`,
        [id],
      )
      expect(rowCount).toBe(1)
      const { updated_at: _, ...same } = before
      expect(await rowOf(tx, id)).toMatchObject(same)
      await tx.query('rollback to savepoint one')
    }
  })

  test('a row without a change is not moved', async ({ client }) => {
    const id = await subInsertInstruction(client)
    const before = await rowOf(client, id)
    await client.query(
      `update render_instructions set priority = priority, error_message = null where id = $1`,
      [id],
    )
    expect(await rowOf(client, id)).toEqual(before)
    const { rows } = await client.query('select kind from hub.events where subject = $1', [
      `instruction:${id}`,
    ])
    expect(rows).toEqual([{ kind: 'instruction.created' }])
  })

  test('attempts follow, one for each claim', async ({ tx }) => {
    const id = await subInsertInstruction(tx)
    await tx.query(`set local application_name = 'old ae'`)
    await aeStatus(tx, id, 'processing')
    expect(await attemptsOf(tx, id)).toMatchObject([
      { attempt: '1', worker_id: null, claimed_by: 'postgres/old ae', finished_at: null, outcome: null },
    ])
    await aeStatus(tx, id, 'failed', 'ECONNREFUSED')
    await aeStatus(tx, id, 'pending')
    await aeStatus(tx, id, 'processing')
    await aeStatus(tx, id, 'pending')
    const worker = await registerWorker(tx, 'ae-07')
    await claim(tx, worker)
    await tx.query(`select hub.release_instruction($1, 3)`, [id])
    await aeStatus(tx, id, 'processing')
    await aeStatus(tx, id, 'completed')
    expect(await attemptsOf(tx, id)).toMatchObject([
      { attempt: '1', outcome: 'failed', error_class: 'retryable', error_message: 'ECONNREFUSED' },
      { attempt: '2', outcome: 'failed', error_class: null },
      { attempt: '3', outcome: 'released', worker_id: worker, claimed_by: 'ae-07' },
      { attempt: '4', outcome: 'completed', finished_at: expect.any(Date) },
    ])
  })

  test('one that is inserted as processing counts as a claim', async ({ tx }) => {
    const id = await subInsertInstruction(tx, { status: 'processing' })
    expect(await attemptsOf(tx, id)).toMatchObject([{ attempt: '1', outcome: null }])
    expect(await refusalOf(tx, () => aeStatus(tx, id, 'processing'))).toMatchObject({ code: 'UB409' })
    await aeStatus(tx, id, 'completed')
    expect(await attemptsOf(tx, id)).toMatchObject([{ attempt: '1', outcome: 'completed' }])
  })

  test('attempts and journal are not deceived by a verb’s name in the session', async ({ tx }) => {
    const id = await instructionAt(tx, 'processing')
    await tx.query(`set local role hub_poller`)
    await tx.query(
      `select set_config('hub.verb', 'rescue_expired', true), set_config('hub.cause', 'junk', true)`,
    )
    await aeStatus(tx, id, 'pending')
    await tx.query('reset role')
    expect(await attemptsOf(tx, id)).toMatchObject([{ outcome: 'failed' }])
    const { rows } = await tx.query(
      'select kind, reason from hub.events where subject = $1 order by id desc limit 1',
      [`instruction:${id}`],
    )
    expect(rows).toEqual([{ kind: 'instruction.retried', reason: 'sql update' }])
  })
})

describe('late writes', () => {
  test('are ignored, journaled and warned of', async ({ client }) => {
    const notices: string[] = []
    client.on('notice', (notice) => notices.push(`${notice.severity}: ${notice.message}`))
    const id = await instructionAt(client, 'completed')
    const before = await rowOf(client, id)
    await client.query(`set application_name = 'old ae'`)
    expect((await aeStatus(client, id, 'failed', 'too late')).rowCount).toBe(0)
    expect(await rowOf(client, id)).toEqual(before)
    expect(notices).toEqual([
      `WARNING: instruction ${id} is completed: the late change to failed was ignored`,
    ])
    const { rows } = await client.query(`select * from hub.events where kind = 'write.ignored'`)
    expect(rows).toMatchObject([
      {
        subject: `instruction:${id}`,
        op: null,
        actor: 'postgres',
        application: 'old ae',
        doc: { from: 'completed', to: 'failed', error_message: 'too late', attempt: 1 },
      },
    ])
  })

  test('to what was cancelled meanwhile change nothing', async ({ client, connect }) => {
    const poller = await connect({ role: 'hub_poller' })
    const id = await subInsertInstruction(client)
    await aeStatus(poller, id, 'processing')
    await client.query(`select hub.cancel_instruction($1, 'ann', 'wrong hand')`, [id])
    for (const late of ['completed', 'failed', 'pending']) {
      expect((await aeStatus(poller, id, late)).rowCount).toBe(0)
    }
    expect(await rowOf(client, id)).toMatchObject({ status: 'cancelled', completed_at: null })
    expect(await attemptsOf(client, id)).toMatchObject([{ attempt: '1', outcome: 'cancelled' }])
  })

  test('among other rows do not stop the statement', async ({ tx }) => {
    const done = await instructionAt(tx, 'completed')
    const mine = await instructionAt(tx, 'processing')
    const { rowCount } = await tx.query(
      `update render_instructions set status = 'failed', error_message = 'x' where id = any ($1)`,
      [[done, mine]],
    )
    expect(rowCount).toBe(1)
    expect(await rowOf(tx, done)).toMatchObject({ status: 'completed' })
    expect(await rowOf(tx, mine)).toMatchObject({ status: 'failed' })
  })
})

describe('second claims', () => {
  test('raise UB409, and count although they roll back', async ({ client, connect }) => {
    const id = await instructionAt(client, 'processing')
    const other = await connect({ role: 'hub_poller' })
    const before = await refusals(client)
    for (let n = 1; n <= 3; n++) {
      await other.query('begin')
      await expect(aeStatus(other, id, 'processing')).rejects.toMatchObject({
        code: 'UB409',
        message: `instruction ${id} cannot be claimed: it is processing`,
      })
      await other.query('rollback')
      expect(await refusals(client)).toBe(before + n)
    }
    expect(await attemptsOf(client, id)).toHaveLength(1)
  })

  test('of deferred, paused and expired rows are refused to everybody', async ({ tx }) => {
    const rows: readonly (readonly [string, string])[] = [
      [await subInsertInstruction(tx, { not_before: '2100-01-01' }), 'deferred'],
      [await subInsertInstruction(tx, { template_name: 'paused_one' }), 'paused'],
      [await subInsertInstruction(tx, { expires_at: '2020-01-01' }), 'expired'],
    ]
    await tx.query(`select hub.pause('template:paused_one', 'ann', 'wrong font')`)
    for (const role of ['postgres', 'hub_poller']) {
      await tx.query(`set local role ${role}`)
      for (const [id, why] of rows) {
        expect(await refusalOf(tx, () => aeStatus(tx, id, 'processing'))).toMatchObject({
          code: 'UB409',
          message: `instruction ${id} cannot be claimed now: it is ${why}`,
        })
      }
      await tx.query('reset role')
    }
    await tx.query(`select hub.pause('queue', 'ann', 'all of it')`)
    const id = await subInsertInstruction(tx)
    expect(await refusalOf(tx, () => aeStatus(tx, id, 'processing'))).toMatchObject({ code: 'UB409' })
  })
})

describe('whatever anybody does', () => {
  const legal = new Set([
    'pending>processing',
    'pending>cancelled',
    'processing>pending',
    'processing>completed',
    'processing>failed',
    'processing>cancelled',
    'failed>pending',
    'failed>completed',
    'failed>cancelled',
    'completed>pending',
    'cancelled>pending',
  ])

  test('no illegal transition is ever made, and attempts agree with the journal', async ({ tx }) => {
    const random = seeded(9)
    const worker = await registerWorker(tx)
    const ids: string[] = []
    for (let n = 0; n < 6; n++) ids.push(await subInsertInstruction(tx, { status: random.of(statuses) }))
    const columns = [
      'attempt',
      'retry_count',
      'progress',
      'worker_id',
      'started_at',
      'lease_expires_at',
      'not_before',
    ]
    const values = ['0', '1', '7', null, 'epoch', '2100-01-01', 'b7e6a3a0-0000-4000-8000-000000000000']
    let moved = 0
    for (let n = 0; n < 600; n++) {
      const id = random.of(ids)
      const token = random.below(4)
      const steps: (() => Promise<QueryResult>)[] = [
        () => aeStatus(tx, id, random.of(statuses), random.of([null, 'timeout', 'invalid'])),
        () =>
          tx.query(`update render_instructions set status = $1, ${random.of(columns)} = $2 where id = $3`, [
            random.of(statuses),
            random.of(values),
            id,
          ]),
        () => tx.query('select hub.claim_instructions($1, 2)', [worker]),
        () => tx.query(`select hub.complete_instruction($1, $2, '/out')`, [id, token]),
        () => tx.query(`select hub.fail_instruction($1, $2, 'timeout')`, [id, token]),
        () => tx.query('select hub.release_instruction($1, $2)', [id, token]),
        () => tx.query(`select hub.retry_instruction($1, 'ann', 'again')`, [id]),
        () => tx.query(`select hub.cancel_instruction($1, 'ann', 'no')`, [id]),
        () => tx.query(`insert into render_outputs (instruction_id, output_path) values ($1, '/out')`, [id]),
      ]
      const { result } = await tried(tx, random.of(steps))
      if (result) moved++
    }
    expect(moved).toBeGreaterThan(100)

    const { rows: changes } = await tx.query(
      `select subject, lag(doc ->> 'status') over (partition by subject order by id) || '>' || (doc ->> 'status') as change
       from hub.events where subject like 'instruction:%' and op is not null and doc ? 'status'`,
    )
    const made = changes.map((row) => row.change).filter((change) => change !== null)
    expect(made.filter((change) => !legal.has(change))).toEqual([])
    expect(new Set(made).size).toBeGreaterThan(7)

    const { rows: disagree } = await tx.query(
      `select i.id, i.status, i.attempt, count(a.attempt), count(*) filter (where a.outcome is null and a.attempt is not null) as open
       from render_instructions as i left join hub.attempts as a on a.instruction_id = i.id
       group by i.id having count(a.attempt) <> i.attempt
         or count(*) filter (where a.outcome is null and a.attempt is not null) <> (i.status = 'processing')::int`,
    )
    expect(disagree).toEqual([])
  })
})
