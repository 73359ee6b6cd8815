import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'
import { ftInsertHand, subInsertInstruction } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

// What a verb cannot take it refuses with a code of the hub's own and a hint, never with an error of
// the server's that says nothing to the caller.

type Call = readonly [code: string, call: string]

/** $worker and $id stand for a session and for an instruction that it holds at attempt 1. */
const calls: Record<string, readonly Call[]> = {
  register_worker: [
    ['UB422', `hub.register_worker(null)`],
    ['UB422', `hub.register_worker('  ')`],
    ['UB422', `hub.register_worker(repeat('x', 201))`],
    ['UB422', `hub.register_worker('ae', '{}', 'mine/2 contract/99.0')`],
    ['UB422', `hub.register_worker('ae', '{}', 'contract/999999999')`],
  ],
  attend: [
    ['UB404', `hub.attend(null)`],
    ['UB404', `hub.attend(gen_random_uuid())`],
  ],
  claim_instructions: [
    ['UB404', `hub.claim_instructions(null)`],
    ['UB404', `hub.claim_instructions(gen_random_uuid())`],
    ['UB422', `hub.claim_instructions($worker, 0)`],
    ['UB422', `hub.claim_instructions($worker, -1)`],
    ['UB422', `hub.claim_instructions($worker, null)`],
    ['UB422', `hub.claim_instructions($worker, 2147483647)`],
    ['UB422', `hub.claim_instructions($worker, 1, interval '0')`],
    ['UB422', `hub.claim_instructions($worker, 1, interval '-1 second')`],
    ['UB422', `hub.claim_instructions($worker, 1, interval '100000 years')`],
  ],
  heartbeat: [
    ['UB404', `hub.heartbeat(null)`],
    ['UB404', `hub.heartbeat(gen_random_uuid())`],
    ['UB422', `hub.heartbeat($worker, '[]')`],
    ['UB422', `hub.heartbeat($worker, '5')`],
    ['UB422', `hub.heartbeat($worker, '"half"')`],
    ['UB422', `hub.heartbeat($worker, '"{broken"')`],
    ['UB422', `hub.heartbeat($worker, '{"x": 5}')`],
    ['UB422', `hub.heartbeat($worker, '{"١": 5}')`],
    ['UB422', `hub.heartbeat($worker, '{"9999999999999999999": 5}')`],
    ['UB422', `hub.heartbeat($worker, '{"$id": 101}')`],
    ['UB422', `hub.heartbeat($worker, '{"$id": 100.5}')`],
    ['UB422', `hub.heartbeat($worker, '{"$id": -1}')`],
    ['UB422', `hub.heartbeat($worker, '{"$id": 1e9}')`],
    ['UB422', `hub.heartbeat($worker, '{"$id": "half"}')`],
    ['UB422', `hub.heartbeat($worker, '{"$id": [50]}')`],
    ['UB422', `hub.heartbeat($worker, '{"$id": true}')`],
  ],
  complete_instruction: [
    ['UB404', `hub.complete_instruction(null, 1, '/out')`],
    ['UB404', `hub.complete_instruction(9223372036854775807, 1, '/out')`],
    ['UB409', `hub.complete_instruction($id, null, '/out')`],
    ['UB409', `hub.complete_instruction($id, 0, '/out')`],
    ['UB409', `hub.complete_instruction($id, 2, '/out')`],
    ['UB409', `hub.complete_instruction($id, -1, '/out')`],
    ['UB422', `hub.complete_instruction($id, 1, null)`],
    ['UB422', `hub.complete_instruction($id, 1, '   ')`],
    ['UB422', `hub.complete_instruction($id, 1, repeat('x', 501))`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', -1)`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', 1, -1)`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', 1, 1, '{"width": "wide"}')`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', 1, 1, '{"width": 0}')`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', 1, 1, '{"height": -5}')`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', 1, 1, '{"width": 99999999999}')`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', 1, 1, '{"width": 1e300}')`],
    ['UB422', `hub.complete_instruction($id, 1, '/out', 1, 1, '{"width": {}}')`],
  ],
  fail_instruction: [
    ['UB404', `hub.fail_instruction(0, 1, 'x')`],
    ['UB409', `hub.fail_instruction($id, 2, 'x')`],
    ['UB409', `hub.fail_instruction($id, null, 'x')`],
    ['UB422', `hub.fail_instruction($id, 1, 'x', 'fatal')`],
  ],
  release_instruction: [
    ['UB404', `hub.release_instruction(null, 1)`],
    ['UB409', `hub.release_instruction($id, 7)`],
    ['UB409', `hub.release_instruction($id, null)`],
  ],
  retry_instruction: [
    ['UB404', `hub.retry_instruction(0, 'ann', 'why')`],
    ['UB409', `hub.retry_instruction($id, 'ann', 'why')`],
    ['UB422', `hub.retry_instruction($id, ' ', 'why')`],
    ['UB422', `hub.retry_instruction($id, 'ann', null)`],
    ['UB422', `hub.retry_instruction($id, 'ann', 'why', 11)`],
  ],
  cancel_instruction: [
    ['UB404', `hub.cancel_instruction(null, 'ann', 'why')`],
    ['UB422', `hub.cancel_instruction($id, null, 'why')`],
    ['UB422', `hub.cancel_instruction($id, 'ann', '')`],
  ],
  change_priority: [
    ['UB404', `hub.change_priority(0, 1, 'ann', 'why')`],
    ['UB422', `hub.change_priority($id, 0, 'ann', 'why')`],
    ['UB422', `hub.change_priority($id, null, 'ann', 'why')`],
    ['UB422', `hub.change_priority($id, 1, '', 'why')`],
  ],
  pause: [
    ['UB422', `hub.pause(null, 'ann', 'why')`],
    ['UB422', `hub.pause('everything', 'ann', 'why')`],
    ['UB422', `hub.pause('template:', 'ann', 'why')`],
    ['UB422', `hub.pause('template:' || repeat(md5('x'), 400), 'ann', 'why')`],
    ['UB404', `hub.pause('worker:nobody', 'ann', 'why')`],
    ['UB422', `hub.pause('queue', '', 'why')`],
    ['UB422', `hub.pause('queue', 'ann', ' ')`],
    ['UB409', `hub.resume('queue', 'ann', 'why')`],
    ['UB422', `hub.resume('nothing', 'ann', 'why')`],
  ],
  read_events: [
    ['UB422', `hub.read_events(null, 0)`],
    ['UB422', `hub.read_events(null, null)`],
    ['UB400', `hub.read_events('')`],
    ['UB400', `hub.read_events('x')`],
    ['UB400', `hub.read_events('///')`],
    ['UB400', `hub.read_events('a/b/c/d')`],
    ['UB400', `hub.read_events('a/1:1:/1:1:/99999999999999999999')`],
    ['UB400', `hub.read_events('a/5:1:/1:1:/1')`],
    ['UB400', `hub.read_events('a/99999999999999999999999:1:/1:1:/1')`],
    ['UB400', `hub.read_events(repeat('9/', 10000))`],
    ['UB410', `hub.read_events('another/1:1:/1:1:/1')`],
  ],
}

