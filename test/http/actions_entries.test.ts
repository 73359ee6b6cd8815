import { expect } from 'vitest'
import { ActedHand, HandEntered, OrderedGraphic } from '../../src/http/schemas/entries.ts'
import { aHand, insert } from '../support/builders.ts'
import { instruction, queued } from '../support/queue.ts'
import { audit, sender, test, vera } from './act_support.ts'

const hand = {
  table_id: 'table_1',
  hand_number: 7,
  hand_rank: 'full_house',
  pot_size: 2500,
  winner: 'Kim',
  players: [
    { seat: 1, name: 'Kim', stack: 20_000, hole_cards: ['As', 'ad'] },
    { seat: 4, name: 'Lee', stack: 18_000, hole_cards: ['10c', 'Qc'], folded: true },
  ],
  community_cards: ['2h', '2d', 'Ac'],
  reason: 'reader was down',
}

test('a hand is entered once, and corrected by entering it again', async ({ client, post }) => {
  const first = await post('/api/hands', hand)
  expect(first).toMatchObject({ status: 201, body: { outcome: 'inserted', undo_until: null } })
  expect(HandEntered.strict().parse(first.body)).toEqual(first.body)
  const { hand_id } = first.body
  const { rows } = await client.query(
    'select source, community_cards_json, players_json from public.hands where id = $1',
    [hand_id],
  )
  expect(rows).toMatchObject([
    { source: 'manual', players_json: [{ hole_cards: ['As', 'Ad'] }, { hole_cards: ['Tc', 'Qc'] }] },
  ])
  expect(await post('/api/hands', hand)).toMatchObject({
    status: 200,
    body: { hand_id, outcome: 'identical', action_id: null },
  })
  const more = await post('/api/hands', { ...hand, pot_size: 2600, reason: undefined })
  expect(more).toMatchObject({ status: 200, body: { hand_id, outcome: 'revised' } })
  expect(await audit(client, `hand:${hand_id}`)).toMatchObject([
    { actor: 'ann', verb: 'enter_hand', reason: 'reader was down' },
    { actor: 'ann', verb: 'enter_hand' },
  ])
  const journal = await client.query('select distinct actor from hub.events where subject = $1', [
    `hand:${hand_id}`,
  ])
  expect(journal.rows).toEqual([{ actor: 'ann' }])
})

test('a captured hand is written over only when that is said, and comes back', async ({ client, post }) => {
  const captured = await insert(
    client,
    'public.hands',
    aHand({ table_id: 'table_1', hand_number: 7, source: 'rfid', winner: 'KIM', pot_size: 500 }),
  )
  const stands = async (): Promise<object> => {
    const { rows } = await client.query('select * from public.hands where id = $1', [captured])
    const { updated_at: _, ...row } = rows[0]
    return row
  }
  const before = await stands()
  const typed = { table_id: 'table_1', hand_number: 7, reason: 'typo' }
  expect(await post('/api/hands', typed)).toMatchObject({
    status: 409,
    body: {
      code: 'UB409',
      blocked_by: `hand:${captured}`,
      detail: expect.stringMatching(/captured already/),
    },
  })
  expect(await stands()).toEqual(before)
  for (let i = 0; i < 2; i++) {
    const meant = await post('/api/hands', { ...typed, replace: true })
    expect(meant).toMatchObject({ status: 200, body: { outcome: 'revised', undo_until: expect.any(String) } })
    expect(await stands()).toMatchObject({ source: 'manual', winner: null, pot_size: '0' })
    const undone = await post('/api/actions/undo', { action_id: meant.body.action_id, reason: 'wrong hand' })
    expect(undone.status).toBe(200)
    expect(await stands()).toEqual(before)
  }
})

