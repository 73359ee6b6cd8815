import { describe, expect } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { createHubApp } from '../../src/http/app.ts'
import { ActedInstructions, ActedPause, ActedRetry, ActedUndo } from '../../src/http/schemas/actions.ts'
import { aHand, insert } from '../support/builders.ts'
import { queued } from '../support/queue.ts'
import { claim, registerWorker } from '../support/workers.ts'
import { ann, audit, root, sender, test, vera } from './act_support.ts'
import { keptLog, ready } from './support.ts'

const soon = expect.stringMatching(/^20\d\d-.*\+00:00$/)

test('retry renders it again, and says how to take it back', async ({ client, post }) => {
  const id = Number(await queued(client, { status: 'failed', error_message: 'not found', priority: 4 }))
  const done = await post('/api/actions/retry', { instruction_id: id, reason: 'the file is there' })
  expect(done).toMatchObject({
    status: 200,
    body: { instruction: { id, status: 'pending', priority: 3 }, undo_until: soon, outcome: 'retried' },
  })
  expect(ActedRetry.strict().parse(done.body)).toEqual(done.body)
  expect(await audit(client, `instruction:${id}`)).toEqual([
    {
      id: done.body.action_id,
      actor: 'ann',
      verb: 'retry_instruction',
      reason: 'the file is there',
      undo_of: null,
    },
  ])

  const undone = await post('/api/actions/undo', { action_id: done.body.action_id, reason: 'wrong row' })
  expect(undone).toMatchObject({
    status: 200,
    body: { action: { verb: 'undo_action', undo_of: done.body.action_id }, undo_until: null },
  })
  expect(ActedUndo.strict().parse(undone.body)).toEqual(undone.body)
  const again = await post('/api/actions/undo', { action_id: done.body.action_id, reason: 'wrong row' })
  expect(again).toMatchObject({
    status: 409,
    body: { code: 'UB409', blocked_by: `action:${undone.body.action_id}` },
  })
})

test('a retry of what waits already says that it is not rendered again', async ({ client, post }) => {
  const id = Number(await queued(client, { priority: 2 }))
  const retry = () => post('/api/actions/retry', { instruction_id: id, reason: 'sooner' })
  expect(await retry()).toMatchObject({
    status: 200,
    body: { outcome: 'boosted', instruction: { priority: 1 } },
  })
  expect(await retry()).toMatchObject({
    status: 200,
    body: { outcome: 'unchanged', instruction: { priority: 1 } },
  })
})

test('a priority may come with a retry', async ({ client, post }) => {
  const id = Number(await queued(client, { status: 'failed', error_message: 'not found' }))
  const done = await post('/api/actions/retry', { instruction_id: id, reason: 'on air', priority: 1 })
  expect(done.body.instruction).toMatchObject({ priority: 1, priority_pinned: true })
})

test('what is being rendered is not retried: 409 names it', async ({ client, post }) => {
  const id = Number(await queued(client))
  await claim(client, await registerWorker(client))
  const done = await post('/api/actions/retry', { instruction_id: id, reason: 'hurry' })
  expect(done).toMatchObject({
    status: 409,
    body: {
      code: 'UB409',
      blocked_by: `instruction:${id}`,
      detail: expect.stringContaining('being rendered by ae-01'),
    },
  })
})

test('change-priority, cancel, and what they refuse', async ({ client, post }) => {
  const id = Number(await queued(client))
  const raised = await post('/api/actions/change-priority', {
    instruction_id: id,
    priority: 1,
    reason: 'on air next',
  })
  expect(raised).toMatchObject({ status: 200, body: { instruction: { priority: 1, priority_pinned: true } } })
  const cancelled = await post('/api/actions/cancel', { instruction_id: id, reason: 'not needed' })
  expect(cancelled).toMatchObject({
    status: 200,
    body: { instruction: { status: 'cancelled' }, undo_until: soon },
  })
  const twice = await post('/api/actions/cancel', { instruction_id: id, reason: 'not needed' })
  expect(twice).toMatchObject({ status: 200, body: { action_id: null, undo_until: null } })
  const late = await post('/api/actions/change-priority', { instruction_id: id, priority: 2, reason: 'x' })
  expect(late).toMatchObject({ status: 409, body: { blocked_by: `instruction:${id}` } })
})

test('release-stuck takes only the attempt that was looked at', async ({ client, post }) => {
  const id = Number(await queued(client))
  await claim(client, await registerWorker(client))
  const stale = await post('/api/actions/release-stuck', { instruction_id: id, attempt: 7, reason: 'hangs' })
  expect(stale).toMatchObject({ status: 409, body: { blocked_by: `instruction:${id}` } })
  const done = await post('/api/actions/release-stuck', { instruction_id: id, attempt: 1, reason: 'hangs' })
  expect(done).toMatchObject({ status: 200, body: { instruction: { status: 'pending' }, undo_until: null } })
  expect((await audit(client, `instruction:${id}`)).at(-1)).toMatchObject({
    actor: 'ann',
    verb: 'release_stuck',
  })
})

test('make-graphic makes it once', async ({ client, post }) => {
  await client.query(`update hub.render_rules set mode = 'after_grace' where event = 'premium_hand'`)
  const hand = Number(await insert(client, 'public.hands', aHand({ hand_rank: 'full_house' })))
  const done = await post('/api/actions/make-graphic', { hand_id: hand, reason: 'nobody made it' })
  expect(done).toMatchObject({ status: 200, body: { instructions: [{ hand_id: hand, status: 'pending' }] } })
  expect(done.body.action_id).toEqual(expect.any(Number))
  expect(ActedInstructions.strict().parse(done.body)).toEqual(done.body)
  const again = await post('/api/actions/make-graphic', { hand_id: hand, reason: 'nobody made it' })
  expect(again).toMatchObject({ status: 200, body: { instructions: [], action_id: null } })
  const plain = Number(await insert(client, 'public.hands', aHand()))
  const none = await post('/api/actions/make-graphic', { hand_id: plain, reason: 'x' })
  expect(none).toMatchObject({ status: 409, body: { blocked_by: `hand:${plain}` } })
})

