import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test as base } from '../support/database.ts'
import { makeLogin } from '../support/logins.ts'
import { instruction, queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { journalAndTables } from '../support/replay.ts'
import { allowSimulation, pidOf, untilWaiting } from '../support/sessions.ts'
import { subInsertInstruction } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

const test = base.extend('client', async ({ connect }) => {
  const client = await connect()
  return client
})

const undoing = `select * from hub.undo_action($1, 'bob', 'wrong row')`
type Row = Record<string, unknown>

async function one(client: Client, query: string, values: unknown[] = []): Promise<Row> {
  const { rows } = await client.query(query, values)
  return rows[0]
}

/** The last action of a verb. */
async function actionOf(client: Client, verb: string): Promise<string> {
  const { id } = await one(client, 'select id from hub.actions where verb = $1 order by id desc limit 1', [
    verb,
  ])
  return String(id)
}

async function undo(client: Client, verb: string): Promise<Row> {
  return one(client, undoing, [await actionOf(client, verb)])
}

/** All of an instruction but the time of its last change. */
async function stands(client: Client, id: string): Promise<Row> {
  const { updated_at: _, ...row } = await instruction(client, id)
  return row
}

async function allStand(client: Client, ids: readonly string[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const id of ids) rows.push(await stands(client, id))
  return rows
}

/** A worker's tries at an instruction: what an undo must leave as it is. */
async function attempts(client: Client): Promise<Row[]> {
  return (await client.query('select * from hub.attempts order by instruction_id, attempt')).rows
}

async function rendered(client: Client, end: string, changes = {}): Promise<string> {
  const id = await queued(client, { priority: 4, retry_count: 1, expires_at: '2100-01-01', ...changes })
  const worker = await registerWorker(client)
  await claim(client, worker)
  await client.query('select * from hub.heartbeat($1, $2)', [worker, `{"${id}": 30}`])
  await client.query(end, [id])
  return id
}

const failing = `select hub.fail_instruction($1, 1, 'not found: bg.png')`
const failingForNow = `select hub.fail_instruction($1, 1, 'Nexrender 503')`
const completing = `select hub.complete_instruction($1, 1, '/a.png')`

describe('exactly what stood there before', () => {
  const acts: Record<string, { before: (client: Client) => Promise<string>; act: string; verb?: string }> = {
    'a retry of a failed one': {
      before: (c) => rendered(c, failing),
      act: `hub.retry_instruction($1, 'ann', 'x')`,
    },
    'a retry of one that would have come by itself': {
      before: (c) => rendered(c, failingForNow),
      act: `hub.retry_instruction($1, 'ann', 'x', 1)`,
    },
    'a retry of a completed one': {
      before: (c) => rendered(c, completing),
      act: `hub.retry_instruction($1, 'ann', 'x')`,
    },
    'a retry of a cancelled one': {
      before: async (c) => {
        const id = await queued(c, { expires_at: '2100-01-01' })
        await c.query(`select hub.cancel_instruction($1, 'eve', 'x')`, [id])
        return id
      },
      act: `hub.retry_instruction($1, 'ann', 'x', 9)`,
    },
    'a retry of a superseded one': {
      before: async (c) => {
        const id = await queued(c)
        await queued(c)
        await c.query(`set session_replication_role = replica`)
        await c.query(
          `update render_instructions set status = 'cancelled', eligible_at = null, cancelled_at = now(), superseded_by = $1::bigint + 1 where id = $1`,
          [id],
        )
        await c.query(`reset session_replication_role`)
        return id
      },
      act: `hub.retry_instruction($1, 'ann', 'x')`,
    },
    'a boost of a waiting one': { before: (c) => queued(c), act: `hub.retry_instruction($1, 'ann', 'x')` },
    'a priority': { before: (c) => queued(c), act: `hub.change_priority($1, 1, 'ann', 'x')` },
    'a cancelled waiting one': { before: (c) => queued(c), act: `hub.cancel_instruction($1, 'ann', 'x')` },
    'a cancelled deferred one': {
      before: (c) => queued(c, { not_before: '2100-01-01' }),
      act: `hub.cancel_instruction($1, 'ann', 'x')`,
    },
    'a cancelled one that waited for its retry': {
      before: (c) => rendered(c, failingForNow),
      act: `hub.cancel_instruction($1, 'ann', 'x')`,
    },
  }
  for (const [what, { before, act }] of Object.entries(acts)) {
    test(what, async ({ client }) => {
      const id = await before(client)
      const [stood, tries] = [await stands(client, id), await attempts(client)]
      await client.query(`select ${act}`, [id])
      expect(await stands(client, id)).not.toEqual(stood)
      const { rows } = await client.query('select * from hub.actions order by id desc limit 1')
      const undone = await one(client, undoing, [rows[0].id])
      expect(await stands(client, id)).toEqual(stood)
      expect(await attempts(client)).toEqual(tries)
      expect(undone).toMatchObject({
        verb: 'undo_action',
        actor: 'bob',
        reason: 'wrong row',
        undo_of: rows[0].id,
        undo_until: null,
      })
      // the two audit rows are each other's mirror
      const columns = (row: Row): Row => ({ ...(row as object), updated_at: undefined })
      expect(columns(undone.after as Row)).toEqual(columns(rows[0].before))
      expect(columns(undone.before as Row)).toEqual(columns(rows[0].after))
    })
  }

  test('the journal says who, why, and what it follows from', async ({ client }) => {
    const id = await rendered(client, failing)
    await client.query(`select hub.retry_instruction($1, 'ann', 'x')`, [id])
    await undo(client, 'retry_instruction')
    const { rows } = await client.query(
      `select e.kind, e.actor, e.reason, e.doc ->> 'status' as status, c.kind as cause, c.actor as cause_actor
       from hub.events as e left join hub.events as c on c.id = e.cause where e.subject = $1 order by e.id desc limit 1`,
      [`instruction:${id}`],
    )
    expect(rows).toEqual([
      {
        kind: 'instruction.restored',
        actor: 'bob',
        reason: 'wrong row',
        status: 'failed',
        cause: 'instruction.retried',
        cause_actor: 'ann',
      },
    ])
  })

  test('what waits again is claimed at its old place, what failed waits for nobody', async ({ client }) => {
    const [first, second] = [await queued(client), await queued(client)]
    await client.query(`select hub.cancel_instruction($1, 'ann', 'x')`, [first])
    await undo(client, 'cancel_instruction')
    const worker = await registerWorker(client)
    expect(await claim(client, worker)).toEqual([{ id: first, attempt: '1' }])
    expect(await claim(client, worker)).toEqual([{ id: second, attempt: '1' }])
    await client.query(failing, [first])
    await client.query(`select hub.retry_instruction($1, 'ann', 'x')`, [first])
    await undo(client, 'retry_instruction')
    expect(await claim(client, worker)).toEqual([])
    await client.query(`select hub.retry_instruction($1, 'ann', 'x')`, [first])
    expect(await claim(client, worker)).toEqual([{ id: first, attempt: '2' }])
  })
})

describe('other things than instructions', () => {
  test('a pause ends, a resumption never was', async ({ client, connect }) => {
    const ear = await connect()
    const heard: string[] = []
    ear.on('notification', ({ channel }) => heard.push(channel))
    await ear.query('listen hub_work')
    await client.query(`select hub.pause('queue', 'ann', 'break')`)
    await undo(client, 'pause')
    const pauses = `select scope, paused_by, resumed_by, resume_reason from hub.pauses order by id`
    expect((await client.query(pauses)).rows).toEqual([
      { scope: 'queue', paused_by: 'ann', resumed_by: 'bob', resume_reason: 'wrong row' },
    ])
    await expect.poll(() => ear.query('select 1').then(() => heard)).toContain('hub_work')

    await client.query(`select hub.pause('template:chips', 'ann', 'wrong font')`)
    const before = await one(client, 'select * from hub.pauses where resumed_at is null')
    await client.query(`select hub.resume('template:chips', 'eve', 'mended')`)
    await undo(client, 'resume')
    expect(await one(client, 'select * from hub.pauses where resumed_at is null')).toEqual(before)
    const { rows } = await client.query(
      `select e.kind, e.actor, c.kind as cause from hub.events as e left join hub.events as c on c.id = e.cause
       where e.subject like 'scope:%' order by e.id`,
    )
    expect(rows).toEqual([
      { kind: 'scope.paused', actor: 'ann', cause: null },
      { kind: 'scope.resumed', actor: 'bob', cause: 'scope.paused' },
      { kind: 'scope.paused', actor: 'ann', cause: null },
      { kind: 'scope.resumed', actor: 'eve', cause: null },
      { kind: 'scope.paused', actor: 'bob', cause: 'scope.resumed' },
    ])
  })

  test('not if somebody resumed or paused again meanwhile', async ({ client }) => {
    await client.query(`select hub.pause('queue', 'ann', 'break')`)
    await client.query(`select hub.resume('queue', 'eve', 'over')`)
    expect(await refusalOf(client, undoing, [await actionOf(client, 'pause')])).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(/scope\.resumed by "eve".*over/),
    })
    await client.query(`select hub.pause('queue', 'carl', 'fire alarm')`)
    expect(await refusalOf(client, undoing, [await actionOf(client, 'resume')])).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(/scope\.paused by "carl".*fire alarm/),
    })
  })

  test('an alert has the owner and the silence that it had', async ({ client }) => {
    await client.query(`select hub.raise_event('k', 's', 'alert', 'error', 't')`)
    const alert = () => one(client, 'select * from monitoring_events')
    const before = await alert()
    await client.query(`select hub.acknowledge_event(1, 'ann', null, now() + interval '1 hour')`)
    const anns = await alert()
    expect(anns.acknowledged_by).toBe('ann')
    await client.query(`select hub.acknowledge_event(1, '김철수')`)
    await undo(client, 'acknowledge_event')
    expect(await alert()).toEqual(anns)
    await client.query(`select hub.silence_event(1, 'bob', 'known')`)
    await client.query('select hub.undo_action(min(id), $1, $2) from hub.actions where actor = $3', [
      'ann',
      'not mine',
      'ann',
    ])
    await undo(client, 'silence_event')
    expect(await alert()).toEqual(before)
  })

  test('a setting has its old value, unless somebody set it since', async ({ client }) => {
    await client.query(`select hub.change_setting('lease.default', '20', 'ann', 'slow')`)
    await undo(client, 'change_setting')
    expect(
      await one(client, `select value, updated_by from hub.settings where key = 'lease.default'`),
    ).toEqual({ value: 12, updated_by: 'bob' })
    await client.query(`select hub.change_setting('lease.default', '20', 'ann', 'slow')`)
    const action = await actionOf(client, 'change_setting')
    await client.query(`select hub.change_setting('lease.default', '30', 'eve', 'slower')`)
    expect(await refusalOf(client, undoing, [action])).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(/lease\.default moved since: setting\.changed by "eve".*slower/),
    })
    expect(await one(client, `select value from hub.settings where key = 'lease.default'`)).toEqual({
      value: 30,
    })
    await undo(client, 'change_setting')
    await undo2(client, action) // now its own value stands there again
    expect(await one(client, `select value from hub.settings where key = 'lease.default'`)).toEqual({
      value: 12,
    })
  })

  const undo2 = (client: Client, action: string): Promise<Row> => one(client, undoing, [action])

  test('a void hand counts again, and what was cancelled with it waits at its old place', async ({
    client,
  }) => {
    const hand = await insert(client, 'hands', aHand())
    const of = { trigger_type: 'hand_completed', trigger_id: hand }
    const waiting = await subInsertInstruction(client, of)
    const deferred = await subInsertInstruction(client, {
      ...of,
      not_before: '2100-01-01',
      template_name: 'b',
    })
    const done = await rendered(client, completing, { ...of, template_name: 'c', priority: 1 })
    const retrying = await rendered(client, failingForNow, { ...of, template_name: 'd', priority: 1 })
    const ids = [waiting, deferred, done, retrying]
    const before = await allStand(client, ids)
    const { updated_at: _, ...stood } = await one(client, 'select * from hands where id = $1', [hand])
    await client.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [hand])
    const undone = await undo(client, 'void_hand')
    expect(await allStand(client, ids)).toEqual(before)
    expect(await one(client, 'select * from hands where id = $1', [hand])).toMatchObject(stood)
    expect(undone).toMatchObject({ after: { voided_at: null, void_reason: null, refused: [] } })
    expect(Object.keys((undone.after as { instructions: Row }).instructions)).toEqual([
      waiting,
      deferred,
      retrying,
    ])
    const { rows } = await client.query(
      `select e.kind, c.kind as cause from hub.events as e join hub.events as c on c.id = e.cause where e.actor = 'bob' and e.subject = $1`,
      [`hand:${hand}`],
    )
    expect(rows).toEqual([{ kind: 'hand.restored', cause: 'hand.voided' }])
  })

  test('a rule’s picture comes back with its hand, once', async ({ client }) => {
    await client.query(
      `insert into hub.render_rules (name, event, template_name) values ('mine', 'premium_hand', 'mine')`,
    )
    const hand = await insert(
      client,
      'hands',
      aHand({ hand_rank: 'full_house', community_cards_json: [], players_json: [] }),
    )
    const made = async (): Promise<Row[]> =>
      (
        await client.query('select id, status from render_instructions where hand_id = $1 order by id', [
          hand,
        ])
      ).rows
    const before = await made()
    expect(before.length).toBeGreaterThan(0)
    await client.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [hand])
    await undo(client, 'void_hand')
    expect(await made()).toEqual(before)
  })

  test('of a void hand, what moved is left and named', async ({ client }) => {
    const hand = await insert(client, 'hands', aHand())
    const of = { trigger_type: 'hand_completed', trigger_id: hand }
    const [a, b] = [
      await subInsertInstruction(client, of),
      await subInsertInstruction(client, { ...of, template_name: 'b' }),
    ]
    await client.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [hand])
    await client.query(`select hub.retry_instruction($1, 'eve', 'still wanted', 1)`, [a])
    const undone = await undo(client, 'void_hand')
    expect(undone.after).toMatchObject({
      refused: [{ instruction_id: Number(a), why: expect.stringContaining('"eve"') }],
    })
    expect(await instruction(client, a)).toMatchObject({ status: 'pending', priority: 1 })
    expect(await instruction(client, b)).toMatchObject({ status: 'pending' })
  })

  test('what the hub did by itself, which then leaves it alone', async ({ client }) => {
    const id = await queued(client)
    const boost = (): Promise<Row> =>
      one(client, `select hub.boost(array[$1::bigint], 'stale_pending', 1, 9, '{}') as n`, [id])
    expect(await boost()).toEqual({ n: 1 })
    expect(await instruction(client, id)).toMatchObject({ priority: 4 })
    await undo(client, 'change_priority')
    expect(await instruction(client, id)).toMatchObject({ priority: 5, priority_pinned: false })
    expect(await boost()).toEqual({ n: 0 })

    const worker = await registerWorker(client)
    const avoid = (): Promise<Row> => one(client, `select hub.avoid_worker($1, 1, now()) as n`, [worker])
    expect(await avoid()).toEqual({ n: 1 })
    await undo(client, 'avoid_worker')
    expect(await one(client, 'select avoid_until from hub.workers where id = $1', [worker])).toEqual({
      avoid_until: null,
    })
    expect(await avoid()).toEqual({ n: 0 })
  })
})

