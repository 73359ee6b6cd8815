import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { instruction } from '../support/queue.ts'
import { aRule, made, withoutSeeds } from '../support/rules.ts'
import { allowSimulation } from '../support/sessions.ts'
import { subInsertInstruction } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

// Two makers of one graphic, the hub and automation_sub: tg_render_instructions__meet_hub, __supersede,
// hubs_twin, makers_lock_key, pair_makers; decide_rules, decide_rule for rules that need time or other hands.

const nobodyWaits = `set lock_timeout = '500ms'`
const premium = { hand_rank: 'full_house', players_json: [], community_cards_json: [] }

async function tickAt(client: Client, seconds: number): Promise<string[]> {
  const { rows } = await client.query(
    `select subject, action from hub.tick(now() + $1 * interval '1 second') where step = 'rules'`,
    [seconds],
  )
  return rows.map((row) => row.action)
}

const siblings = (client: Client, id: string, changes = {}): Promise<string> =>
  subInsertInstruction(client, {
    template_name: 'premium_hand',
    trigger_type: 'premium',
    trigger_id: id,
    ...changes,
  })

describe('automation_sub comes second', () => {
  test('the hub’s waiting one is superseded', async ({ tx }) => {
    const hand = await insert(tx, 'hands', aHand(premium))
    const theirs = await siblings(tx, hand)
    expect(await made(tx)).toMatchObject([
      { by_rule: true, status: 'cancelled', superseded_by: theirs },
      { by_rule: false, status: 'pending', superseded_by: null },
    ])
  })

  test('one being rendered or done stays, and theirs is stored cancelled: RETURNING id works', async ({
    tx,
  }) => {
    const hand = await insert(tx, 'hands', aHand(premium))
    const [ours] = await claim(tx, await registerWorker(tx))
    for (const end of [null, `select hub.complete_instruction($1, 1, '/a.png')`]) {
      if (end) await tx.query(end, [ours?.id])
      expect(await instruction(tx, await siblings(tx, hand))).toMatchObject({
        status: 'cancelled',
        superseded_by: ours?.id,
        eligible_at: null,
      })
    }
  })

  test('another template, event or hand is another graphic', async ({ tx }) => {
    const hand = await insert(tx, 'hands', aHand(premium))
    await siblings(tx, hand, { template_name: 'other' })
    await siblings(tx, hand, { trigger_type: 'elimination' })
    await siblings(tx, '999')
    expect((await made(tx)).map((row) => row.status)).toEqual(Array(4).fill('pending'))
  })

  test('a hub’s row that is being claimed at this moment is passed over; the next tick pairs them', async ({
    client,
    connect,
  }) => {
    const hand = await insert(client, 'hands', aHand(premium))
    const claiming = await connect()
    const worker = await registerWorker(claiming)
    await claiming.query('begin')
    const [ours] = await claim(claiming, worker)
    await client.query(nobodyWaits)
    const theirs = await siblings(client, hand)
    expect(await instruction(client, theirs)).toMatchObject({ status: 'pending' })
    await claiming.query('commit')
    await client.query('select * from hub.tick()')
    expect(await instruction(client, theirs)).toMatchObject({ status: 'cancelled', superseded_by: ours?.id })
  })
})

