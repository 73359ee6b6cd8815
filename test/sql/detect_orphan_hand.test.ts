import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { aBroadcast, type Broadcast } from '../support/broadcast.ts'
import { aHand } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'

/** Siblings make the graphics: the hub's own rule waits, or only tells. */
async function siblingsMakeThem(client: Client, mode = 'notify_only'): Promise<void> {
  await client.query(
    `update hub.render_rules set mode = $1, grace = '10 minutes' where name = 'premium_hand'`,
    [mode],
  )
}

const premium = { hand_rank: 'full_house', players_json: [], community_cards_json: [] }
const graphic = (hand: string): Record<string, unknown> => ({
  trigger_type: 'premium_hand',
  trigger_id: hand,
})

/** Premium hands one after another, each with its graphic after so many minutes; null = never. */
async function deal(show: Broadcast, from: number, delays: (number | null)[]): Promise<string[]> {
  const hands: string[] = []
  for (const [i, delay] of delays.entries()) {
    const hand = await show.hand(from + i, aHand({ ...premium, hand_number: 1000 + from * 10 + i }))
    if (delay !== null) await show.instruction(from + i + delay, graphic(hand))
    hands.push(hand)
  }
  return hands
}

describe('orphan_hand', () => {
  test('two minutes after a premium hand for which nobody made the graphic', async ({ client }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client)
    const [hand] = await deal(show, 0, [null])
    expect(await show.find('orphan_hand', 1.9)).toEqual([])
    const [orphan] = await show.find('orphan_hand', 2.1)
    expect(orphan).toMatchObject({ subject: `hand:${hand}`, members: { hands: [Number(hand)], total: 1 } })
    expect(orphan?.title).toContain('has no graphic after 2 min')
    expect(orphan?.title_ko).toContain('그래픽이 없음')
  })

  test('innocent: served late but in time, voided, a repetition, not premium, another event of the hand is no graphic', async ({
    client,
  }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client)
    const [, , voided] = await deal(show, 0, [1.5, 0, null])
    await client.query(`select hub.void_hand($1, 'ann', 'misdeal', $2)`, [voided, show.at(3)])
    await show.hand(3, aHand({ hand_number: 7 }))
    expect(await show.find('orphan_hand', 30)).toEqual([])
    const [hand] = await deal(show, 30, [null])
    await show.instruction(30.1, { trigger_type: 'player_eliminated', trigger_id: hand })
    expect(await show.find('orphan_hand', 33)).toHaveLength(1)
  })

  test('where the graphics usually take longer, so may this one', async ({ client }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client)
    await deal(show, 0, Array(20).fill(3))
    await deal(show, 60, [null])
    expect(await show.find('orphan_hand', 64.4)).toEqual([]) // 1.5 x 3 minutes
    expect(await show.find('orphan_hand', 64.6)).toHaveLength(1)
  })

  test('the hub makes it, once, audited; automation_sub that comes at last does not double it', async ({
    client,
  }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client)
    const [hand] = await deal(show, 0, [null])
    expect((await show.tick(2.5)).filter(({ step }) => step === 'remedy')).toEqual([]) // its rule only notifies
    await siblingsMakeThem(client, 'immediate')
    expect(await show.tick(3)).toContainEqual({
      step: 'remedy',
      subject: `orphan_hand hand:${hand}`,
      action: 'acted: 1',
    })
    await show.tick(4)
    await show.tick(5.1)
    expect(await show.alerts('orphan_hand')).toMatchObject([{ state: 'resolved' }])
    const sql =
      'select rule_id is not null as hubs, status from render_instructions where hand_id = $1 order by id'
    expect((await client.query(sql, [hand])).rows).toEqual([{ hubs: true, status: 'pending' }])
    const acts = `select actor, verb, subject, evidence ? 'alert' as told, undo_until is not null as undo from hub.actions`
    expect((await client.query(acts)).rows).toEqual([
      { actor: 'hub:orphan_hand', verb: 'make_graphic', subject: `hand:${hand}`, told: true, undo: true },
    ])
    await show.instruction(6, graphic(hand as string))
    expect((await client.query(sql, [hand])).rows).toEqual([
      { hubs: true, status: 'cancelled' },
      { hubs: false, status: 'pending' },
    ])
  })

  test('suggest: nothing is made, and the suggested statement makes it', async ({ client }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client)
    await client.query(`select hub.change_setting('remedy.orphan_hand', '"suggest"', 'ann', 'test')`)
    const [hand] = await deal(show, 0, [null])
    await show.tick(3)
    expect((await client.query('select from render_instructions')).rowCount).toBe(0)
    await show.followSuggestion('orphan_hand')
    const made = await client.query('select hand_id, template_name from render_instructions')
    expect(made.rows).toEqual([{ hand_id: hand, template_name: 'premium_hand' }])
  })
})