test('pause and resume', async ({ client, post }) => {
  const held = await post('/api/actions/pause', { scope: 'template:chips', reason: 'wrong font' })
  expect(held).toMatchObject({
    status: 200,
    body: { pause: { scope: 'template:chips', paused_by: 'ann' }, undo_until: soon },
  })
  expect(ActedPause.strict().parse(held.body)).toEqual(held.body)
  const ended = await post('/api/actions/resume', { scope: 'template:chips', reason: 'mended' })
  expect(ended).toMatchObject({
    status: 200,
    body: { pause: { resumed_by: 'ann', resume_reason: 'mended' } },
  })
  const twice = await post('/api/actions/resume', { scope: 'template:chips', reason: 'mended' })
  expect(twice).toMatchObject({ status: 409, body: { blocked_by: 'scope:template:chips' } })
  expect(await post('/api/actions/pause', { scope: 'moon', reason: 'x' })).toMatchObject({ status: 422 })
  expect((await audit(client, 'scope:template:chips')).map((row) => row.verb)).toEqual(['pause', 'resume'])
})

test('the role hub_app is all it needs', async ({ client, url, onTestFinished }) => {
  const asApp = new URL(url)
  asApp.searchParams.set('options', '-c role=hub_app')
  const { db, close } = openDatabase(asApp.href)
  onTestFinished(close)
  const app = createHubApp({ db, readiness: () => ready, log: keptLog([]), identify: async () => root })
  const post = sender(app, 'POST')
  const id = Number(await queued(client))
  const key = { 'idempotency-key': 'k' }
  const statuses = [
    await post('/api/actions/change-priority', { instruction_id: id, priority: 1, reason: 'x' }, key),
    await post('/api/actions/change-priority', { instruction_id: id, priority: 1, reason: 'x' }, key),
    await post('/api/actions/bulk-cancel', { filter: { ids: id }, reason: 'x', preview: true }),
    await post('/api/actions/bulk-cancel', { filter: { ids: id }, reason: 'x' }),
    await post('/api/hands', { table_id: 't', hand_number: 1 }),
    await post('/api/hands/1/void', { reason: 'x' }),
    await post('/api/instructions', { template_name: 't', layer_data: {}, reason: 'x' }),
    await post('/api/rules', { name: 'r', event: 'all_in', template_name: 't', reason: 'x' }),
    await post('/api/rules/1/dry-run', {}),
    await post('/api/settings/error.h/what-if', { value: 3 }),
    await sender(app, 'PATCH')('/api/settings/error.h', { value: 4, reason: 'x' }, { 'if-match': '*' }),
    await sender(app, 'GET')('/api/events/1/silence-preview'),
  ].map((answer) => answer.status)
  expect(statuses).toEqual([200, 200, 200, 200, 201, 200, 201, 201, 200, 200, 200, 404])
})

const acts: readonly (readonly [path: string, body: Record<string, unknown>])[] = [
  ['retry', { instruction_id: 9, reason: 'x' }],
  ['change-priority', { instruction_id: 9, priority: 1, reason: 'x' }],
  ['cancel', { instruction_id: 9, reason: 'x' }],
  ['release-stuck', { instruction_id: 9, attempt: 1, reason: 'x' }],
  ['make-graphic', { hand_id: 9, reason: 'x' }],
  ['undo', { action_id: 9, reason: 'x' }],
  ['pause', { scope: 'worker:00000000-0000-4000-8000-000000000000', reason: 'x' }],
  ['resume', { scope: 'worker:00000000-0000-4000-8000-000000000000', reason: 'x' }],
]

describe.each(acts)('%s', (path, body) => {
  test('what is not there is 404', async ({ post }) => {
    expect(await post(`/api/actions/${path}`, body)).toMatchObject({ status: 404, body: { code: 'UB404' } })
  })

  test('viewers may not, and nobody is asked to log in', async ({ as, client }) => {
    expect(await sender(as(vera), 'POST')(`/api/actions/${path}`, body)).toMatchObject({ status: 403 })
    expect(await sender(as(null), 'POST')(`/api/actions/${path}`, body)).toMatchObject({ status: 401 })
    expect((await client.query('select from hub.actions')).rowCount).toBe(0)
  })

  test('a body that cannot be meant is 400 with its field', async ({ as }) => {
    const post = sender(as(ann), 'POST')
    const [key = ''] = Object.keys(body)
    for (const [changes, field] of [
      [{ reason: undefined }, 'body.reason'],
      [{ reason: ' ' }, 'body.reason'],
      [{ reason: 'a\u0000b' }, 'body.reason'],
      [{ reason: '\ud800' }, 'body.reason'],
      [{ reason: 'x'.repeat(501) }, 'body.reason'],
      [{ [key]: [] }, `body.${key}`],
      [{ [key]: key === 'scope' ? 'x'.repeat(110) : 2 ** 53 }, `body.${key}`],
    ] as const) {
      const answer = await post(`/api/actions/${path}`, { ...body, ...changes })
      expect(answer).toMatchObject({ status: 400, body: { code: 'UB400' } })
      expect(answer.body.errors.map((each: { path: string }) => each.path)).toContain(field)
    }
  })
})