describe('after_grace', () => {
  const graceful = async (client: Client): Promise<void> => {
    await allowSimulation(client)
    await client.query(
      `update hub.render_rules set mode = 'after_grace', grace = '60 seconds' where name = 'premium_hand'`,
    )
  }

  test('nobody made it: the hub does, after the grace and not before, once', async ({ client }) => {
    await graceful(client)
    const hand = await insert(client, 'hands', aHand(premium))
    expect(await made(client)).toEqual([])
    await tickAt(client, 59)
    expect(await made(client)).toEqual([])
    expect(await tickAt(client, 61)).toContain('made')
    await tickAt(client, 7300)
    expect(await made(client)).toMatchObject([{ trigger: hand, by_rule: true, status: 'cancelled' }]) // expired by then
    expect(await made(client)).toHaveLength(1)
  })

  test('a sibling made it, however it spells the event: nothing', async ({ client }) => {
    await graceful(client)
    const hand = await insert(client, 'hands', aHand(premium))
    await siblings(client, hand, { trigger_type: ' PREMIUM_HAND_DETECTED ' })
    expect(await tickAt(client, 61)).toContain('a sibling made it')
    expect(await made(client)).toMatchObject([{ by_rule: false, status: 'pending' }])
  })

  test('tick() is making it in an open transaction: the sibling does not wait, and its row wins at the next tick', async ({
    client,
    connect,
  }) => {
    await graceful(client)
    const hand = await insert(client, 'hands', aHand(premium))
    const deciding = await connect()
    await deciding.query('begin')
    expect(await tickAt(deciding, 61)).toContain('made')
    await client.query(nobodyWaits)
    const theirs = await siblings(client, hand)
    await deciding.query('commit')
    expect(await made(client)).toMatchObject([{ status: 'pending' }, { status: 'pending' }])
    await client.query('select * from hub.tick()')
    expect((await made(client)).map((row) => [row.by_rule, row.status, row.superseded_by])).toEqual(
      expect.arrayContaining([
        [true, 'cancelled', theirs],
        [false, 'pending', null],
      ]),
    )
    expect((await client.query('select from hub.maker_meetings')).rowCount).toBe(0)
  })

  test('the same, and a worker took the hub’s meanwhile: the sibling’s is cancelled', async ({
    client,
    connect,
  }) => {
    await graceful(client)
    const hand = await insert(client, 'hands', aHand(premium))
    const deciding = await connect()
    await deciding.query('begin')
    await tickAt(deciding, 61)
    const theirs = await siblings(client, hand)
    await deciding.query('commit')
    const ours = (await made(client)).find((row) => row.by_rule)
    await client.query(`update render_instructions set priority = 10 where id = $1`, [theirs])
    const { rows } = await client.query(
      `select id from hub.claim_instructions($1, 1, null, null, now() + interval '62 seconds')`,
      [await registerWorker(client)],
    )
    expect(rows).toEqual([{ id: ours?.id }])
    await tickAt(client, 63)
    expect(await instruction(client, theirs)).toMatchObject({ status: 'cancelled', superseded_by: ours?.id })
    expect((await client.query('select from hub.maker_meetings')).rowCount).toBe(0)
  })

  test('a sibling is making it in an open transaction: the hub waits for the outcome, nobody else does', async ({
    client,
    connect,
  }) => {
    await graceful(client)
    const hand = await insert(client, 'hands', aHand(premium))
    const slow = await connect()
    await slow.query('begin')
    await siblings(slow, hand)
    await client.query(nobodyWaits)
    await tickAt(client, 61)
    expect(await made(client)).toEqual([])
    // another sibling, on the same graphic, does not wait either
    const quick = await connect()
    await quick.query(nobodyWaits)
    const second = await siblings(quick, hand)
    await slow.query('rollback')
    await client.query(`select hub.cancel_instruction($1, 'ann', 'test')`, [second])
    await client.query('delete from render_instructions where id = $1', [second])
    expect(await tickAt(client, 63)).toContain('made')
    expect(await made(client)).toMatchObject([{ by_rule: true, status: 'pending' }])
  })

  test('two siblings with the same triggers in opposite order do not wait for one another', async ({
    client,
    connect,
  }) => {
    const hands = [await insert(client, 'hands', aHand()), await insert(client, 'hands', aHand())]
    const [one, two] = [await connect(), await connect()]
    for (const session of [one, two]) await session.query(`begin; ${nobodyWaits}`)
    await siblings(one, hands[0] as string)
    await siblings(two, hands[1] as string)
    await siblings(one, hands[1] as string)
    await siblings(two, hands[0] as string)
    await one.query('commit')
    await two.query('commit')
    expect(await made(client)).toHaveLength(4)
  })
})

test('notify_only renders nothing; it says that somebody should, unless somebody did', async ({ client }) => {
  await allowSimulation(client)
  await withoutSeeds(client)
  await aRule(client, { name: 'missing', mode: 'notify_only', template_name: '', grace: '30 seconds' })
  const [first, second] = [await insert(client, 'hands', aHand()), await insert(client, 'hands', aHand())]
  await siblings(client, second, { trigger_type: 'hand_complete', template_name: 'anything' })
  await tickAt(client, 31)
  const { rows } = await client.query('select kind, subject, severity from monitoring_events')
  expect(rows).toEqual([
    { kind: 'graphic_missing', subject: `rule:missing hand:${first}`, severity: 'warning' },
  ])
  expect(await made(client, 'rule_id is not null')).toEqual([])
})

test('cooldown: one per table in its time', async ({ client }) => {
  await allowSimulation(client)
  await withoutSeeds(client)
  await aRule(client, { cooldown: '10 minutes' })
  const hand = (table: string): Promise<string> => insert(client, 'hands', aHand({ table_id: table }))
  const [a, , b] = [await hand('t1'), await hand('t1'), await hand('t2')]
  await tickAt(client, 1)
  expect((await made(client)).map((row) => row.trigger)).toEqual([a, b])
  const late = await hand('t1')
  await tickAt(client, 601)
  expect((await made(client)).map((row) => row.trigger)).toEqual([a, b, late])
})