test('cards and other fields that cannot be are refused with their place', async ({ post, as }) => {
  for (const [changes, path] of [
    [{ community_cards: ['1h'] }, 'body.community_cards.0'],
    [{ community_cards: ['Ax'] }, 'body.community_cards.0'],
    [{ community_cards: ['2h', '3h', '4h', '5h', '6h', '7h'] }, 'body.community_cards'],
    [{ community_cards: ['AS'] }, 'body.players.0.hole_cards.0'],
    [{ players: [{ seat: 1, name: 'Kim', hole_cards: ['Th', '10h'] }] }, 'body.players.0.hole_cards.1'],
    [{ hand_number: 2 ** 31 }, 'body.hand_number'],
    [{ table_id: ' ' }, 'body.table_id'],
    [{ hand_rank: 'flash' }, 'body.hand_rank'],
    [{ pot_size: -1 }, 'body.pot_size'],
    [{ winner: 'a\u0000' }, 'body.winner'],
    [{ actions: [{ a: { '\u0000': 1 } }] }, 'body.actions.0'],
    [{ started_at: 'yesterday' }, 'body.started_at'],
  ] as const) {
    const answer = await post('/api/hands', { ...hand, ...changes })
    // what is well-formed and cannot be is 422
    const isTwice = /twice/.test(answer.body.detail)
    expect({ changes, ...answer }).toMatchObject({ changes, status: isTwice ? 422 : 400 })
    expect(answer.body.errors.map((each: { path: string }) => each.path)).toContain(path)
  }
  expect(await sender(as(vera), 'POST')('/api/hands', hand)).toMatchObject({ status: 403 })
  expect(await sender(as(null), 'POST')('/api/hands', hand)).toMatchObject({ status: 401 })
})

test('a hand is declared void, with what waits for it, and counts again', async ({ client, post, as }) => {
  const id = Number(
    await insert(
      client,
      'public.hands',
      aHand({ session_id: '638961224831992165', started_at: '2026-11-01T00:00:00Z' }),
    ),
  )
  const waiting = await queued(client, { trigger_type: 'premium_hand', trigger_id: String(id) })
  const done = await post(`/api/hands/${id}/void`, { reason: 'dealt again' })
  expect(done).toMatchObject({
    status: 200,
    body: {
      hand: { id, void_reason: 'dealt again', session_id: '638961224831992165' },
      action_id: expect.any(Number),
    },
  })
  expect(ActedHand.parse(done.body).hand).toEqual(done.body.hand)
  expect(await instruction(client, waiting)).toMatchObject({ status: 'cancelled' })
  expect(await post(`/api/hands/${id}/void`, { reason: 'x' })).toMatchObject({
    status: 200,
    body: { action_id: null },
  })
  expect(await post('/api/actions/undo', { action_id: done.body.action_id, reason: 'x' })).toMatchObject({
    status: 200,
  })
  expect(await instruction(client, waiting)).toMatchObject({ status: 'pending' })
  expect(await post('/api/hands/999/void', { reason: 'x' })).toMatchObject({ status: 404 })
  expect(await post(`/api/hands/${id}/void`, {})).toMatchObject({ status: 400 })
  expect(await sender(as(vera), 'POST')(`/api/hands/${id}/void`, { reason: 'x' })).toMatchObject({
    status: 403,
  })
  expect(await sender(as(null), 'POST')(`/api/hands/${id}/void`, { reason: 'x' })).toMatchObject({
    status: 401,
  })
})

const order = { template_name: 'lower_third', layer_data: { Name: 'KIM' }, reason: 'the director asks' }

test('a graphic is ordered', async ({ client, post }) => {
  const id = Number(await insert(client, 'public.hands', aHand()))
  const done = await post('/api/instructions', {
    ...order,
    priority: 1,
    hand_id: id,
    not_before: '2099-01-01T00:00:00+09:00',
    expires_at: '2099-01-01T01:00:00+09:00',
    output_settings: { fps: 60 },
  })
  expect(done).toMatchObject({
    status: 201,
    body: {
      instruction: {
        template_name: 'lower_third',
        status: 'pending',
        priority: 1,
        hand_id: id,
        trigger_type: 'manual',
        not_before: '2098-12-31T15:00:00+00:00',
        eligible_at: null,
        layer_data_json: { Name: 'KIM' },
        output_settings_json: { fps: 60 },
      },
    },
  })
  expect(OrderedGraphic.strict().parse(done.body)).toEqual(done.body)
  const subject = `instruction:${done.body.instruction.id}`
  expect(await audit(client, subject)).toMatchObject([{ actor: 'ann', verb: 'order_graphic' }])
  expect((await post('/api/instructions', order)).body.instruction).toMatchObject({
    priority: 5,
    not_before: null,
  })
})

