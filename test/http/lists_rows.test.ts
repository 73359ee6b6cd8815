import type { z } from '@hono/zod-openapi'
import { describe, expect } from 'vitest'
import { Hand, Instruction, Output } from '../../src/http/row_schemas.ts'
import { MonitoringEvent, Pause, Rule, Setting } from '../../src/http/schemas/acted_rows.ts'
import { Route } from '../../src/http/schemas/alert_routes.ts'
import { Channel, Notification } from '../../src/http/schemas/delivery.ts'
import {
  AuditedAction,
  InstructionStory,
  Template,
  Tournament,
  Worker,
} from '../../src/http/schemas/listed_rows.ts'
import { aHand, insert } from '../support/builders.ts'
import { registerWorker } from '../support/workers.ts'
import { root, sender, vera } from './act_support.ts'
import { keyOf, test } from './list_support.ts'

const lists: readonly (readonly [path: string, row: z.ZodObject, one: z.ZodObject | null])[] = [
  ['/api/hands', Hand, Hand],
  ['/api/instructions', Instruction, InstructionStory],
  ['/api/outputs', Output, null],
  ['/api/events', MonitoringEvent, MonitoringEvent],
  ['/api/actions', AuditedAction, AuditedAction],
  ['/api/workers', Worker, Worker],
  ['/api/pauses', Pause, null],
  ['/api/tournaments', Tournament, Tournament],
  ['/api/rules', Rule, Rule],
  ['/api/templates', Template, null],
  ['/api/settings', Setting, Setting],
  ['/api/channels', Channel, Channel],
  ['/api/routes', Route, Route],
  ['/api/notifications', Notification, Notification],
]

test('rows are answered field for field, in a list and alone', async ({ client, get, post }) => {
  await insert(
    client,
    'hands',
    aHand({ hand_rank: 'four_of_a_kind', session_id: '638961224831992165', started_at: 'now' }),
  )
  await insert(client, 'hands', aHand({ session_id: '5', started_at: 'now' }))
  const worker = await registerWorker(client)
  await client.query(`
    select hub.complete_instruction(id, attempt, '//nas/x.mov', 12) from hub.claim_instructions('${worker}');
    insert into render_instructions (template_name) values ('x'), ('y');
    select * from hub.claim_instructions('${worker}');
    insert into tournaments (name, event_code) values ('WSOP 메인 이벤트', 'EV1');
    insert into monitoring_events (event_type, kind, severity, subject, title) values ('alert', 'stall', 'critical', 'global', 't');
    insert into hub.channels (name, kind, secrets) values ('ops', 'slack', '{"url": "https://x/y"}');
    insert into hub.routes (name, channel_id) select 'all', id from hub.channels;
    select hub.test_channel(id, 'ann', 'x') from hub.channels`)
  await post('/api/actions/pause', { scope: 'template:x', reason: 'NAS' })
  for (const [path, row, one] of lists) {
    const { status, body } = await get(path)
    expect([path, status]).toEqual([path, 200])
    expect([path, body.items.length > 0]).toEqual([path, true])
    for (const item of body.items) expect(row.strict().parse(item)).toEqual(item)
    if (one === null) continue
    for (const item of body.items.slice(0, 20)) {
      const alone = await get(`${path}/${keyOf(item)}`)
      expect([path, alone.status]).toEqual([path, 200])
      expect(one.strict().parse(alone.body)).toEqual(alone.body)
      expect(alone.body).toMatchObject(item)
    }
  }
  expect((await get('/api/hands')).body.items.map((hand: z.infer<typeof Hand>) => hand.session_id)).toEqual([
    '5',
    '638961224831992165',
  ])
})

test('there is no such row, or no such id', async ({ get }) => {
  const worker = '/api/workers/00000000-0000-0000-0000-000000000000'
  const none = [
    '/api/hands/9',
    '/api/instructions/999999999999999999',
    '/api/events/9',
    '/api/actions/9',
    worker,
    '/api/tournaments/9',
    '/api/rules/999',
    '/api/settings/no.such_key',
  ]
  for (const path of none) {
    const { status, body } = await get(path)
    expect([path, status]).toEqual([path, 404])
    expect(body).toMatchObject({
      code: 'UB404',
      title: 'no such thing',
      hint: expect.stringContaining('GET /api/'),
      request_id: expect.any(String),
    })
  }
  const malformed = [
    '/api/hands/0',
    '/api/instructions/x',
    '/api/events/-1',
    '/api/actions/9999999999999999999',
    '/api/workers/1',
    '/api/tournaments/1.5',
    '/api/rules/%00',
    '/api/settings/No',
  ]
  for (const path of malformed) expect([path, (await get(path)).status]).toEqual([path, 400])
  expect((await get('/api/hands/9999999999999999999')).body.errors).toEqual([
    { path: 'path.id', message: 'must be a whole number from 1 to 999999999999999999' },
  ])
})

