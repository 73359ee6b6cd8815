import { expect } from 'vitest'
import { StreamBeat, StreamEvent, StreamSnapshot } from '../../src/http/schemas/stream.ts'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { changesIn, type Message, test } from './stream_support.ts'

const mark = `select hub.journal('note.end', 'note:1')`
const isEnd = ({ data }: Message): boolean => data.kind === 'note.end'

test('a snapshot marker comes first, with its headers', async ({ hub, listen }) => {
  const listener = await listen(await hub())
  const { data, id } = await listener.until(({ event }) => event === 'snapshot')
  expect(listener.status).toBe(200)
  expect(listener.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  expect(listener.text()).toMatch(/^retry: 2000\n\nid: /)
  expect(listener.messages[0]?.event).toBe('snapshot')
  expect(StreamSnapshot.parse(data).cursor).toBe(id)
})

test('changes come in order, as patches, with who and why', async ({ hub, listen, client }) => {
  const listener = await listen(await hub())
  await listener.until(({ event }) => event === 'snapshot')
  const id = await insert(
    client,
    'public.render_instructions',
    anInstruction({ layer_data_json: { secret: 'no' } }),
  )
  await client.query(`select hub.change_priority($1, 1, 'ann', 'now')`, [id])
  await client.query(`select hub.cancel_instruction($1, 'ann', $2)`, [id, `${'long '.repeat(200)}`])
  await client.query(mark)
  await listener.until(isEnd)
  const changes = changesIn(listener.messages).filter(({ subject }) => subject === `instruction:${id}`)
  for (const change of changes) StreamEvent.strict().parse(change)
  expect(changes).toMatchObject([
    { topic: 'queue', op: 'insert', kind: 'instruction.created', patch: { status: 'pending', priority: 5 } },
    { op: 'update', kind: 'instruction.reprioritised', actor: 'ann', reason: 'now', patch: { priority: 1 } },
    { op: 'update', kind: 'instruction.cancelled', actor: 'ann', patch: { status: 'cancelled' } },
  ])
  expect(changes[0]?.patch).not.toHaveProperty('layer_data_json')
  expect(changes[1]?.patch).not.toHaveProperty('status')
  expect(changes[2]?.reason?.length).toBeLessThanOrEqual(500)
})

test('each second a beat says how fresh all is', async ({ hub, listen, client }) => {
  const listener = await listen(await hub({ bounds: { beatMs: 20 } }))
  await insert(client, 'public.render_instructions', anInstruction())
  await client.query(mark)
  await listener.until(isEnd)
  const seen = listener.messages.length
  const { data, id } = await listener.until(
    (message) => message.event === 'beat' && listener.messages.indexOf(message) >= seen,
  )
  const beat = StreamBeat.strict().parse(data)
  expect(beat).toMatchObject({
    ready: true,
    mode: 'push',
    live: true,
    sent: changesIn(listener.messages).length,
  })
  expect(id).toMatch(/\//)
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
  expect(Math.abs(Date.parse(beat.at) - Number(rows[0]?.now))).toBeLessThan(5000)
})

test('no card, no action and no document of a hand goes out', async ({ hub, listen, client }) => {
  const listener = await listen(await hub())
  await listener.until(({ event }) => event === 'snapshot')
  const id = await insert(
    client,
    'public.hands',
    aHand({ hand_rank: 'full_house', pot_size: 9_007_199_254_740_993n }),
  )
  await client.query(
    `update public.hands set winner = 'Lee', players_json = players_json || '[{"seat": 9}]' where id = $1`,
    [id],
  )
  await client.query(`select hub.void_hand($1, 'ann', 'misdeal')`, [id])
  await client.query(mark)
  await listener.until(isEnd)
  expect(listener.text()).toContain(`"hand:${id}"`)
  // Raw text: what a person with developer tools sees.
  for (const word of ['hole_cards', 'players_json', 'actions_json', 'community_cards', '"As"', 'Kc', '2h']) {
    expect(listener.text()).not.toContain(word)
  }
  expect(listener.text()).toContain('9007199254740993')
  const hand = changesIn(listener.messages).find(({ kind }) => kind === 'hand.recorded')
  expect(Object.keys(hand?.patch ?? {}).sort()).toEqual(
    [
      'id',
      'table_id',
      'hand_number',
      'hand_rank',
      'is_premium',
      'pot_size',
      'winner',
      'created_at',
      'voided_at',
      'void_reason',
      'duplicate_of',
    ].sort(),
  )
})

test('only the topics that were asked for come; a topic that does not exist is refused', async ({
  hub,
  listen,
  client,
}) => {
  const one = await hub()
  const [some, all] = await Promise.all([listen(one, '?topics=hands,hub'), listen(one)])
  await Promise.all([some, all].map((each) => each.until(({ event }) => event === 'snapshot')))
  await insert(client, 'public.hands', aHand())
  await insert(client, 'public.render_instructions', anInstruction())
  await client.query(`select hub.pause('queue', 'ann', 'break')`)
  await client.query(
    `select hub.raise_event('rule_failed', 'rule:x', 'warning', 'error', 'Rule x fails', '{}', null, '규칙 x 실패')`,
  )
  await client.query(mark)
  await Promise.all([some.until(isEnd), all.until(isEnd)])
  const topicsOf = (messages: typeof some.messages): string[] =>
    [...new Set(changesIn(messages).map(({ topic }) => topic))].sort()
  expect(topicsOf(some.messages)).toEqual(['hands', 'hub'])
  expect(topicsOf(all.messages)).toEqual(['actions', 'alerts', 'hands', 'hub', 'queue'])
  expect(all.messages.find(({ event }) => event === 'alert')?.data).toMatchObject({
    topic: 'alerts',
    patch: { state: 'firing', title: 'Rule x fails', title_ko: '규칙 x 실패' },
  })
  for (const query of ['?topics=nonsense', '?topics=', '?topics=queue,,hands']) {
    const refused = await listen(one, query)
    expect(refused.status).toBe(400)
    expect(refused.headers['content-type']).toBe('application/problem+json')
  }
})

test('HEAD answers headers and opens no stream', async ({ hub }) => {
  const one = await hub()
  const answer = await fetch(`${one.url}/api/stream`, { method: 'HEAD' })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  expect(one.stream.clients()).toBe(0)
})

test('a ring brings a change at once', async ({ hub, listen, client }) => {
  const one = await hub({ bounds: { pollMs: 3_600_000 } }) // by itself it would not look
  const listener = await listen(one)
  await listener.until(({ event }) => event === 'snapshot')
  await client.query(mark)
  one.stream.wake()
  await listener.until(isEnd)
})
