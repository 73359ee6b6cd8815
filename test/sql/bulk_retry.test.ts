import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test as base } from '../support/database.ts'
import { makeLogin } from '../support/logins.ts'
import { instruction, queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { claim, registerWorker } from '../support/workers.ts'

const test = base.extend('client', async ({ connect }) => {
  const client = await connect()
  return client
})

type Told = { instruction_id: string; outcome: string; why: string }

async function bulk(client: Client, filter: unknown, preview = false): Promise<Told[]> {
  const { rows } = await client.query(`select * from hub.bulk_retry($1, 'ann', 'the NAS is back', $2)`, [
    JSON.stringify(filter),
    preview,
  ])
  return rows
}

function outcomes(told: Told[]): Record<string, string> {
  return Object.fromEntries(told.map(({ instruction_id, outcome }) => [instruction_id, outcome]))
}

/** One that a worker claimed and failed. */
async function failed(client: Client, worker: string, changes = {}, error = 'not found'): Promise<string> {
  const id = await queued(client, { priority: 1, ...changes })
  expect(await claim(client, worker)).toEqual([{ id, attempt: '1' }])
  await client.query('select hub.fail_instruction($1, 1, $2)', [id, error])
  return id
}

/** One instruction of every state, by its state. */
async function oneOfEach(client: Client): Promise<Record<string, string>> {
  const worker = await registerWorker(client)
  const of = { trigger_type: 'elimination' }
  const permanent = await failed(client, worker, { ...of, priority: 4 })
  const retryable = await failed(client, worker, of, '503')
  const completed = await queued(client, { ...of, priority: 1 })
  await claim(client, worker)
  await client.query(`select hub.complete_instruction($1, 1, '/a.png')`, [completed])
  const cancelled = await queued(client, of)
  await client.query(`select hub.cancel_instruction($1, 'bob', 'wrong')`, [cancelled])
  const processing = await queued(client, { ...of, priority: 1 })
  await claim(client, worker)
  const pending = await queued(client, of)
  const deferred = await queued(client, { ...of, not_before: '2100-01-01' })
  const first = await queued(client, { ...of, priority: 1 })
  const pinned = await queued(client, of)
  await client.query(`select hub.change_priority($1, 7, 'bob', 'later')`, [pinned])
  return { permanent, retryable, completed, cancelled, processing, pending, deferred, first, pinned }
}

const all = ['pending', 'processing', 'completed', 'failed', 'cancelled']

describe('the filter', () => {
  test('each key means its instructions, alone and together, one value or several', async ({ client }) => {
    const [one, two] = [await registerWorker(client, 'ae-01'), await registerWorker(client, 'ae-02')]
    const a = await failed(client, one, {
      template_name: 'lower_third',
      trigger_type: 'player_eliminated',
      created_at: '2026-11-19T05:00:00Z',
    })
    const b = await failed(client, two, { template_name: 'chips', created_at: '2026-11-19T06:00:00Z' }, '503')
    const c = await failed(
      client,
      two,
      { template_name: 'lower_third', trigger_type: ' Elimination', created_at: '2026-11-19T07:00:00Z' },
      '?',
    )
    const done = await queued(client, { created_at: '2026-11-19T06:30:00Z', status: 'completed' })
    const waiting = await queued(client, { template_name: 'chips' })
    const deferred = await queued(client, { template_name: 'chips', not_before: '2100-01-01' })
    const expected: [filter: object, ids: string[]][] = [
      [{ status: 'failed' }, [a, b, c]],
      [{ status: ['failed', 'pending'] }, [a, b, c, waiting, deferred]],
      [{ status: 'pending', template_name: ['chips', 'nothing'] }, [waiting, deferred]],
      [{ status: 'pending', template_name: 'lower_third' }, []],
      [{ created_after: '2026-11-19T06:00:00Z' }, [b, c]],
      [{ created_after: '2026-11-19T15:00:00' }, [b, c]], // at the venue, which is in Seoul
      [{ created_after: '2026-11-19T05:00:00Z', created_before: '2026-11-19T06:00:00Z' }, [a]],
      [{ created_after: '2026-11-19T06:15Z', status: ['completed', 'failed'] }, [c, done]],
      [{ template_name: 'lower_third' }, [a, c]],
      [{ template_name: ['lower_third', 'chips'] }, [a, b, c]],
      [{ trigger_type: 'elimination' }, [a, c]],
      [{ trigger_type: ['PLAYER_ELIMINATED'], created_after: '2026-11-19T06:00Z' }, [c]],
      [{ error_class: 'retryable' }, [b]],
      [{ error_class: ['permanent', 'unknown'] }, [a, c]],
      [{ worker: 'ae-02' }, [b, c]],
      [{ worker: [one, 'ae-02'] }, [a, b, c]],
      [{ worker: one, error_class: 'retryable' }, []],
      [{ ids: a }, [a]],
      [{ ids: [Number(waiting), a, a] }, [a, waiting]],
      [{ ids: [done, a] }, [a, done]],
    ]
    for (const [filter, ids] of expected) {
      const told = await bulk(client, filter, true)
      expect({ filter, ids: told.map((row) => row.instruction_id) }).toEqual({
        filter,
        ids: [...ids].sort((x, y) => Number(x) - Number(y)),
      })
    }
  })

  test('that cannot be meant is refused, and says which key and what it takes', async ({ client }) => {
    await failed(client, await registerWorker(client))
    const malformed: [filter: string, named: string][] = [
      ['[]', 'array'],
      ['5', 'number'],
      ['"failed"', 'string'],
      ['{"statu": "failed"}', 'statu'],
      ['{"status": "failed", "priority": 1}', 'priority'],
      ['{"status": "done"}', 'status'],
      ['{"status": 5}', 'status'],
      ['{"status": null}', 'status'],
      ['{"status": []}', 'status'],
      ['{"status": ["failed", null]}', 'status'],
      ['{"status": {"is": "failed"}}', 'status'],
      ['{"error_class": "fatal"}', 'error_class'],
      ['{"template_name": 7}', 'template_name'],
      ['{"template_name": " "}', 'template_name'],
      ['{"trigger_type": true}', 'trigger_type'],
      ['{"worker": [[]]}', 'worker'],
      ['{"created_after": "soon"}', 'created_after'],
      ['{"created_after": ["2026-11-19"]}', 'created_after'],
      ['{"created_before": 1763533200}', 'created_before'],
      ['{"ids": "one"}', 'ids'],
      ['{"ids": [1.5]}', 'ids'],
      ['{"ids": [-1]}', 'ids'],
      ['{"ids": [9223372036854775808]}', 'ids'],
      ['{"ids": []}', 'ids'],
    ]
    for (const [filter, named] of malformed) {
      const refusal = await refusalOf(client, `select hub.bulk_retry($1, 'ann', 'why')`, [filter])
      expect({ filter, ...refusal }).toMatchObject({
        code: 'UB400',
        message: expect.stringContaining(named),
        hint: expect.stringContaining(
          'status, created_after, created_before, template_name, trigger_type, error_class, worker, ids',
        ),
      })
    }
    for (const [filter, code] of [
      ['{}', 'UB422'],
      [null, 'UB422'],
      ['null', 'UB422'],
      ['{"status": "completed"}', 'UB422'],
      ['{"status": ["failed", "cancelled"], "created_before": "2026-11-19"}', 'UB422'],
      ['{"worker": "ae-99"}', 'UB404'],
    ]) {
      const refusal = await refusalOf(client, `select hub.bulk_retry($1, 'ann', 'why')`, [filter])
      expect({ filter, ...refusal }).toMatchObject({ code, hint: expect.stringMatching(/\S/) })
    }
    for (const [actor, reason] of [
      ['', 'why'],
      ['ann', ' '],
    ]) {
      for (const preview of [true, false]) {
        expect(
          await refusalOf(client, `select hub.bulk_retry('{"status": "failed"}', $1, $2, $3)`, [
            actor,
            reason,
            preview,
          ]),
        ).toMatchObject({ code: 'UB422' })
      }
    }
    expect((await client.query('select from hub.actions')).rowCount).toBe(0)
  })

  test('that means more than bulk.max is refused, whether it names them or not', async ({ client }) => {
    const worker = await registerWorker(client)
    const ids = [await failed(client, worker), await failed(client, worker), await failed(client, worker)]
    await client.query(`update hub.settings set value = '2' where key = 'bulk.max'`)
    for (const filter of [{ status: 'failed' }, { ids }]) {
      for (const preview of [true, false]) {
        expect(await refusalOf(client, () => bulk(client, filter, preview))).toMatchObject({
          code: 'UB422',
          message: expect.stringContaining('more than 2'),
          hint: expect.stringContaining('bulk.max'),
        })
      }
    }
    await client.query(`update hub.settings set value = '3' where key = 'bulk.max'`)
    expect(await bulk(client, { status: 'failed' })).toHaveLength(3)
  })
})

describe('each instruction', () => {
  test('is answered with what became of it, and why', async ({ client }) => {
    const of = await oneOfEach(client)
    const told = await bulk(client, { status: all, created_after: '2000-01-01' })
    expect(
      Object.fromEntries(told.map(({ instruction_id, outcome, why }) => [instruction_id, [outcome, why]])),
    ).toEqual({
      [of.permanent as string]: ['retried', 'was failed: not found'],
      [of.retryable as string]: ['retried', 'was failed: 503'],
      [of.completed as string]: ['retried', 'was completed'],
      [of.cancelled as string]: ['retried', 'was cancelled'],
      [of.processing as string]: ['refused', `instruction ${of.processing} is being rendered by ae-01`],
      [of.pending as string]: ['boosted', 'it waits already; priority 5 becomes 4'],
      [of.deferred as string]: ['boosted', 'it waits already; priority 5 becomes 4'],
      [of.first as string]: ['unchanged', 'it waits already, with priority 1'],
      [of.pinned as string]: ['unchanged', 'it waits already, pinned to priority 7'],
    })
    expect(told.map((row) => Number(row.instruction_id))).toEqual(
      told.map((row) => Number(row.instruction_id)).sort((a, b) => a - b),
    )
  })

  test('becomes what retry_instruction would have made of it', async ({ client, connect }) => {
    const of = await oneOfEach(client)
    const single = await connect()
    const timeless = `to_jsonb(i) - '{updated_at,eligible_at}'::text[] as row`
    await single.query('begin')
    for (const [name, id] of Object.entries(of)) {
      const call = `select hub.retry_instruction($1, 'ann', 'one by one')`
      if (name === 'processing') expect(await refusalOf(single, call, [id])).toMatchObject({ code: 'UB409' })
      else await single.query(call, [id])
    }
    const expected = (await single.query(`select ${timeless} from render_instructions as i order by id`)).rows
    await single.query('rollback')
    await bulk(client, { ids: Object.values(of) })
    expect((await client.query(`select ${timeless} from render_instructions as i order by id`)).rows).toEqual(
      expected,
    )
    const { rows } = await client.query(
      'select status, count(*)::int as n from render_instructions group by 1 order by 1',
    )
    expect(rows).toEqual([
      { status: 'pending', n: 8 },
      { status: 'processing', n: 1 },
    ])
  })

  test('that was named is answered also when it is not there or does not fit', async ({ client }) => {
    const { permanent, cancelled, pending } = await oneOfEach(client)
    expect(await bulk(client, { status: 'failed', ids: [permanent, cancelled, pending, '999'] })).toEqual([
      { instruction_id: permanent, outcome: 'retried', why: 'was failed: not found' },
      { instruction_id: cancelled, outcome: 'skipped', why: 'it does not fit the filter: it is cancelled' },
      { instruction_id: pending, outcome: 'skipped', why: 'it does not fit the filter: it is pending' },
      { instruction_id: '999', outcome: 'refused', why: 'there is no such instruction' },
    ])
  })

  test('is audited, and the whole; the journal tells who, why, and what it follows from', async ({
    client,
  }) => {
    const of = await oneOfEach(client)
    const { rows: before } = await client.query('select max(id) as id from hub.actions')
    const told = await bulk(client, { ids: Object.values(of) })
    const done = told
      .filter((row) => ['retried', 'boosted'].includes(row.outcome))
      .map((row) => row.instruction_id)
    const { rows: actions } = await client.query(
      'select *, undo_until is not null as undoable from hub.actions where id > $1 order by id',
      [before[0].id],
    )
    const [whole, ...members] = actions
    expect(whole).toMatchObject({
      actor: 'ann',
      verb: 'bulk_retry',
      reason: 'the NAS is back',
      undoable: true,
      subject: `bulk:${whole.id}`,
      after: { instructions: done.map(Number), actions: members.map((row) => Number(row.id)) },
      evidence: { retried: 4, boosted: 2, unchanged: 2, refused: 1, filter: { ids: Object.values(of) } },
    })
    expect(
      members.map((row) => [row.verb, row.actor, row.reason, row.subject, row.undoable, row.evidence]),
    ).toEqual(
      done.map((id) => [
        'retry_instruction',
        'ann',
        'the NAS is back',
        `instruction:${id}`,
        true,
        { bulk: Number(whole.id) },
      ]),
    )
    expect(members[0]).toMatchObject({
      before: { status: 'failed', priority: 4 },
      after: { status: 'pending', priority: 3 },
    })
    const { rows: events } = await client.query(
      `select e.subject, e.kind, e.actor, e.reason, c.kind as cause, c.subject as cause_of from hub.events as e join hub.events as c on c.id = e.cause where e.kind <> 'action.taken' order by e.id`,
    )
    expect(events.map((row) => row.subject)).toEqual(done.map((id) => `instruction:${id}`))
    for (const event of events) {
      expect(event).toMatchObject({
        actor: 'ann',
        reason: 'the NAS is back',
        cause: 'bulk.retried',
        cause_of: `bulk:${whole.id}`,
      })
    }
  })

  test('rings the workers when it waits', async ({ client, connect }) => {
    const worker = await registerWorker(client)
    await failed(client, worker)
    const ear = await connect()
    const heard: string[] = []
    ear.on('notification', ({ channel }) => heard.push(channel))
    await ear.query('listen hub_work')
    await bulk(client, { status: 'failed' }, true)
    await ear.query('select 1')
    expect(heard).toEqual([])
    await bulk(client, { status: 'failed' })
    await expect.poll(() => ear.query('select 1').then(() => heard)).toContain('hub_work')
    expect(await claim(client, worker)).toHaveLength(1)
  })
})

describe('a preview', () => {
  test('answers what the run then does, and writes nothing', async ({ client }) => {
    const of = await oneOfEach(client)
    const tables = [
      'public.render_instructions',
      'hub.actions',
      'hub.events',
      'hub.attempts',
      'hub.workers',
      'public.monitoring_events',
    ]
    const stands = async (): Promise<unknown[]> => {
      const found: unknown[] = []
      for (const table of tables)
        found.push((await client.query(`select to_jsonb(t) as row from ${table} as t order by 1`)).rows)
      found.push(
        (
          await client.query(
            `select sequencename, last_value from pg_sequences where schemaname in ('hub', 'public') order by 1`,
          )
        ).rows,
      )
      return found
    }
    for (const filter of [
      { status: all, created_after: '2000-01-01' },
      { status: 'failed', ids: [...Object.values(of), 999] },
      { error_class: 'retryable' },
    ]) {
      const before = await stands()
      const previewed = await bulk(client, filter, true)
      expect(await stands()).toEqual(before)
      expect(previewed.length).toBeGreaterThan(0)
      await client.query('begin')
      expect(await bulk(client, filter)).toEqual(previewed)
      expect(await stands()).not.toEqual(before)
      await client.query('rollback')
    }
  })

  test('keeps no row from anybody', async ({ client, connect }) => {
    await oneOfEach(client)
    const other = await connect()
    await client.query('begin')
    expect(await bulk(client, { status: all, created_after: '2000-01-01' }, true)).toHaveLength(9)
    expect((await other.query('select from render_instructions for update nowait')).rowCount).toBe(9)
    await client.query('commit')
  })
})

describe('beside others', () => {
  test('a row that somebody holds is skipped, not waited for; so says the preview', async ({
    client,
    connect,
  }) => {
    const worker = await registerWorker(client)
    const ids = [
      await failed(client, worker),
      await failed(client, worker),
      await failed(client, worker),
    ] as const
    const holder = await connect()
    await holder.query('begin')
    await holder.query(`select hub.cancel_instruction($1, 'bob', 'wrong')`, [ids[1]])
    await client.query(`set lock_timeout = '2s'`) // a wait would fail
    const expected = { [ids[0]]: 'retried', [ids[1]]: 'skipped', [ids[2]]: 'retried' }
    expect(outcomes(await bulk(client, { status: 'failed' }, true))).toEqual(expected)
    const told = await bulk(client, { status: 'failed' })
    expect(outcomes(told)).toEqual(expected)
    expect(told[1]?.why).toMatch(/somebody else/)
    await holder.query('commit')
    expect(await instruction(client, ids[1])).toMatchObject({ status: 'cancelled' })
  })

  test('heartbeats go on while a bulk is open, and a bulk beside a render refuses it at once', async ({
    client,
    connect,
  }) => {
    const { processing, permanent } = await oneOfEach(client)
    const { rows } = await client.query('select worker_id from render_instructions where id = $1', [
      processing,
    ])
    const open = await connect()
    await open.query('begin')
    await open.query(`set lock_timeout = '2s'`)
    const told = await bulk(open, { status: ['failed', 'processing'] })
    expect(outcomes(told)).toMatchObject({
      [processing as string]: 'refused',
      [permanent as string]: 'retried',
    })
    await client.query(`set lock_timeout = '2s'`)
    const beat = await client.query('select * from hub.heartbeat($1, $2)', [
      rows[0].worker_id,
      `{"${processing}": 40}`,
    ])
    expect(beat.rows).toEqual([{ instruction_id: processing, attempt: '1', command: 'continue' }])
    expect(await instruction(client, processing as string)).toMatchObject({ progress: 40 })
    await open.query('commit')
  })

  test('bulks, claims, heartbeats and single retries at once: no deadlock, and nothing done twice', async ({
    client,
    connect,
  }) => {
    const [one, two] = [await registerWorker(client, 'ae-01'), await registerWorker(client, 'ae-02')]
    for (let i = 0; i < 40; i++) await failed(client, i % 2 ? one : two)
    const rounds = async (act: (session: Client, round: number) => Promise<unknown>): Promise<void> => {
      const session = await connect()
      for (let round = 0; round < 40; round++) await act(session, round)
    }
    const work = (worker: string) => async (session: Client) => {
      const held = await claim(session, worker, 5)
      await session.query('select * from hub.heartbeat($1)', [worker])
      for (const { id, attempt } of held)
        await session.query(`select hub.fail_instruction($1, $2, 'not found')`, [id, attempt])
    }
    await Promise.all([
      rounds((session) => bulk(session, { status: ['failed', 'pending', 'processing'] })),
      rounds((session) =>
        bulk(session, { status: ['pending', 'failed'], ids: Array.from({ length: 40 }, (_, i) => 40 - i) }),
      ),
      rounds(work(one)),
      rounds(work(two)),
      rounds(async (session, round) => {
        const outcome = await session
          .query(`select hub.retry_instruction($1, 'bob', 'too')`, [40 - round])
          .then(
            () => 'done',
            (error: { code: string }) => error.code,
          )
        expect(['done', 'UB409']).toContain(outcome)
      }),
    ])
    // every return to the queue that the journal knows was asked for exactly once
    const { rows } = await client.query(`
      select (select count(*)::int from hub.events where kind = 'instruction.retried') as journaled,
        (select count(*)::int from hub.actions where verb = 'retry_instruction' and before ->> 'status' = 'failed') as audited`)
    expect(rows[0].journaled).toBe(rows[0].audited)
    expect(rows[0].journaled).toBeGreaterThanOrEqual(40)
  }, 60_000)

  test('a login of the hub may, for all tables are the owner’s', async ({ client, url }) => {
    await failed(client, await registerWorker(client))
    const login = await makeLogin(url, 'hub_app')
    const app = await login.connect()
    for (const preview of [true, false]) expect(await bulk(app, { worker: 'ae-01' }, preview)).toHaveLength(1)
    await login.drop()
  })
})

describe('at depth, with statistics of an empty table', () => {
  /** Index entries and whole scans that an act costs in the queue. */
  async function costOf(
    client: Client,
    act: () => Promise<unknown>,
  ): Promise<{ scans: number; tuples: number }> {
    const looked = async (): Promise<[number, number]> => {
      await client.query('select pg_stat_force_next_flush()')
      const { rows } = await client.query(`
        select t.seq_scan::int as scans, (t.seq_tup_read + sum(i.idx_tup_read))::int as tuples
        from pg_stat_user_tables as t join pg_stat_user_indexes as i on i.relid = t.relid
        where t.relid = 'public.render_instructions'::regclass group by t.seq_scan, t.seq_tup_read`)
      return [rows[0].scans, rows[0].tuples]
    }
    const before = await looked()
    await act()
    const after = await looked()
    return { scans: after[0] - before[0], tuples: after[1] - before[1] }
  }

  test('each state is found by its own index, and no way leads over the whole table', async ({ client }) => {
    await client.query(`
      alter table render_instructions set (autovacuum_enabled = off);
      analyze render_instructions;
      set session_replication_role = replica`)
    const add = (count: number, columns: string, values: string): Promise<unknown> =>
      client.query(
        `insert into render_instructions (status, template_name, ${columns}) select ${values} from generate_series(1, ${count}) as g`,
      )
    const past = `now() - interval '30 days' + g * interval '1 second'`
    await add(
      300_000,
      'recorded_at, created_at, completed_at, started_at',
      `'completed', 'template_' || g % 20, ${past}, ${past}, now(), now()`,
    )
    await add(
      20_000,
      'recorded_at, created_at, cancelled_at',
      `'cancelled', 'template_1', now() - interval '9 days', ${past}, now()`,
    )
    await add(
      100_000,
      'recorded_at, eligible_at',
      `'pending', 'template_' || g % 20, now() - interval '8 days', now()`,
    )
    await add(100, 'recorded_at, eligible_at', `'pending', 'rare', now() - interval '8 days', now()`)
    await add(
      20_000,
      'recorded_at, not_before',
      `'pending', 'later', now() - interval '8 days', now() + interval '1 day'`,
    )
    await add(
      500,
      'recorded_at, created_at, completed_at, started_at, error_class',
      `'failed', 'template_' || g % 20, now() - interval '7 days', ${past}, now(), now(), 'permanent'`,
    )
    await add(50, 'created_at, completed_at, started_at', `'completed', 'recent', now(), now(), now()`)
    await client.query('reset session_replication_role')
    const { rows } = await client.query(
      `select min(id)::int as first from render_instructions where template_name = 'rare'`,
    )

    // again and again: the first plans are made for the values, later ones for any
    for (let round = 0; round < 7; round++) {
      for (const [filter, found, most] of [
        [{ status: 'failed' }, 500, 4000],
        [{ template_name: 'template_3', error_class: 'permanent' }, 25, 1500],
        [{ status: 'completed', created_after: new Date(Date.now() - 3_600_000).toISOString() }, 50, 1000],
        [{ status: 'pending', template_name: 'rare' }, 100, 22_000],
        [{ ids: [rows[0].first, rows[0].first + 1, 999_999_999] }, 3, 100],
      ] as const) {
        const cost = await costOf(client, async () =>
          expect(await bulk(client, filter, true)).toHaveLength(found),
        )
        expect({ filter, ...cost }).toMatchObject({ scans: 0 })
        expect(cost.tuples, JSON.stringify(filter)).toBeLessThan(most)
      }
    }
    const done = await costOf(client, async () =>
      expect(await bulk(client, { status: 'failed' })).toHaveLength(500),
    )
    expect(done).toMatchObject({ scans: 0 })
    expect(done.tuples).toBeLessThan(15_000)
  }, 120_000)
})
