import { describe, expect } from 'vitest'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'

const flow = async (
  tx: { query(text: string, values: unknown[]): Promise<{ rows: { f: Flow }[] }> },
  hand: unknown,
) => (await tx.query('select hub.data_flow($1) as f', [hand])).rows[0]?.f as Flow

// biome-ignore lint/suspicious/noExplicitAny: the shape is what is being tested
type Flow = any

describe('hub.data_flow', () => {
  test('no such hand', async ({ tx }) => {
    await expect(flow(tx, 99)).rejects.toMatchObject({
      code: 'UB404',
      hint: expect.stringContaining('select id'),
    })
  })

  test('null is no hand either', async ({ tx }) => {
    await expect(flow(tx, null)).rejects.toMatchObject({ code: 'UB404' })
  })

  test('the chain grows as the hand gets along', async ({ tx }) => {
    const hand = await insert(tx, 'hands', aHand())
    expect(await flow(tx, hand)).toMatchObject({
      status_chain: 'Hand',
      instructions: [],
      outputs: [],
      attempts: [],
    })
    const instruction = await insert(tx, 'render_instructions', anInstruction({ trigger_id: hand }))
    expect((await flow(tx, hand)).status_chain).toBe('Hand → RenderInstruction')
    await tx.query('update render_instructions set status = $2 where id = $1', [instruction, 'processing'])
    await insert(tx, 'render_outputs', { instruction_id: instruction, output_path: '/x', status: 'failed' })
    expect((await flow(tx, hand)).status_chain).toBe('Hand → RenderInstruction')
    await insert(tx, 'render_outputs', { instruction_id: instruction, output_path: '/x' })
    expect((await flow(tx, hand)).status_chain).toBe('Hand → RenderInstruction → RenderOutput')
  })

  test('other hands have no part in it', async ({ tx }) => {
    const [hand, other] = [await insert(tx, 'hands', aHand()), await insert(tx, 'hands', aHand())]
    await insert(tx, 'render_instructions', anInstruction({ trigger_id: other }))
    const story = await flow(tx, hand)
    expect(story.instructions).toEqual([])
    expect(story.events.map((event: Flow) => event.subject)).toEqual([`hand:${hand}`])
  })

  test('cards of folded players are for the hub alone until the delay is over', async ({
    client,
    connect,
  }) => {
    const hand = await insert(
      client,
      'hands',
      aHand({
        players_json: [
          { seat: 1, name: 'Kim', hole_cards: ['As', 'Ad'], folded: false },
          { seat: 2, name: 'Lee', hole_cards: ['Kc', 'Qc'], folded: true },
        ],
      }),
    )
    await client.query('grant execute on function hub.data_flow to hub_reader')
    const viewer = await connect()
    await viewer.query('set session authorization hub_reader')
    const cards = (story: Flow) => story.hand.players_json.map((player: Flow) => player.hole_cards)
    const all = [
      ['As', 'Ad'],
      ['Kc', 'Qc'],
    ]
    expect(cards(await flow(viewer, hand))).toEqual([['As', 'Ad'], []])
    expect(JSON.stringify(await flow(viewer, hand))).not.toContain('Kc')
    expect(cards(await flow(client, hand))).toEqual(all)
    await client.query(`select hub.change_setting('secrecy_delay', '0', 'test', 'over')`)
    expect(cards(await flow(viewer, hand))).toEqual(all)
  })

  test('a very long story says that there is more', async ({ tx }) => {
    const hand = await insert(tx, 'hands', aHand())
    expect((await flow(tx, hand)).truncated).toBe(false)
    await tx.query(
      `insert into render_instructions (template_name, trigger_id) select 'x' || g, $1 from generate_series(1, 201) as g`,
      [hand],
    )
    const story = await flow(tx, hand)
    expect(story.instructions).toHaveLength(200)
    expect(story.truncated).toBe(true)
  })
})