test('an instruction with all that was tried and came out', async ({ client, get }) => {
  const worker = await registerWorker(client)
  const id = await insert(client, 'render_instructions', { template_name: 'x' })
  const claim = async (): Promise<string> =>
    (await client.query('select attempt from hub.claim_instructions($1)', [worker])).rows[0].attempt
  await client.query('select hub.fail_instruction($1, $2, $3)', [id, await claim(), 'timeout'])
  await client.query(`select hub.retry_instruction($1, 'ann', 'again')`, [id])
  await client.query(`select hub.complete_instruction($1, $2, '//nas/x.mov')`, [id, await claim()])
  const { body } = await get(`/api/instructions/${id}`)
  expect(body).toMatchObject({
    status: 'completed',
    attempts: [{ outcome: 'failed', error_message: 'timeout' }, { outcome: 'completed' }],
    outputs: [{ output_path: '//nas/x.mov' }],
  })
})

test('workers stand as the dashboard counts them, with what they hold', async ({ client, get }) => {
  const busy = await registerWorker(client, 'ae-1')
  const silent = await registerWorker(client, 'ae-2')
  await registerWorker(client, 'ae-3')
  await client.query(`
    insert into render_instructions (template_name) values ('x'), ('x');
    select * from hub.claim_instructions('${busy}');
    select * from hub.claim_instructions('${silent}');
    update hub.workers set last_seen_at = now() - interval '1 hour' where id = '${silent}'`)
  const { items } = (await get('/api/workers')).body
  expect(items.map(({ host, state }: z.infer<typeof Worker>) => `${host} ${state}`).toSorted()).toEqual([
    'ae-1 busy',
    'ae-2 silent',
    'ae-3 idle',
  ])
  expect(items.find(({ host }: z.infer<typeof Worker>) => host === 'ae-1').jobs).toMatchObject([
    { template_name: 'x', attempt: 1, progress: 0 },
  ])
  const { worker_status } = (await get('/api/dashboard')).body.projects.ae
  expect(worker_status).toEqual({ online: 2, busy: 1, silent: 1 })
})

test('the audit tells what can still be taken back', async ({ client, get, post }) => {
  await insert(client, 'render_instructions', { template_name: 'x' })
  const pause = { scope: 'template:x', reason: 'NAS' }
  const { action_id } = (await post('/api/actions/pause', pause)).body
  expect((await get(`/api/actions/${action_id}`)).body).toMatchObject({
    undo: 'open',
    undone_by: null,
    actor: 'ann',
    reason: 'NAS',
  })
  const undone = (await post('/api/actions/undo', { action_id, reason: 'x' })).body
  expect((await get(`/api/actions/${action_id}`)).body).toMatchObject({
    undo: 'done',
    undone_by: undone.action_id,
  })
  const again = (await post('/api/actions/pause', pause)).body.action_id
  await client.query(`update hub.actions set undo_until = now() - interval '1 second' where id = $1`, [again])
  expect((await get(`/api/actions/${again}`)).body.undo).toBe('over')
  await client.query(`update hub.actions set undo_until = null where id = $1`, [again])
  expect((await get(`/api/actions/${again}`)).body.undo).toBe('never')
})

describe('the ETag of what is read is what a change asks for', () => {
  test.for([
    ['/api/settings/error.h', { value: 4, reason: 'too quiet' }, { value: 5, reason: 'x' }],
    ['/api/rules/1', { priority: 4, reason: 'too late' }, { priority: 5, reason: 'x' }],
  ] as const)('%s', async ([path, change, other], { get, patch }) => {
    const read = await get(path)
    const etag = read.headers.get('etag') ?? ''
    expect(etag).toBe(`"${read.body.updated_at}"`)
    const done = await patch(path, change, { 'if-match': etag })
    expect(done.status).toBe(200)
    expect(await patch(path, other, { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { code: 'UB412' },
    })
    expect((await get(path)).headers.get('etag')).toBe(done.headers.get('etag'))
  })
})

test('viewers do not see what was folded, in no list and no file', async ({ as, client, post }) => {
  const players = [
    { seat: 1, name: 'Kim', hole_cards: ['As', 'Ad'] },
    { seat: 2, name: 'Lee', hole_cards: ['Kc', 'Qc'], folded: true },
  ]
  const id = await insert(client, 'hands', aHand({ players_json: players }))
  const entered = await post('/api/hands', { table_id: 't', hand_number: 1, players })
  await post(`/api/hands/${entered.body.hand_id}/void`, { reason: 'x' })
  await client.query(
    `insert into hub.actions (actor, verb, subject, reason, after) select 'ann', 'enter_hand', 'hand:' || id, 'x', to_jsonb(h) from hands as h`,
  )
  const paths = [
    '/api/hands',
    `/api/hands/${id}`,
    '/api/hands?format=csv',
    '/api/actions',
    '/api/actions?format=csv',
    '/api/actions/1',
  ]
  for (const path of paths) {
    expect([path, (await (await as(vera).request(path)).text()).includes('Kc')]).toEqual([path, false])
  }
  const seen = await Promise.all(paths.slice(0, 5).map(async (path) => (await as(root).request(path)).text()))
  for (const [n, text] of seen.entries()) expect([paths[n], text.includes('Kc')]).toEqual([paths[n], true])
  await client.query(`update hub.settings set value = '0' where key = 'secrecy_delay'`)
  expect((await sender(as(vera), 'GET')(`/api/hands/${id}`)).body.players_json).toMatchObject(players)
})