describe('refused', () => {
  test('when something else moved it: what, and by whom', async ({ client }) => {
    const id = await rendered(client, failing)
    await client.query(`select hub.retry_instruction($1, 'ann', 'x')`, [id])
    const [retried, stood] = [await actionOf(client, 'retry_instruction'), await stands(client, id)]
    const worker = await registerWorker(client, 'ae-07')
    await claim(client, worker)
    expect(await refusalOf(client, undoing, [retried])).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(
        new RegExp(`instruction ${id}: .*status.* moved since \\(instruction\\.claimed by `),
      ),
      hint: expect.stringContaining('hub.cancel_instruction'),
    })
    // handed back it waits as before, but at another place
    await client.query('select hub.release_instruction($1, 2)', [id])
    expect(await stands(client, id)).toMatchObject({ ...stood, attempt: '2', eligible_at: expect.any(Date) })
    expect(await refusalOf(client, undoing, [retried])).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(/eligible_at moved since \(instruction\.released by /),
    })
    await client.query(`select hub.change_priority($1, 8, 'eve', 'after the break')`, [id])
    expect(await refusalOf(client, undoing, [retried])).toMatchObject({
      message: expect.stringMatching(
        /instruction\.reprioritised by "eve" at \d\d:\d\d:\d\d KST, reason: after the break/,
      ),
    })
    expect((await client.query('select from hub.actions where undo_of is not null')).rowCount).toBe(0)
  })

  test('a priority alone is taken back from what is rendered meanwhile', async ({ client }) => {
    const id = await queued(client)
    await client.query(`select hub.change_priority($1, 1, 'ann', 'x')`, [id])
    await claim(client, await registerWorker(client))
    const before = await stands(client, id)
    await undo(client, 'change_priority')
    expect(await stands(client, id)).toEqual({
      ...before,
      priority: 5,
      base_priority: 5,
      priority_pinned: false,
    })
  })

  test('for a render that was cancelled: its attempt is over', async ({ client }) => {
    const id = await queued(client)
    const worker = await registerWorker(client)
    await claim(client, worker)
    await client.query(`select hub.cancel_instruction($1, 'ann', 'x')`, [id])
    const before = await stands(client, id)
    expect(await refusalOf(client, undoing, [await actionOf(client, 'cancel_instruction')])).toMatchObject({
      code: 'UB409',
      message: expect.stringContaining('it was being rendered, and that attempt is over'),
      hint: expect.stringContaining(`hub.retry_instruction(${id}, ..)`),
    })
    expect(await stands(client, id)).toEqual(before)
  })

  test('when the graphic was made anew since', async ({ client }) => {
    const of = { trigger_type: 'premium_hand', trigger_id: 'h9' }
    const id = await subInsertInstruction(client, of)
    await client.query(`select hub.cancel_instruction($1, 'ann', 'x')`, [id])
    const other = await subInsertInstruction(client, { ...of, trigger_type: 'premium' })
    expect(await refusalOf(client, undoing, [await actionOf(client, 'cancel_instruction')])).toMatchObject({
      code: 'UB409',
      message: expect.stringContaining(`instruction ${other} was made for the same graphic since`),
    })
  })

  test('when an alert was taken over, silenced anew or has ended since', async ({ client }) => {
    await client.query(`select hub.raise_event('k', 's', 'alert', 'error', 't')`)
    await client.query(`select hub.acknowledge_event(1, 'ann')`)
    const taken = await actionOf(client, 'acknowledge_event')
    await client.query(`select hub.acknowledge_event(1, '김철수')`)
    await client.query(`select hub.silence_event(1, 'ann', 'known')`)
    const silenced = await actionOf(client, 'silence_event')
    await client.query(`select hub.silence_event(1, '김철수', 'longer', '2 hours')`)
    for (const action of [taken, silenced])
      expect(await refusalOf(client, undoing, [action])).toMatchObject({
        code: 'UB409',
        message: expect.stringMatching(/^event:1 moved since: alert\.\w+ by "김철수" at /),
      })
    const longer = await actionOf(client, 'silence_event')
    await client.query(`select hub.resolve_event(1, 'ann', 'mended')`)
    expect(await refusalOf(client, undoing, [longer])).toMatchObject({
      code: 'UB409',
      message: 'event 1 is resolved already',
    })
  })

  test('twice, of an undo, too late, of what has none, and of nothing', async ({ client }) => {
    const id = await queued(client)
    await client.query(`select hub.change_priority($1, 1, 'ann', 'x')`, [id])
    const action = await actionOf(client, 'change_priority')
    const undone = await one(client, undoing, [action])
    const cases: [action: unknown, code: string, message: string][] = [
      [action, 'UB409', 'was taken back already by "bob"'],
      [undone.id, 'UB409', 'is an undo itself'],
      ['999', 'UB404', 'no action 999'],
      [null, 'UB404', 'no action null'],
    ]
    await client.query(`select hub.raise_event('k', 's', 'alert', 'error', 't')`)
    await client.query(`select hub.rate_event(1, 'ann', 'useful')`)
    cases.push([await actionOf(client, 'rate_event'), 'UB409', 'cannot be taken back'])
    await client.query(`update hub.settings set value = '0' where key = 'undo.window'`)
    await client.query(`select hub.change_priority($1, 2, 'ann', 'x')`, [id])
    cases.push([await actionOf(client, 'change_priority'), 'UB409', 'could be taken back until'])
    for (const [given, code, message] of cases) {
      expect(await refusalOf(client, undoing, [given])).toMatchObject({
        code,
        message: expect.stringContaining(message),
        hint: expect.stringMatching(/\S/),
      })
    }
    for (const [actor, reason] of [
      [' ', 'why'],
      ['bob', null],
    ]) {
      expect(
        await refusalOf(client, 'select hub.undo_action($1, $2, $3)', [action, actor, reason]),
      ).toMatchObject({ code: 'UB422' })
    }
  })

  test('after the window, by the hub’s clock', async ({ client }) => {
    await allowSimulation(client)
    const id = await queued(client)
    const { rows } = await client.query(
      `select now() + interval '1 minute' as at, now() + interval '11 minutes' as late, now() + interval '10 minutes' as early`,
    )
    await client.query(`select hub.change_priority($1, 1, 'ann', 'x', $2)`, [id, rows[0].at])
    const action = await actionOf(client, 'change_priority')
    const timed = `select hub.undo_action($1, 'bob', 'x', $2)`
    expect(await refusalOf(client, timed, [action, rows[0].late])).toMatchObject({ code: 'UB409' })
    await client.query(timed, [action, rows[0].early])
    expect(await instruction(client, id)).toMatchObject({ priority: 5 })
  })
})

