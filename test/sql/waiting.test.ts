import type { Client } from 'pg'
import { expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { instruction, lapse, outcomes, queued } from '../support/queue.ts'
import { made } from '../support/rules.ts'
import { aeStatus, subInsertInstruction } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

// What others hold open for long, and what happens in between: nobody waits, nothing is made or ended wrongly.

const nobodyWaits = `set lock_timeout = '500ms'`
const premium = { hand_rank: 'full_house', players_json: [], community_cards_json: [] }

async function record(client: Client, changes: object): Promise<{ hand_id: string; outcome: string }> {
  const hand = { table_id: 't1', hand_number: 1, session_id: 5, started_at: '2025-10-16T16:01:00Z' }
  const { rows } = await client.query('select * from hub.record_hand($1)', [
    JSON.stringify({ ...hand, ...changes }),
  ])
  return rows[0]
}

test('a correction passes over a row that a worker is claiming, and tick() looks again', async ({
  client,
  connect,
}) => {
  const { hand_id } = await record(client, { hand_rank: 'full_house', pot_size: 1 })
  const claiming = await connect()
  const worker = await registerWorker(claiming)
  await claiming.query('begin')
  await claim(claiming, worker)
  await client.query(nobodyWaits)
  await record(client, { hand_rank: 'full_house', pot_size: 2 })
  await claiming.query('rollback')
  await client.query(`update hub.rule_work set due_at = now()`)
  await client.query('select * from hub.tick()')
  expect(await made(client)).toMatchObject([{ trigger: hand_id, status: 'pending', layers: { Pot: '2' } }])
})

test('a level that is corrected makes one graphic, of what is right in the end', async ({ client }) => {
  const hand = async (minute: number, big_blind: number): Promise<void> => {
    await record(client, {
      hand_number: minute,
      started_at: `2025-10-16T16:0${minute}:00Z`,
      blinds: { small_blind: big_blind / 2, big_blind, ante: 0 },
    })
    await client.query('select * from hub.tick()')
  }
  const waiting = async (): Promise<unknown[]> =>
    (await made(client, `status = 'pending'`)).map(
      (row) => (row.layers as { 'Blinds 1': string })['Blinds 1'],
    )
  await hand(1, 200)
  await hand(2, 400)
  expect(await waiting()).toEqual(['200 / 400 - 0'])
  await hand(2, 600)
  expect(await waiting()).toEqual(['300 / 600 - 0'])
  await hand(2, 200)
  expect(await waiting()).toEqual([])
  await hand(2, 800)
  expect(await waiting()).toEqual(['400 / 800 - 0'])
})

test('a hand that is being voided is not decided meanwhile', async ({ client, connect }) => {
  await record(client, { blinds: { big_blind: 200, small_blind: 100 } })
  const { hand_id } = await record(client, {
    hand_number: 2,
    started_at: '2025-10-16T16:05:00Z',
    blinds: { big_blind: 400, small_blind: 200 },
  })
  const voiding = await connect()
  await voiding.query('begin')
  await voiding.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [hand_id])
  await client.query(nobodyWaits)
  await client.query('select * from hub.tick()')
  await voiding.query('commit')
  await client.query('update hub.rule_work set due_at = now()')
  await client.query('select * from hub.tick()')
  expect(await made(client)).toEqual([])
})

test('a hand that was voided is dealt again under its number, both ways', async ({ client }) => {
  for (const again of [
    () => insert(client, 'hands', aHand({ ...premium, table_id: 'tv', hand_number: 7 })),
    async () =>
      (await client.query(`select hand_id from hub.record_hand('{"table_id": "tv", "hand_number": 7}')`))
        .rows[0].hand_id as string,
  ]) {
    const id = await insert(client, 'hands', aHand({ table_id: 'tv', hand_number: 7 }))
    await client.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [id])
    const next = await again()
    expect(next).not.toBe(id)
    await client.query(`select hub.void_hand($1, 'ann', 'next')`, [next])
  }
})

test('a late poller does not end another one’s claim', async ({ client, connect }) => {
  const [a, b] = [await connect({ applicationName: 'ae A' }), await connect({ applicationName: 'ae B' })]
  const id = await subInsertInstruction(client)
  await aeStatus(a, id, 'processing')
  await lapse(client, id)
  await client.query('select hub.rescue_expired()')
  await aeStatus(b, id, 'processing')
  expect((await aeStatus(a, id, 'failed', 'A, too late')).rowCount).toBe(0)
  expect(await instruction(client, id)).toMatchObject({ status: 'processing', attempt: '2' })
  await aeStatus(b, id, 'completed')
  expect(await outcomes(client, id)).toEqual(['rescued', 'completed'])
})

test('a lease runs from the claim, however old its transaction', async ({ client }) => {
  await queued(client)
  const worker = await registerWorker(client)
  await client.query(`begin; select pg_sleep(1.2)`)
  const { rows } = await client.query(
    `select extract(epoch from lease_expires_at - clock_timestamp())::float as left
     from hub.claim_instructions($1, 1, '1 second')`,
    [worker],
  )
  await client.query('commit')
  expect(rows[0].left).toBeGreaterThan(0.5)
})

test('a sibling in a repeatable-read transaction is not failed by a claim it cannot see', async ({
  client,
  connect,
}) => {
  const hand = await insert(client, 'hands', aHand(premium))
  const sibling = await connect()
  await sibling.query('begin isolation level repeatable read; select 1 from hands')
  const [ours] = await claim(client, await registerWorker(client))
  const theirs = await subInsertInstruction(sibling, {
    template_name: 'premium_hand',
    trigger_type: 'premium_hand',
    trigger_id: hand,
  })
  await sibling.query('commit')
  await client.query('select * from hub.tick()')
  expect(await instruction(client, theirs)).toMatchObject({ status: 'cancelled', superseded_by: ours?.id })
})
