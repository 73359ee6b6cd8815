import { describe, expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'
import { aRule, made, withoutSeeds } from '../support/rules.ts'
import { allowSimulation } from '../support/sessions.ts'
import { claim, registerWorker } from '../support/workers.ts'

// tg_hands__derive, apply_rule, rule_rows, render_layers, waits_for_tick, is_event_of_hands, dry_run_rule.

const premium = { hand_rank: 'full_house', players_json: [], community_cards_json: [] }

describe('an immediate rule', () => {
  test('makes its instruction in the hand’s transaction, caused by the hand', async ({ tx }) => {
    const id = await insert(tx, 'hands', aHand(premium))
    expect(await made(tx)).toMatchObject([
      {
        template: 'premium_hand',
        event: 'premium_hand',
        trigger: id,
        status: 'pending',
        priority: 2,
        key: `premium_hand:${id}`,
        by_rule: true,
        layers: { 'Name 1': 'KIM', Hand: 'Full House', Pot: '1,500' },
      },
    ])
    const { rows } = await tx.query(
      `select e.kind, c.kind as cause from hub.events as e left join hub.events as c on c.id = e.cause order by e.id`,
    )
    expect(rows).toEqual([
      { kind: 'hand.recorded', cause: null },
      { kind: 'instruction.created', cause: 'hand.recorded' },
    ])
    const stored = await tx.query(
      `select hand_id, output_settings_json ->> 'format' as format,
         extract(epoch from expires_at - recorded_at)::int as lives from render_instructions`,
    )
    expect(stored.rows).toEqual([{ hand_id: id, format: 'mov_alpha', lives: 7200 }])
  })

  test('one banner for each who is out, by seat', async ({ tx }) => {
    const id = await insert(
      tx,
      'hands',
      aHand({
        players_json: [1, 2, 3].map((seat) => ({
          seat,
          name: `p${seat}`,
          stack: 10,
          end_stack: seat === 1 ? 30 : 0,
          hole_cards: [],
        })),
      }),
    )
    expect((await made(tx)).map((row) => row.key)).toEqual([`elimination:${id}:2`, `elimination:${id}:3`])
  })

  test('a condition that holds, does not, is broken, is no predicate', async ({ tx }) => {
    await withoutSeeds(tx)
    for (const [name, condition] of [
      ['yes', '$.hand.pot > 1000'],
      ['no', '$.hand.pot > 10000000'],
      ['wrong_type', '$.hand.table_id.double() > 1'],
      ['absent', '$.hand.nothing.at.all == 1'],
      ['no_predicate', '$.hand.pot'],
    ]) {
      await aRule(tx, { name, condition })
    }
    await insert(tx, 'hands', aHand())
    expect((await made(tx)).map((row) => (row.key as string).split(':')[0])).toEqual(['yes'])
  })
})

describe('a corrected hand', () => {
  test('refreshes what waits, leaves what is rendered, takes back what is not earned, never makes two', async ({
    tx,
  }) => {
    const id = await insert(tx, 'hands', aHand(premium))
    const layers = async (): Promise<unknown> => (await made(tx))[0]?.layers
    await tx.query(`update hands set winner = 'Park' where id = $1`, [id])
    expect(await layers()).toMatchObject({ 'Name 1': 'PARK' })
    await tx.query(`update hands set hand_rank = 'two_pair' where id = $1`, [id])
    expect(await made(tx)).toMatchObject([{ status: 'cancelled' }])
    await tx.query(`update hands set hand_rank = 'four_of_a_kind' where id = $1`, [id])
    expect(await made(tx)).toMatchObject([{ status: 'pending', layers: { Hand: 'Four Of A Kind' } }])
    await claim(tx, await registerWorker(tx))
    await tx.query(`update hands set winner = 'Choi', hand_rank = 'two_pair' where id = $1`, [id])
    expect(await made(tx)).toMatchObject([{ status: 'processing', layers: { 'Name 1': 'PARK' } }])
  })

  test('a person’s cancellation stays one', async ({ tx }) => {
    const id = await insert(tx, 'hands', aHand(premium))
    const [row] = await made(tx)
    await tx.query(`select hub.cancel_instruction($1, 'ann', 'not on air')`, [row?.id])
    await tx.query(`update hands set winner = 'Park' where id = $1`, [id])
    expect(await made(tx)).toMatchObject([{ status: 'cancelled' }])
  })
})

test('a rule whose event cannot be among the hands is not asked', async ({ client }) => {
  await client.query(`set track_functions = 'all'`)
  await client.query(`insert into hands (table_id, hand_number, hand_rank) values ('table_1', 1, 'two_pair')`)
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(
    `select funcname from pg_stat_user_functions where funcname in ('apply_rule', 'event_rows')`,
  )
  expect(rows).toEqual([])
})

test('10 000 hands in one statement: each rule is applied once, not row by row', async ({ client }) => {
  await client.query(`set track_functions = 'all'`)
  await client.query(`
    insert into hands (table_id, hand_number, hand_rank, winner, players_json)
    select 'bulk', g, case when g % 50 = 0 then 'full_house' end, 'Kim',
      jsonb_build_array(jsonb_build_object('seat', 1, 'name', 'Kim', 'stack', 5, 'hole_cards', '[]'::jsonb,
        'all_in', g % 100 = 1, 'eliminated', g % 200 = 1))
    from generate_series(1, 10000) as g`)
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(
    `select funcname, calls::int from pg_stat_user_functions where funcname in ('apply_rule', 'tg_hands__derive', 'event_rows') order by 1`,
  )
  expect(rows).toEqual([
    { funcname: 'apply_rule', calls: 3 }, // premium_hand, elimination, all_in
    { funcname: 'event_rows', calls: 3 },
    { funcname: 'tg_hands__derive', calls: 1 },
  ])
  expect(await made(client, `trigger_type = 'premium_hand'`)).toHaveLength(200)
}, 60_000)

describe('a broken rule', () => {
  const broken: Record<string, object> = {
    missing_path: { layer_map: { a: '{hand.nothing}' } },
    formatter: { layer_map: { a: '{hand.pot|shout}' } },
    brace: { layer_map: { a: '{hand.pot' } },
    key: { dedupe_key: '{no.such}' },
    settings: { output_settings: { format: 'avi' } },
    same_key: { dedupe_key: 'always the same' },
  }

  test('never fails an insert; the journal says so, tick tries hand by hand and raises the alert', async ({
    client,
  }) => {
    await allowSimulation(client)
    await withoutSeeds(client)
    for (const [name, change] of Object.entries(broken)) await aRule(client, { name, ...change })
    await aRule(client, { name: 'good' })
    const ids = [await insert(client, 'hands', aHand()), await insert(client, 'hands', aHand())]
    const failing = ['brace', 'formatter', 'key', 'missing_path', 'settings']
    expect((await made(client)).map((row) => row.key).sort()).toEqual(
      ['always the same', ...ids.map((id) => `good:${id}`)].sort(),
    )
    const journal = await client.query(
      `select distinct subject from hub.events where kind = 'rule.failed' order by 1`,
    )
    expect(journal.rows.map((row) => row.subject)).toEqual(failing.map((name) => `rule:${name}`))

    const tick = (minutes: number): Promise<unknown> =>
      client.query(`select * from hub.tick(now() + $1 * interval '1 minute')`, [minutes])
    await tick(1)
    const alerts = async (): Promise<unknown[]> =>
      (
        await client.query(
          `select subject, state from monitoring_events where kind = 'rule_failed' order by subject, id`,
        )
      ).rows
    expect(await alerts()).toEqual(failing.map((name) => ({ subject: `rule:${name}`, state: 'firing' })))

    await client.query(
      `update hub.render_rules set layer_map = '{"a": "mended"}' where name = 'missing_path'`,
    )
    await tick(10)
    expect(await made(client, `dedupe_key like 'missing_path:%'`)).toHaveLength(2)
    expect(await alerts()).toContainEqual({ subject: 'rule:missing_path', state: 'resolved' })

    for (let i = 1; i < 6; i++) await tick(60 * i)
    const work = await client.query(
      `select distinct tries, due_at = 'infinity' as given_up from hub.rule_work`,
    )
    expect(work.rows).toEqual([{ tries: 5, given_up: true }])
  })
})

describe('dry_run_rule', () => {
  test('tells what would have been, changes nothing', async ({ tx }) => {
    const ids = [await insert(tx, 'hands', aHand(premium)), await insert(tx, 'hands', aHand({ pot_size: 7 }))]
    const before = await tx.query('select count(*) from hub.events')
    const run = async (rule: string, change: object): Promise<unknown[]> =>
      (await tx.query('select * from hub.dry_run_rule($1, 100, $2)', [rule, JSON.stringify(change)])).rows
    expect(await run('premium_hand', {})).toMatchObject([
      { hand_id: ids[0], matched: true, dedupe_key: `premium_hand:${ids[0]}`, problem: null },
    ])
    expect(
      await run('chip_flow', { condition: '$.hand.pot < 10', layer_map: { a: '{hand.pot}' } }),
    ).toMatchObject([
      { hand_id: ids[1], matched: true, layer_data: { a: '7' } },
      { hand_id: ids[0], matched: false },
    ])
    expect(await run('premium_hand', { layer_map: { a: '{nope}' } })).toMatchObject([
      { matched: true, problem: expect.stringContaining('nope') },
    ])
    expect(await run('premium_hand', { condition: '$.hand.pot' })).toMatchObject([
      { matched: false, problem: expect.stringContaining('no predicate') },
    ])
    expect((await tx.query('select count(*) from hub.events')).rows).toEqual(before.rows)
    expect(await refusalOf(tx, `select hub.dry_run_rule('none')`)).toMatchObject({ code: 'UB404' })
    for (const bad of [`'{"condition": "$.("}'`, `'{"priority": "x"}'`, `'{"grace": "soon"}'`]) {
      expect(await refusalOf(tx, `select hub.dry_run_rule('premium_hand', 10, ${bad})`)).toMatchObject({
        code: 'UB422',
      })
    }
  })
})