/** A worker that holds an instruction at attempt 1, and how a call is said about them. */
async function holding(client: Client): Promise<(call: string) => string> {
  const id = await subInsertInstruction(client, { priority: '1' })
  const worker = await registerWorker(client)
  expect(await claim(client, worker)).toEqual([{ id, attempt: '1' }])
  return (call) => `select ${call.replaceAll('$worker', `'${worker}'::uuid`).replaceAll('$id', id)}`
}

describe('verbs refuse what they cannot take', () => {
  for (const [verb, refused] of Object.entries(calls)) {
    test(verb, async ({ tx }) => {
      const said = await holding(tx)
      const { rows: before } = await tx.query('select i from render_instructions as i')
      for (const [code, call] of refused) {
        expect({ call, ...(await refusalOf(tx, said(call))) }).toMatchObject({
          call,
          code,
          hint: expect.stringMatching(/\S/),
        })
      }
      expect((await tx.query('select i from render_instructions as i')).rows).toEqual(before)
    })
  }

  test('odd but clear arguments are taken', async ({ tx }) => {
    const said = await holding(tx)
    for (const call of [
      `hub.heartbeat($worker, null)`,
      `hub.heartbeat($worker, 'null')`,
      `hub.heartbeat($worker, '"{\\"$id\\": 5}"')`,
      `hub.heartbeat($worker, '{"$id": 99.7, "0": "12"}')`,
      `hub.claim_instructions($worker, 1, null, '{}')`,
      `hub.claim_instructions($worker, 1, null, array[null, ''])`,
      `hub.complete_instruction($id, 1, '//NAS/렌더/김.mov', null, null, '[]')`,
      `hub.register_worker('한국 PC', null, repeat('client ', 1000))`,
      `hub.register_worker('ae', '{{a,b},{c,NULL}}')`,
    ]) {
      await tx.query(said(call))
    }
    const { rows } = await tx.query('select output_path, file_size, width from render_outputs')
    expect(rows).toEqual([{ output_path: '//NAS/렌더/김.mov', file_size: '0', width: null }])
  })

  test('progress between 99.5 and 100 is 100, and no more', async ({ tx }) => {
    const said = await holding(tx)
    await tx.query(said(`hub.heartbeat($worker, '{"$id": 99.9}')`))
    expect((await tx.query('select progress from render_instructions')).rows).toEqual([{ progress: 100 }])
  })
})