test('a graphic that was ordered is taken back while nobody has begun with it, and is not ordered again', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  await siblingsMakeThem(client)
  const [one, two] = await deal(show, 0, [null, null])
  await siblingsMakeThem(client, 'immediate')
  await show.tick(3)
  const undo = (hand: string | undefined): Promise<unknown> =>
    client.query(
      `select hub.undo_action(id, 'ann', 'not tonight', $2) from hub.actions where subject = 'hand:' || $1 and verb = 'make_graphic'`,
      [hand, show.at(4)],
    )
  await undo(one)
  await show.tick(5)
  await show.claim(await show.worker('ae-1', 5), 5)
  expect(
    await refusalOf(client, `select hub.undo_action(2, 'ann', 'too late', '${show.at(6)}')`),
  ).toMatchObject({
    code: 'UB409',
    message: expect.stringMatching(/is processing and was tried 1 times/),
  })
  const { rows } = await client.query('select hand_id, status from render_instructions order by hand_id')
  expect(rows).toEqual([
    { hand_id: one, status: 'cancelled' },
    { hand_id: two, status: 'processing' },
  ])
})

test('what a person has resolved is not raised again; one that cannot be mended keeps no other from it', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  await siblingsMakeThem(client)
  const [one, two, three] = await deal(show, 0, [null, null, null])
  await show.tick(3)
  const alertOf = `select id from monitoring_events where subject = 'hand:' || $1 and state <> 'resolved'`
  await client.query(`select hub.resolve_event((${alertOf}), 'ann', 'no picture wanted', null, $2)`, [
    one,
    show.at(3.5),
  ])
  await client.query(
    `update hub.render_rules set mode = 'immediate', dedupe_key = '{hand.no.such}' where name = 'premium_hand'`,
  )
  expect(await show.tick(4)).toContainEqual({
    step: 'remedy',
    subject: `orphan_hand hand:${two}`,
    action: expect.stringMatching(/^failed: /),
  })
  expect(await show.alerts('tick_failed')).toMatchObject([
    { subject: 'remedy:orphan_hand', state: 'firing', title_ko: expect.stringMatching(/자동 조치/) },
  ])
  await client.query(
    `update hub.render_rules set dedupe_key = '{rule.name}:{hand.id}' where name = 'premium_hand'`,
  )
  for (let minute = 5; minute < 9; minute++) await show.tick(minute)
  const { rows } = await client.query('select hand_id from render_instructions order by hand_id')
  expect(rows).toEqual([{ hand_id: two }, { hand_id: three }])
  expect(await show.alerts('orphan_hand')).toMatchObject(Array(3).fill({ state: 'resolved' }))
  expect(await show.alerts('tick_failed')).toMatchObject([{ state: 'resolved' }])
})

describe('generator_down', () => {
  test('three premium hands in a row without a graphic are one alert that owns them', async ({ client }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client)
    await client.query(`select hub.change_setting('remedy.orphan_hand', '"suggest"', 'ann', 'test')`)
    await deal(show, 0, [0.2, 0.3])
    const missed = await deal(show, 10, [null, null])
    await show.tick(15)
    expect(await show.alerts('generator_down')).toEqual([])
    missed.push(...(await deal(show, 16, [null])))
    await show.tick(19)
    const [down] = await show.alerts('generator_down')
    expect(down).toMatchObject({
      state: 'firing',
      severity: 'error',
      members: { hands: missed.map(Number), total: 3 },
    })
    expect(await show.alerts('orphan_hand')).toMatchObject(Array(3).fill({ suppressed_by: down?.id }))

    await deal(show, 30, [0.5])
    await show.tick(31)
    expect(await show.alerts('generator_down')).toMatchObject([{ state: 'resolved' }])
  })

  test('what the hub makes in their place does not hide that their maker is down', async ({ client }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client, 'after_grace')
    await client.query(`update hub.render_rules set grace = '150 seconds' where name = 'premium_hand'`)
    for (const minute of [0, 10, 20]) {
      await deal(show, minute, [null])
      await show.tick(minute + 3)
    }
    expect((await client.query('select from render_instructions')).rowCount).toBe(3)
    expect(await show.alerts('generator_down')).toMatchObject([{ state: 'firing' }])
  })

  test('that the first of them is long ago, or was voided, is no graphic', async ({ client }) => {
    const show = await aBroadcast(client)
    await siblingsMakeThem(client)
    await client.query(`select hub.change_setting('remedy.orphan_hand', '"suggest"', 'ann', 'test')`)
    const hands: (string | undefined)[] = []
    for (const minute of [0, 60, 120]) hands.push(...(await deal(show, minute, [null])))
    await show.tick(123)
    expect(await show.alerts('generator_down')).toMatchObject([{ state: 'firing' }])
    await show.tick(181)
    await show.tick(239)
    expect(await show.alerts('generator_down')).toMatchObject([{ state: 'firing' }])
    await client.query(`select hub.void_hand($1, 'ann', 'misdeal', $2)`, [hands[1], show.at(240)])
    await show.tick(241)
    expect(await show.alerts('generator_down')).toMatchObject([
      { state: 'resolved', resolution_notes: expect.stringMatching(/^inconclusive/) },
    ])
  })

  test('the hub’s own rule, at work at once, is a maker', async ({ client }) => {
    const show = await aBroadcast(client)
    await deal(show, 0, [null, null, null, null])
    expect(await show.find('generator_down', 20)).toEqual([])
    expect(await show.find('orphan_hand', 20)).toEqual([])
  })
})