describe('a bulk', () => {
  async function threeFailed(client: Client): Promise<string[]> {
    return [await rendered(client, failing), await rendered(client, failing), await rendered(client, failing)]
  }
  const bulk = `select hub.bulk_retry('{"status": "failed"}', 'ann', 'NAS is back')`

  test('is taken back whole, each of its members with it', async ({ client }) => {
    const ids = await threeFailed(client)
    const before = await allStand(client, ids)
    await client.query(bulk)
    const undone = await undo(client, 'bulk_retry')
    expect(await allStand(client, ids)).toEqual(before)
    expect(undone).toMatchObject({
      subject: `bulk:${undone.undo_of}`,
      after: { instructions: ids.map(Number), refused: [] },
      evidence: { restored: 3, refused: 0 },
    })
    const { rows } = await client.query(
      `select a.subject, u.actor, u.evidence from hub.actions as a left join hub.actions as u on u.undo_of = a.id where a.verb = 'retry_instruction' order by a.id`,
    )
    const whole = Number(undone.undo_of)
    expect(rows).toEqual(
      ids.map((id) => ({ subject: `instruction:${id}`, actor: 'bob', evidence: { bulk: whole } })),
    )
    expect(await refusalOf(client, undoing, [whole])).toMatchObject({ code: 'UB409' })
    expect(await refusalOf(client, undoing, [await actionOf(client, 'retry_instruction')])).toMatchObject({
      code: 'UB409',
    })
  })

  test('done and taken back, the journal still adds up to the tables', async ({ client }) => {
    const hand = await insert(client, 'hands', aHand())
    await subInsertInstruction(client, {
      trigger_type: 'hand_completed',
      trigger_id: hand,
      template_name: 'b',
    })
    await threeFailed(client)
    await client.query(bulk)
    await undo(client, 'bulk_retry')
    await client.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [hand])
    await undo(client, 'void_hand')
    const { journal, tables } = await journalAndTables(client)
    expect(Object.keys(tables)).toHaveLength(5)
    expect(journal).toEqual(tables)
  })

  test('those that moved, are held or were taken back already are left and named', async ({
    client,
    connect,
  }) => {
    const ids = [...(await threeFailed(client)), await rendered(client, failing)] as [
      string,
      string,
      string,
      string,
    ]
    await client.query(bulk)
    const member = await one(client, `select id from hub.actions where subject = $1`, [
      `instruction:${ids[0]}`,
    ])
    await one(client, undoing, [member.id])
    await client.query(`select hub.cancel_instruction($1, 'eve', 'not needed')`, [ids[1]])
    const holder = await connect()
    await holder.query('begin')
    await holder.query('select from render_instructions where id = $1 for update', [ids[2]])
    await client.query(`set lock_timeout = '2s'`) // a wait would fail
    const undone = await undo(client, 'bulk_retry')
    await holder.query('rollback')
    expect(undone).toMatchObject({
      after: {
        instructions: [Number(ids[3])],
        refused: [
          { instruction_id: Number(ids[0]), why: 'it was taken back already by "bob"' },
          {
            instruction_id: Number(ids[1]),
            why: expect.stringMatching(/instruction\.cancelled by "eve".*not needed/),
          },
          { instruction_id: Number(ids[2]), why: 'somebody else is changing it at this moment' },
        ],
      },
    })
    const { rows } = await client.query('select status from render_instructions order by id')
    expect(rows.map((row) => row.status)).toEqual(['failed', 'cancelled', 'pending', 'failed'])
    // what was only held can still be taken back by itself
    const held = await one(
      client,
      `select id from hub.actions where subject = $1 and verb = 'retry_instruction'`,
      [`instruction:${ids[2]}`],
    )
    await one(client, undoing, [held.id])
    expect(await instruction(client, ids[2])).toMatchObject({ status: 'failed' })
  })

  test('is offered to be taken back although another one followed', async ({ client }) => {
    await threeFailed(client)
    await client.query(bulk)
    const offered = `select v.id::text, v.remedy is not null as offered from ops.actions as v join hub.actions as a using (id) where a.verb = 'bulk_retry' order by id`
    const first = await actionOf(client, 'bulk_retry')
    await rendered(client, failing, { priority: 1 })
    await client.query(bulk)
    const second = await actionOf(client, 'bulk_retry')
    expect((await client.query(offered)).rows).toEqual([
      { id: first, offered: true },
      { id: second, offered: true },
    ])
    await one(client, undoing, [first])
    expect((await client.query(offered)).rows).toEqual([
      { id: first, offered: false },
      { id: second, offered: true },
    ])
  })

  test('leaves a member that somebody takes back at this moment, and says so', async ({
    client,
    connect,
  }) => {
    const ids = await threeFailed(client)
    await client.query(bulk)
    const member = await one(client, `select id from hub.actions where subject = $1`, [
      `instruction:${ids[0]}`,
    ])
    const other = await connect()
    await other.query('begin')
    await other.query(undoing, [member.id])
    await client.query(`set lock_timeout = '2s'`) // a wait would fail
    expect(await undo(client, 'bulk_retry')).toMatchObject({
      after: {
        instructions: ids.slice(1).map(Number),
        refused: [{ instruction_id: Number(ids[0]), why: 'somebody else is taking it back at this moment' }],
      },
      evidence: { restored: 2, refused: 1 },
    })
    await other.query('commit')
    const { rows } = await client.query('select distinct status from render_instructions')
    expect(rows).toEqual([{ status: 'failed' }])
  })

  test('of which nothing can be taken back is refused, and stays as it is', async ({ client }) => {
    await threeFailed(client)
    await client.query(bulk)
    await claim(client, await registerWorker(client), 3)
    expect(await refusalOf(client, undoing, [await actionOf(client, 'bulk_retry')])).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(
        /nothing of action \d+ can be taken back: instruction 1: .*instruction\.claimed/,
      ),
    })
    expect((await client.query('select from hub.actions where undo_of is not null')).rowCount).toBe(0)
  })
})

