import { expect } from 'vitest'
import { Route } from '../../src/http/schemas/alert_routes.ts'
import { Channel, Notification } from '../../src/http/schemas/delivery.ts'
import { ann, audit, root, sender, test, vera } from './act_support.ts'

const slack = { url: 'https://hooks.slack.com/services/T0/B0/very-secret' }
const any = { 'if-match': '*' }

test('channels: made and changed by admins, tested by operators; a secret goes in and never comes out', async ({
  as,
  client,
}) => {
  const post = sender(as(root), 'POST')
  const order = { name: 'ops', kind: 'slack', secrets: slack, reason: 'first one' }
  expect((await sender(as(ann), 'POST')('/api/channels', order)).status).toBe(403)
  const made = await post('/api/channels', order)
  expect(made).toMatchObject({
    status: 201,
    body: { channel: { name: 'ops', state: 'new', secrets_set: ['url'], target: 'https://hooks.slack.com' } },
  })
  expect(Channel.strict().parse(made.body.channel)).toEqual(made.body.channel)
  const { id } = made.body.channel
  expect(await post('/api/channels', order)).toMatchObject({
    status: 409,
    body: { code: 'UB409', blocked_by: `channel:${id}` },
  })
  const patch = sender(as(root), 'PATCH')
  const change = { rate_caps: { 15: 2 }, reason: 'less' }
  expect((await patch(`/api/channels/${id}`, change)).status).toBe(428)
  const changed = await patch(`/api/channels/${id}`, change, { 'if-match': made.headers.get('etag') ?? '' })
  expect(changed).toMatchObject({
    status: 200,
    body: { channel: { rate_caps: { 15: 2 }, secrets_set: ['url'] } },
  })
  expect(
    (await patch(`/api/channels/${id}`, change, { 'if-match': made.headers.get('etag') ?? '' })).status,
  ).toBe(412)
  expect((await patch(`/api/channels/${id}`, { secrets: { url: null }, reason: 'x' }, any)).status).toBe(422)
  expect((await patch('/api/channels/99', change, any)).status).toBe(404)

  const viewed = await sender(as(vera), 'GET')(`/api/channels/${id}`)
  expect(viewed.status).toBe(200)
  const tested = await sender(as(ann), 'POST')(`/api/channels/${id}/test`, { reason: 'does it work?' })
  expect(tested).toMatchObject({
    status: 202,
    body: {
      reason: 'test',
      state: 'queued',
      channel: 'ops',
      message: {
        headline: '시험 메시지: 채널 "ops"로 알림이 도착합니다',
        lines: ['ann 님이 보냄: does it work?'],
      },
    },
  })
  expect(Notification.strict().parse(tested.body)).toEqual(tested.body)
  const log = await sender(as(vera), 'GET')(`/api/notifications?channel=${id}&state=queued`)
  expect(log.body.items).toHaveLength(1)
  await patch(`/api/channels/${id}`, { enabled: false, reason: 'off' }, any)
  expect((await sender(as(ann), 'POST')(`/api/channels/${id}/test`, { reason: 'x' })).status).toBe(409)

  expect((await audit(client, 'channel:ops')).map(({ verb }) => verb)).toEqual([
    'save_channel',
    'save_channel',
    'test_channel',
    'save_channel',
  ])
  const all = await client.query(
    `select string_agg(a::text, '') || (select string_agg(e::text, '') from hub.events as e) as text from hub.actions as a`,
  )
  for (const text of [
    JSON.stringify([made.body, changed.body, viewed.body, tested.body, log.body]),
    all.rows[0].text,
  ]) {
    expect(text).not.toContain('very-secret')
  }
})

test.for([
  [{ kind: 'slack', secrets: { url: 'http://evil.example.com/x' } }, 'secrets.url'],
  [{ kind: 'slack', secrets: { url: 'https://me:pw@hooks.slack.com/x' } }, 'secrets.url'],
  [{ kind: 'webhook', secrets: { url: 'https://x.example.com', key: 'short' } }, 'secrets.key'],
  [
    { kind: 'slack', config: { url: 'https://hooks.slack.com/x' }, secrets: slack },
    'config of a slack channel',
  ],
  [
    {
      kind: 'email',
      config: { host: 'h', port: 587, security: 'starttls', from: 'a@b', to: [], password: 'x' },
    },
    'config of a email channel',
  ],
  [
    { kind: 'email', config: { host: 'h', port: 587, security: 'starttls', from: 'a@b', to: [] } },
    'config.to',
  ],
  [
    { kind: 'email', config: { host: 'h', port: 99_999, security: 'starttls', from: 'a@b', to: ['c@d'] } },
    'config.port',
  ],
  [
    { kind: 'email', config: { host: 'h', port: 25, security: 'ssl', from: 'a@b', to: ['c@d'] } },
    'config.security',
  ],
  [
    {
      kind: 'email',
      config: { host: 'h', port: 25, security: 'none', from: 'a@b\r\nBcc: x@y', to: ['c@d'] },
    },
    'config.from',
  ],
  [
    {
      kind: 'email',
      config: { host: 'h', port: 25, security: 'none', from: 'a@b', to: ['c@d'] },
      secrets: { user: 'u' },
    },
    'user and password',
  ],
] as const)('a channel that could never deliver is refused: %j', async ([order, says], { as }) => {
  const answer = await sender(as(root), 'POST')('/api/channels', { name: 'x', ...order, reason: 'x' })
  expect(answer.status).toBe(422)
  expect(JSON.stringify(answer.body)).toContain(says)
})