test('supersede: a newer one replaces one that waits; for an older hand none is made', async ({ client }) => {
  await withoutSeeds(client)
  await aRule(client, { supersede: true })
  const record = async (minute: number, number: number): Promise<string> => {
    const { rows } = await client.query('select hand_id from hub.record_hand($1)', [
      JSON.stringify({
        table_id: 't1',
        hand_number: number,
        session_id: 5,
        started_at: `2025-10-16T16:0${minute}:00Z`,
      }),
    ])
    return rows[0].hand_id
  }
  const first = await record(2, 1)
  await client.query('select * from hub.tick()')
  const newer = await record(5, 2)
  await record(3, 3)
  await client.query('select * from hub.tick()')
  const rows = await made(client)
  expect(rows).toMatchObject([
    { trigger: first, status: 'cancelled', superseded_by: rows[1]?.id },
    { trigger: newer, status: 'pending' },
  ])
  expect(rows).toHaveLength(2)
})

test('a level is announced once, whatever the order in which its hands arrive', async ({ client }) => {
  const record = async (minute: number, big: number): Promise<void> => {
    await client.query('select hub.record_hand($1)', [
      JSON.stringify({
        table_id: 't1',
        hand_number: minute,
        session_id: 5,
        started_at: `2025-10-16T16:0${minute}:00Z`,
        blinds_json: { small_blind: big / 2, big_blind: big, ante: big },
      }),
    ])
    await client.query('select * from hub.tick()')
  }
  await record(1, 200)
  await record(4, 400)
  await record(3, 400)
  await record(2, 200)
  await record(5, 400)
  expect(await made(client)).toMatchObject([
    {
      event: 'level_change',
      template: 'blind_level',
      layers: { 'Blinds 1': '200 / 400 - 400', 'Blinds 2': '100 / 200' },
    },
  ])
})

test('events of a tournament make graphics at the next tick, once each', async ({ client }) => {
  await withoutSeeds(client)
  for (const event of ['level_change', 'itm_reached', 'final_table', 'registration_close', 'day_start']) {
    await aRule(client, {
      name: `t_${event}`,
      event,
      template_name: event,
      layer_map: { a: '{tournament.name} {subject?}' },
    })
  }
  await client.query(`insert into tournaments (name, event_code, remaining_players, places_paid, current_level)
    values ('메인 이벤트', 'E1', 100, 40, 11)`)
  const change = async (set: string): Promise<string[]> => {
    const before = (await made(client)).length
    await client.query(`update tournaments set ${set}`)
    await client.query('select * from hub.tick()')
    return (await made(client))
      .slice(before)
      .map((row) => `${row.event}: ${row.trigger} ${Object.values(row.layers as object)}`)
  }
  expect(await change('remaining_players = 60')).toEqual([])
  expect(await change('remaining_players = 40')).toEqual(['itm_reached: tournament:E1 메인 이벤트 '])
  expect(await change('remaining_players = 30')).toEqual([])
  expect(await change('current_level = 12')).toEqual(['level_change: tournament:E1:12 메인 이벤트 12'])
  expect((await change('current_level = 13')).map((row) => row.split(':')[0]).sort()).toEqual([
    'level_change',
    'registration_close',
  ])
  expect(await change('remaining_players = 9')).toEqual(['final_table: tournament:E1 메인 이벤트 '])
  expect((await change(`start_date = '2026-07-01'`)).map((row) => row.split(':')[0])).toEqual(['day_start'])
  expect(await change(`name = 'Main Event'`)).toEqual([])
})

test('a hand that arrives both ways at the same moment makes one graphic', async ({ client, connect }) => {
  const other = await connect()
  await other.query('begin')
  const plain = await insert(other, 'hands', aHand({ ...premium, table_id: 't9', hand_number: 9 }))
  await client.query(nobodyWaits)
  const { rows } = await client.query('select hand_id, outcome from hub.record_hand($1)', [
    JSON.stringify({
      table_id: 't9',
      hand_number: 9,
      session_id: 5,
      started_at: '2025-10-16T16:00:00Z',
      hand_rank: 'full_house',
    }),
  ])
  expect(rows[0].outcome).toBe('inserted')
  await other.query('commit')
  await client.query('select * from hub.tick()')
  expect((await client.query('select duplicate_of from hands where id = $1', [plain])).rows).toEqual([
    { duplicate_of: rows[0].hand_id },
  ])
  expect(await made(client)).toMatchObject([
    { trigger: plain, status: 'cancelled' },
    { trigger: rows[0].hand_id, status: 'pending' },
  ])
})
