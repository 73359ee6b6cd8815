import { expect } from 'vitest'
import type { Db } from '../../src/database/pool.ts'
import * as verbs from '../../src/database/verbs.ts'
import { anInstruction, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'

// The types of verbs.ts are written by hand: here each verb is called once and its answer looked at.

const hand = JSON.stringify({
  table_id: 'table-GG',
  hand_number: 12,
  started_at: '2025-10-16T08:25:17.0907267Z',
  source: 'rfid',
  pot_size: 900,
  players_json: [{ seat: 3, name: 'Kim', stack: 5000, end_stack: 5900, hole_cards: ['As', 'Td'] }],
}).replace('{', '{"session_id": 638961224831992165, ')

async function claimOne(db: Db, worker: string): Promise<verbs.Instruction> {
  const [claimed] = await verbs.claimInstructions(db, worker, { limit: 1 })
  if (!claimed) throw new Error('nothing to claim')
  return claimed
}

test('a worker: register, claim, heartbeat, fail, retry, complete', async ({ database: { db }, client }) => {
  const id = Number(await insert(client, 'public.render_instructions', anInstruction()))
  expect(await verbs.contractVersion(db)).toMatch(/^\d+\.\d+\.\d+$/)
  const worker = await verbs.registerWorker(db, 'ae-01', ['png'], 'test contract/1.0')
  expect(worker).toMatch(/^[0-9a-f-]{36}$/)

  const first = await claimOne(db, worker)
  expect(first).toMatchObject({ id, attempt: 1, status: 'processing', worker_id: worker })
  const commands = await verbs.heartbeat(db, worker, { [id]: 50 })
  expect(commands).toEqual([{ instruction_id: id, attempt: 1, command: 'continue' }])
  const failed = await verbs.failInstruction(db, id, 1, 'no such layer', 'permanent')
  expect(failed).toMatchObject({ status: 'failed', error_class: 'permanent' })

  const again = await verbs.retryInstruction(db, id, 'ann', 'the layer is there now', 1)
  expect(again).toMatchObject({ status: 'pending', priority: 1 })
  const second = await claimOne(db, worker)
  expect(second.attempt).toBe(2)
  const report = { path: '//nas/a.mov', size: 1234, frames: 90, details: { width: 1920, height: 1080 } }
  const output = await verbs.completeInstruction(db, id, 2, report)
  expect(output).toMatchObject({ instruction_id: id, attempt: 2, file_size: 1234, width: 1920 })
})

test('a stale attempt is refused', async ({ database: { db }, client }) => {
  const id = Number(await insert(client, 'public.render_instructions', anInstruction()))
  const worker = await verbs.registerWorker(db, 'ae-01', [], 'test contract/1.0')
  await claimOne(db, worker)
  expect((await verbs.releaseInstruction(db, id, 1)).status).toBe('pending')
  await expect(verbs.completeInstruction(db, id, 1, { path: 'x' })).rejects.toMatchObject({ code: 'UB409' })
})

test('an operator: priority, cancel, pause, resume, settings', async ({ database: { db }, client }) => {
  const id = Number(await insert(client, 'public.render_instructions', anInstruction()))
  const raised = await verbs.changePriority(db, id, 2, 'ann', 'on air next')
  expect(raised).toMatchObject({ priority: 2, priority_pinned: true })
  expect(await verbs.cancelInstruction(db, id, 'ann', 'not needed')).toMatchObject({ status: 'cancelled' })

  expect(await verbs.pause(db, 'queue', 'ann', 'NAS is down')).toMatchObject({ scope: 'queue' })
  await insert(client, 'public.render_instructions', anInstruction())
  const worker = await verbs.registerWorker(db, 'ae-01', [], 'test contract/1.0')
  expect(await verbs.claimInstructions(db, worker)).toEqual([])
  expect(await verbs.resume(db, 'queue', 'ann', 'NAS is back')).toMatchObject({ scope: 'queue' })
  expect(await verbs.claimInstructions(db, worker)).toHaveLength(1)

  const setting = await verbs.changeSetting(db, 'simulation', true, 'ann', 'test')
  expect(setting).toMatchObject({ key: 'simulation', value: true, updated_by: 'ann' })
})

test('an operator: many at once, and back again', async ({ database: { db }, client }) => {
  const id = Number(await insert(client, 'public.render_instructions', anInstruction()))
  await verbs.cancelInstruction(db, id, 'ann', 'not needed')
  const told = [{ instruction_id: id, outcome: 'retried', why: 'was cancelled' }]
  for (const preview of [true, false]) {
    expect(await verbs.bulkRetry(db, { ids: [id] }, 'ann', 'needed after all', preview)).toEqual(told)
  }
  const { rows } = await client.query(`select id from hub.actions where verb = 'bulk_retry'`)
  const undone = await verbs.undoAction(db, Number(rows[0].id), 'bob', 'not needed indeed')
  expect(undone).toMatchObject({
    verb: 'undo_action',
    undo_of: Number(rows[0].id),
    after: { instructions: [id] },
  })
  expect(undone.at).toBeInstanceOf(Date)
  const stands = await client.query('select status from public.render_instructions')
  expect(stands.rows).toEqual([{ status: 'cancelled' }])
})

test('a producer: a hand whose session exceeds 2^53, twice the same, then void', async ({
  database: { db },
  client,
}) => {
  const { handId, outcome } = await verbs.recordHand(db, hand)
  expect(outcome).toBe('inserted')
  expect(await verbs.recordHand(db, hand)).toEqual({ handId, outcome: 'identical' })
  const stored = await client.query('select session_id::text from public.hands where id = $1', [handId])
  expect(stored.rows).toEqual([{ session_id: '638961224831992165' }])
  await verbs.voidHand(db, handId, 'floor', 'misdeal')
  const voided = await client.query('select void_reason from public.hands where id = $1', [handId])
  expect(voided.rows).toEqual([{ void_reason: 'misdeal' }])
})

test('a reader: from now on, then what happened', async ({ database: { db } }) => {
  const [start] = await verbs.readEvents(db, null)
  expect(start).toMatchObject({ id: null, cursor: expect.any(String) })
  const { handId } = await verbs.recordHand(db, hand)
  const events = await verbs.readEvents(db, start?.cursor ?? null, 10)
  expect(events.map((event) => [event.kind, event.subject])).toContainEqual([
    'hand.recorded',
    `hand:${handId}`,
  ])
})

test('the hub: tick does what is due, and nothing twice', async ({ database: { db }, client }) => {
  await client.query(
    `insert into public.render_instructions (template_name, layer_data_json, not_before)
     values ('later', '{}', clock_timestamp() + interval '50 ms')`,
  )
  await expect.poll(async () => (await verbs.tick(db)).map((step) => step.step)).toContain('promote')
  expect((await verbs.tick(db)).map((step) => step.step)).not.toContain('promote')
})