test('routes: made, changed, in their order; what cannot be followed is refused', async ({ as }) => {
  const [post, patch, get] = [sender(as(root), 'POST'), sender(as(root), 'PATCH'), sender(as(vera), 'GET')]
  const { body } = await post('/api/channels', { name: 'ops', kind: 'slack', secrets: slack, reason: 'x' })
  const channel_id = body.channel.id
  const night = {
    name: '야간 당직',
    channel_id,
    position: 5,
    match: { severity: ['critical'], subject: 'worker:*' },
    schedule: [{ days: ['fri', 'sat'], from: '22:00', to: '06:00' }],
    time_zone: 'Asia/Seoul',
    timing: { critical: { repeat: 300 } },
    reason: 'x',
  }
  const made = await post('/api/routes', night)
  expect(made).toMatchObject({
    status: 201,
    body: { route: { name: '야간 당직', language: 'ko', go_on: false } },
  })
  expect(Route.strict().parse(made.body.route)).toEqual(made.body.route)
  await post('/api/routes', { name: 'all', channel_id, reason: 'x' })
  expect((await get('/api/routes')).body.items.map((route: { name: string }) => route.name)).toEqual([
    '야간 당직',
    'all',
  ])
  const changed = await patch(
    `/api/routes/${made.body.route.id}`,
    { schedule: null, position: 500, reason: 'x' },
    any,
  )
  expect(changed).toMatchObject({ status: 200, body: { route: { schedule: null, position: 500 } } })
  expect(made.body.warnings).toEqual([])
  const mistyped = await patch(
    `/api/routes/${made.body.route.id}`,
    { match: { kind: ['worker_los'] }, reason: 'x' },
    any,
  )
  expect(mistyped).toMatchObject({
    status: 200,
    body: {
      warnings: [expect.stringMatching(/^no alert is of the kind "worker_los"; did you mean .*worker_lost/)],
    },
  })
  const inKorean = await patch(
    `/api/routes/${made.body.route.id}`,
    { match: { kind: ['worker_los', '없음'] }, reason: 'x' },
    { ...any, 'accept-language': 'ko' },
  )
  expect(inKorean.body.warnings).toEqual([
    expect.stringMatching(/^"worker_los" 종류의 경보는 없습니다\. 혹시 .*worker_lost.*입니까\?$/),
    expect.stringMatching(/^"없음" 종류의 경보는 없습니다\. 있는 종류: .*stall/),
  ])
  for (const [wrong, status] of [
    [{ channel_id: 99 }, 422],
    [{ escalate_to: channel_id }, 422],
    [{ time_zone: 'Mars/Olympus' }, 422],
    [{ match: { severity: ['loud'] } }, 400],
    [{ schedule: [{ from: '25:00', to: '06:00' }] }, 400],
    [{ timing: { critical: { interval: 1 } } }, 400],
    [{ name: 'all' }, 409],
  ] as const) {
    const answer = await post('/api/routes', { ...night, name: 'x', ...wrong })
    expect([wrong, answer.status]).toEqual([wrong, status])
  }
  expect(
    (await sender(as(ann), 'PATCH')(`/api/routes/${made.body.route.id}`, { position: 1, reason: 'x' }, any))
      .status,
  ).toBe(403)
})

test('what was done to a route or a channel is taken back, unless it wrote secrets', async ({ as }) => {
  const [post, patch, get] = [sender(as(root), 'POST'), sender(as(root), 'PATCH'), sender(as(vera), 'GET')]
  const undo = (action_id: number) => post('/api/actions/undo', { action_id, reason: 'wrong one' })
  const channel = (await post('/api/channels', { name: 'ops', kind: 'slack', secrets: slack, reason: 'x' }))
    .body
  const route = (await post('/api/routes', { name: 'all', channel_id: channel.channel.id, reason: 'x' })).body
  const path = `/api/routes/${route.route.id}`
  const first = (
    await patch(
      path,
      { match: { severity: ['critical'] }, schedule: [{ from: '20:00', to: '04:00' }], reason: 'x' },
      any,
    )
  ).body
  expect((await undo(first.action_id)).status).toBe(200)
  expect((await get(path)).body).toMatchObject({ match: {}, schedule: null })
  expect((await undo(route.action_id)).status).toBe(409) // it moved since

  const at = `/api/channels/${channel.channel.id}`
  const renamed = (await patch(at, { name: 'ops 2', rate_caps: { 15: 1 }, reason: 'x' }, any)).body
  expect((await undo(renamed.action_id)).status).toBe(200)
  expect((await get(at)).body).toMatchObject({ name: 'ops', rate_caps: null, secrets_set: ['url'] })
  const secret = (await patch(at, { secrets: { url: 'https://hooks.slack.com/other' }, reason: 'x' }, any))
    .body
  expect(secret.undo_until).toBeNull()
  expect((await undo(secret.action_id)).status).toBe(409)
})