describe('a producer', () => {
  test('cannot pass its instruction off as a rule’s, nor its hand as a duplicate', async ({ tx }) => {
    const { rows: rules } = await tx.query(
      `insert into hub.render_rules (name, event, template_name) values ('mine', 'x', 't') returning id`,
    )
    const hand = await ftInsertHand(tx, { hand_number: '1' })
    const first = await subInsertInstruction(tx)
    await tx.query('set local role hub_producer')
    const id = await subInsertInstruction(tx, {
      rule_id: rules[0].id,
      superseded_by: first,
      priority_pinned: 'true',
      attempt: '5',
      rescue_count: '2',
      progress: '50',
      retry_at: '2020-01-01',
      lease_expires_at: '2100-01-01',
      eligible_at: '2020-01-01',
    })
    const second = await ftInsertHand(tx, { hand_number: '2', duplicate_of: hand })
    await tx.query('reset role')
    const { rows } = await tx.query(
      `select rule_id, superseded_by, priority_pinned, attempt, rescue_count, progress, retry_at, lease_expires_at,
         eligible_at = now() as eligible from render_instructions where id = $1`,
      [id],
    )
    expect(rows).toEqual([
      {
        rule_id: null,
        superseded_by: null,
        priority_pinned: false,
        attempt: '0',
        rescue_count: 0,
        progress: 0,
        retry_at: null,
        lease_expires_at: null,
        eligible: true,
      },
    ])
    const { rows: hands } = await tx.query('select duplicate_of from hands where id = $1', [second])
    expect(hands).toEqual([{ duplicate_of: null }])
  })

  test('does not wait for an ingest of the hand that its instruction is about', async ({
    connect,
    client,
  }) => {
    const hand = await ftInsertHand(client, { table_id: 't', hand_number: '1' })
    const [ingest, producer] = [await connect(), await connect({ role: 'hub_producer' })]
    await producer.query(`set lock_timeout = '500ms'`)
    for (const busy of [
      `select hub.record_hand('{"table_id": "t", "hand_number": 1, "pot_size": 3, "session_id": 1, "started_at": "2025-10-16T08:25:17Z"}')`,
      `select hub.void_hand(${hand}, 'ann', 'dealt again')`,
    ]) {
      await ingest.query('begin')
      await ingest.query(busy)
      await subInsertInstruction(producer, { trigger_type: 'hand_completed', trigger_id: hand })
      await ingest.query('rollback')
    }
  })
})
