import { expect } from 'vitest'
import { test } from './act_support.ts'

const order = (data: string): string => `{"template_name": "x", "reason": "r", "layer_data": ${data}}`

test.for([
  ['{"a": 1e400}', 'body.layer_data.a'],
  ['{"a": 12345678901234567890}', 'body.layer_data.a'],
  ['{"a": [1, {"b": 9007199254740993}]}', 'body.layer_data.a.1.b'],
  ['{"a": 0.12345678901234567891}', 'body.layer_data.a'],
  ['{"__proto__": {"x": 1}}', 'body.layer_data.__proto__'],
] as const)(
  'what would be stored as something else is refused: %s',
  async ([data, path], { post, client }) => {
    const { status, body } = await post('/api/instructions', order(data))
    expect([status, body.code, body.errors?.map((each: { path: string }) => each.path)]).toEqual([
      400,
      'UB400',
      [path],
    ])
    expect((await client.query('select from render_instructions')).rowCount).toBe(0)
  },
)

test('what it advises of such a number works: text in a layer, in a count of chips a smaller one', async ({
  post,
}) => {
  const hand = (pot: unknown): string => `{"table_id": "t", "hand_number": 1, "pot_size": ${pot}}`
  const { body } = await post('/api/hands', hand('9007199254740993'))
  expect(body.errors).toEqual([
    {
      path: 'body.pot_size',
      message:
        'is a number that cannot be kept exactly; send a smaller one or fewer digits, or text if the field takes text',
    },
  ])
  expect((await post('/api/hands', hand('"9007199254740993"'))).status).toBe(400)
  expect((await post('/api/hands', hand('9007199254740991'))).status).toBe(201)
  expect((await post('/api/instructions', order('{"a": "9007199254740993"}'))).status).toBe(201)
})

test('numbers that are kept come through, however they are written', async ({ post }) => {
  const data =
    '{"a": 0.1, "b": 1.50, "c": 12e3, "d": -0.0000012, "e": 9007199254740991, "h": 0.30000000000000004}'
  const { status, body } = await post('/api/instructions', order(data))
  expect(status).toBe(201)
  expect(body.instruction.layer_data_json).toMatchObject({
    a: 0.1,
    b: 1.5,
    c: 12000,
    e: 9007199254740991,
    h: 0.30000000000000004,
  })
})

test('a body that is no UTF-8, or is nested without end, is refused', async ({ as }) => {
  const app = as({ name: 'ann', role: 'operator' })
  const send = (body: Uint8Array | string): Promise<Response> =>
    Promise.resolve(
      app.request('/api/instructions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body as string,
      }),
    )
  const bad = Buffer.concat([
    Buffer.from(order('{"a": "').slice(0, -1)),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}}'),
  ])
  const answer = await send(bad)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ detail: 'the body is not UTF-8' })
  expect((await send('['.repeat(400_000))).status).toBe(400)
  expect((await send(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).status).toBe(400)
})