test('an order that does not fit its template is told so, or refused, as the setting says', async ({
  client,
  post,
}) => {
  const warnings = async (changes: object): Promise<unknown> =>
    (await post('/api/instructions', { ...order, ...changes })).body.warnings
  const unknown = ['the catalogue does not have it']
  await client.query(`insert into hub.templates (name, composition) values ('known', 'Comp')`)
  expect(await warnings({ template_name: 'nonsense' })).toEqual(unknown)
  expect(await warnings({ template_name: 'known' })).toEqual([])
  await client.query(`
    update hub.templates set project = 'file:///D:/x.aep', required_layers = '[{"name": "Name", "kind": "text"}]', optional_layers = '[]' where name = 'known'`)
  expect(await warnings({ template_name: 'nonsense' })).toEqual(unknown)
  expect(await warnings({ template_name: 'known' })).toEqual([])
  expect(await warnings({ template_name: 'known', layer_data: { Nmae: 'KIM' } })).toEqual([
    'required layer "Name" is missing',
    'the template has no layer "Nmae"',
  ])
  await client.query(`update hub.settings set value = '"off"' where key = 'template.preflight'`)
  expect(await warnings({ template_name: 'nonsense' })).toEqual([])
  await client.query(`update hub.settings set value = '"refuse"' where key = 'template.preflight'`)
  const before = (await client.query('select from public.render_instructions')).rowCount
  const refused = await post('/api/instructions', { ...order, template_name: 'nonsense' })
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'UB422', detail: expect.stringContaining('nonsense'), hint: 'GET /api/templates.' },
  })
  expect((await client.query('select from public.render_instructions')).rowCount).toBe(before)
})

test('an order that cannot be is refused', async ({ client, post, as }) => {
  for (const [changes, status] of [
    [{ template_name: ' ' }, 400],
    [{ template_name: 'x'.repeat(101) }, 400],
    [{ layer_data: undefined }, 400],
    [{ layer_data: { A: '\u0000' } }, 400],
    [{ layer_data: { A: '\udfff' } }, 400],
    [{ priority: 0 }, 400],
    [{ hand_id: 2 ** 53 }, 400],
    [{ expires_at: '2026-01-01' }, 400],
    [{ expires_at: '2026-01-01T00:00:00Z' }, 422],
    [{ not_before: '2099-01-02T00:00:00Z', expires_at: '2099-01-01T00:00:00Z' }, 422],
    [{ hand_id: 999 }, 404],
  ] as const) {
    expect({ changes, ...(await post('/api/instructions', { ...order, ...changes })) }).toMatchObject({
      changes,
      status,
    })
  }
  const deep = JSON.stringify(order).replace('"KIM"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
  expect(await post('/api/instructions', deep)).toMatchObject({ status: 400 })
  expect(await sender(as(vera), 'POST')('/api/instructions', order)).toMatchObject({ status: 403 })
  expect(await sender(as(null), 'POST')('/api/instructions', order)).toMatchObject({ status: 401 })
  expect((await client.query('select from public.render_instructions')).rowCount).toBe(0)
})

test('a hand of a session is not entered a second time', async ({ client, post }) => {
  const of = { table_id: 'table_1', hand_number: 7 }
  const captured = await insert(
    client,
    'public.hands',
    aHand({ ...of, session_id: '638961224831992165', started_at: new Date().toISOString() }),
  )
  const typed = { ...of, reason: 'typo', replace: true }
  expect(await post('/api/hands', typed)).toMatchObject({
    status: 409,
    body: { blocked_by: `hand:${captured}`, hint: expect.stringMatching(/void first/) },
  })
  expect(await post(`/api/hands/${captured}/void`, { reason: 'wrong table' })).toMatchObject({ status: 200 })
  expect(await post('/api/hands', typed)).toMatchObject({ status: 201 })
})

test('a rank that the board alone rules out is refused', async ({ post }) => {
  const typed = { table_id: 'table_1', hand_number: 9, reason: 'x', hand_rank: 'royal_flush' }
  expect(await post('/api/hands', { ...typed, community_cards: ['2c', '3c', '4d'] })).toMatchObject({
    status: 422,
    body: { detail: expect.stringMatching(/does not come out of these cards/) },
  })
  expect(await post('/api/hands', { ...typed, community_cards: ['Tc', 'Jc', 'Qc'] })).toMatchObject({
    status: 201,
  })
})