describe('beside others', () => {
  test('of two at once one is told so', async ({ client, connect }) => {
    const id = await queued(client)
    await client.query(`select hub.change_priority($1, 1, 'ann', 'x')`, [id])
    const action = await actionOf(client, 'change_priority')
    const [first, second] = [await connect(), await connect()]
    await first.query('begin')
    await first.query(undoing, [action])
    const pid = await pidOf(second)
    const late = refusalOf(second, undoing, [action])
    await untilWaiting(client, pid)
    await first.query('commit')
    expect(await late).toMatchObject({ code: 'UB409', message: expect.stringContaining('already by "bob"') })
    expect((await client.query('select from hub.actions where undo_of = $1', [action])).rowCount).toBe(1)
  })

  test('who moved it is named, although his transaction began before the action', async ({
    client,
    connect,
  }) => {
    const id = await queued(client)
    const slow = await connect()
    await slow.query('begin')
    await slow.query('select now()')
    await client.query(`select hub.change_priority($1, 3, 'ann', 'soon')`, [id])
    const action = await actionOf(client, 'change_priority')
    await slow.query(`select hub.change_priority($1, 8, 'eve', 'after the break')`, [id])
    await slow.query('commit')
    expect(await refusalOf(client, undoing, [action])).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(/priority.* moved since .*"eve".*after the break/),
    })
  })

  test('a resumption is not taken back beside a pause that is under way', async ({ client, connect }) => {
    await client.query(`select hub.pause('queue', 'ann', 'break')`)
    await client.query(`select hub.resume('queue', 'ann', 'over')`)
    const [pausing, undoer] = [await connect(), await connect()]
    await pausing.query('begin')
    await pausing.query(`select hub.pause('queue', 'carl', 'fire alarm')`)
    const pid = await pidOf(undoer)
    const late = refusalOf(undoer, undoing, [await actionOf(client, 'resume')])
    await untilWaiting(client, pid)
    await pausing.query('commit')
    expect(await late).toMatchObject({
      code: 'UB409',
      message: expect.stringMatching(/scope\.paused by "carl".*fire alarm/),
    })
  })

  test('a claim that is under way wins: the undo waits for it and says so', async ({ client, connect }) => {
    const id = await rendered(client, failing)
    await client.query(`select hub.retry_instruction($1, 'ann', 'x')`, [id])
    const worker = await registerWorker(client, 'ae-07')
    const [claiming, undoer] = [await connect(), await connect()]
    await claiming.query('begin')
    expect(await claim(claiming, worker)).toHaveLength(1)
    const pid = await pidOf(undoer)
    const late = refusalOf(undoer, undoing, [await actionOf(client, 'retry_instruction')])
    await untilWaiting(client, pid)
    await claiming.query('commit')
    expect(await late).toMatchObject({
      code: 'UB409',
      message: expect.stringContaining('instruction.claimed'),
    })
    expect(await instruction(client, id)).toMatchObject({ status: 'processing', attempt: '2' })
  })

  test('bulks, their undoing, single undoing and work at once: no deadlock, and the journal adds up', async ({
    client,
    connect,
  }) => {
    const worker = await registerWorker(client)
    for (let i = 0; i < 25; i++) await rendered(client, failing)
    const rounds = async (act: (session: Client) => Promise<unknown>): Promise<void> => {
      const session = await connect()
      while (undone() < 20) await act(session)
    }
    const outcomes: string[] = []
    const undone = (): number => outcomes.filter((outcome) => outcome === 'undone').length
    const undoLast = (verb: string) => async (session: Client) => {
      const { rows } = await session.query(
        'select id from hub.actions as a where verb = $1 and undo_until is not null and not exists (select from hub.actions as u where u.undo_of = a.id) order by id desc limit 1',
        [verb],
      )
      if (rows[0])
        outcomes.push(
          await session.query(undoing, [rows[0].id]).then(
            () => 'undone',
            (error: { code: string }) => error.code,
          ),
        )
    }
    await Promise.all([
      rounds((session) => session.query(`select hub.bulk_retry('{"status": "failed"}', 'ann', 'again')`)),
      rounds(undoLast('bulk_retry')),
      rounds(undoLast('retry_instruction')),
      rounds(undoLast('bulk_retry')),
      rounds(async (session) => {
        for (const { id, attempt } of await claim(session, worker, 3))
          await session.query(`select hub.fail_instruction($1, $2, 'not found')`, [id, attempt])
      }),
    ])
    expect(outcomes.filter((outcome) => outcome !== 'undone' && outcome !== 'UB409')).toEqual([])
    const { journal, tables } = await journalAndTables(client)
    expect(journal).toEqual(tables)
  }, 60_000)

  test('a login of the hub may; a raw statement that names the verb may not go its ways', async ({
    client,
    url,
  }) => {
    const id = await rendered(client, failing)
    await client.query(`select hub.retry_instruction($1, 'ann', 'x')`, [id])
    const login = await makeLogin(url, 'hub_app')
    const app = await login.connect()
    expect(await one(app, undoing, [await actionOf(client, 'retry_instruction')])).toMatchObject({
      actor: 'bob',
    })
    await login.drop()
    expect(await instruction(client, id)).toMatchObject({ status: 'failed' })

    const waiting = await queued(client)
    await client.query(`set hub.verb = 'undo_action'`)
    await client.query(
      `update render_instructions set status = 'completed', completed_at = now() where id = $1`,
      [waiting],
    )
    await client.query(`reset hub.verb`)
    expect(await instruction(client, waiting)).toMatchObject({ status: 'pending', completed_at: null })
  })
})
