import type { z } from '@hono/zod-openapi'
import type { Client } from 'pg'
import { expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { registerWorker } from '../support/workers.ts'
import { type Answer, root, type Send, sender } from './act_support.ts'
import { keyOf, test } from './list_support.ts'
import { type Contract, contractOf, pointerTo } from './openapi_support.ts'
import { homelessApp } from './support.ts'

/** Answered as a stream, a file or other text, not as JSON. */
const notJson = ['/metrics', '/api/stream', '/api/instructions/{id}/picture']

/** Rows of every table, some as bare as can be, some with all that they can have. */
async function seed(client: Client, post: Send): Promise<void> {
  await insert(client, 'hands', aHand({ started_at: 'now', session_id: '638961224831992165' }))
  await insert(client, 'hands', aHand({ winner: null, duration_seconds: null, pot_size: '9007199254740993' }))
  await client.query(
    `update hands set hand_rank = 'four_of_a_kind', voided_at = now(), void_reason = 'x' where id = 1`,
  )
  const worker = await registerWorker(client)
  await client.query(`
    insert into render_instructions (template_name, hand_id) values ('x', 2), ('y', null), ('z', null);
    select hub.complete_instruction(id, attempt, '//nas/x.mov', 12) from hub.claim_instructions('${worker}');
    select hub.fail_instruction(id, attempt, 'Nexrender 503') from hub.claim_instructions('${worker}');
    select * from hub.claim_instructions('${worker}');
    insert into render_outputs (instruction_id, output_path, file_size, status) select max(id), '//nas/y.mov', 9007199254740993, 'completed' from render_instructions;
    insert into tournaments (name, event_code) values ('WSOP 메인 이벤트', 'EV1'), ('WSOP', 'EV2');
    insert into monitoring_events (event_type, kind, severity, subject, title) values ('alert', 'stall', 'critical', 'global', 't');
    insert into monitoring_events (event_type, kind, severity, subject, title, state, fired_at, reentry_of, suppressed_by)
      select 'alert', 'stall', 'critical', 'table:t', 't', 'firing', now(), max(id), max(id) from monitoring_events;
    insert into hub.channels (name, kind, secrets) values ('ops', 'slack', '{"url": "https://x/y"}');
    insert into hub.routes (name, channel_id) select 'all', id from hub.channels where name = 'ops';
    select hub.test_channel(id, 'ann', 'x') from hub.channels`)
  await post('/api/actions/pause', { scope: 'template:x', reason: 'NAS' })
  await post('/api/actions/resume', { scope: 'template:x', reason: 'NAS is back' })
  await post('/api/actions/pause', { scope: 'template:y', reason: 'NAS' })
}

/** The addresses of a route: of one row that of each row of its list. */
async function addresses(path: string, get: (path: string) => Promise<Answer>): Promise<string[]> {
  const [list = '', name, rest = ''] = path.split(/\{(\w+)\}/)
  if (path === '/api/data-flow') return ['/api/data-flow?hand_id=1', '/api/data-flow?hand_id=2']
  if (name === undefined) return [path]
  const { body } = await get(list.slice(0, -1))
  return body.items.slice(0, 20).map((row: Record<string, unknown>) => list + keyOf(row) + rest)
}

test('every GET answers what its schema says, rows with nulls and rows without', async ({
  client,
  get,
  post,
  as,
}) => {
  await seed(client, post)
  const order = { name: 'ann', role: 'operator', reason: 'x' }
  expect(await sender(as(root), 'POST')('/api/tokens', order)).toMatchObject({ status: 201 })
  const contract = await contractOf(as(root))
  const seen = new Set<string>()
  for (const { method, path } of contract.operations) {
    if (method !== 'get' || notJson.includes(path)) continue
    const asked = await addresses(path, get)
    expect([path, asked.length > 0]).toEqual([path, true])
    for (const address of asked) {
      const { status, body } = await get(address)
      const place = pointerTo(
        'paths',
        path,
        'get',
        'responses',
        status,
        'content',
        'application/json',
        'schema',
      )
      expect([address, status, contract.faults(place, body)]).toEqual([address, 200, null])
      for (const row of body.items ?? [])
        for (const [name, value] of Object.entries(row)) seen.add(`${path} ${name} ${value === null}`)
    }
  }
  for (const field of ['/api/outputs attempt', '/api/events reentry_of', '/api/hands winner'])
    for (const isNull of [true, false]) expect([...seen]).toContain(`${field} ${isNull}`)
})

// biome-ignore lint/suspicious/noExplicitAny: any schema
type Schema = any

/** A place of the document and all that it is made of: what it refers to, its alternatives and its parts. */
function* parts(contract: Contract, pointer: string): Generator<[pointer: string, schema: Schema]> {
  const schema: Schema = contract.at(pointer)
  yield [pointer, schema]
  if (schema?.$ref) yield* parts(contract, schema.$ref.slice(1))
  for (const word of ['allOf', 'anyOf', 'oneOf'])
    for (const n of (schema?.[word] ?? []).keys()) yield* parts(contract, pointer + pointerTo(word, n))
}

/** Every place where a schema and the document differ about null. */
function* differences(contract: Contract, schema: z.ZodType, pointer: string): Generator<string> {
  const takes = schema.safeParse(null).success
  if ((contract.faults(pointer, null) === null) !== takes)
    yield `${pointer}: null is ${takes ? '' : 'not '}taken`
  let inner: Schema = schema
  while (inner.def.type === 'nullable' || inner.def.type === 'optional') inner = inner.unwrap()
  const [...places] = parts(contract, pointer)
  const below = (...names: string[]): string | null => {
    for (const [place] of places)
      if (contract.at(place + pointerTo(...names)) !== undefined) return place + pointerTo(...names)
    return null
  }
  const fields: Record<string, z.ZodType> = inner.def.type === 'object' ? inner.shape : {}
  for (const [name, field] of Object.entries(fields)) {
    const place = below('properties', name)
    if (place === null) yield `${pointer}: ${name} is not described`
    else yield* differences(contract, field, place)
  }
  const items = inner.def.type === 'array' ? below('items') : null
  if (items !== null) yield* differences(contract, inner.element, items)
}

test('where the hub answers or takes null, the document says so, and nowhere else', async () => {
  const app = homelessApp()
  const contract = await contractOf(app)
  const found = new Set<string>()
  let count = 0
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { method, path, request, responses } = definition.route
    const bodies: [names: string[], body: Schema][] = [
      [['requestBody'], request?.body],
      ...Object.entries<Schema>(responses).map(([status, body]): [string[], Schema] => [
        ['responses', status],
        body,
      ]),
    ]
    for (const [names, body] of bodies) {
      const schema = body?.content?.['application/json']?.schema
      if (typeof schema?.safeParse !== 'function') continue
      count += 1
      const pointer = pointerTo('paths', path, method, ...names, 'content', 'application/json', 'schema')
      for (const each of differences(contract, schema, pointer)) found.add(each)
    }
  }
  expect(count).toBeGreaterThan(80)
  expect([...found]).toEqual([])
})
