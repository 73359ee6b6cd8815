import { createHmac } from 'node:crypto'
import type { Client } from 'pg'
import { pino } from 'pino'
import { expect, vi } from 'vitest'
import { startDelivery } from '../../src/listener/delivery/delivery.ts'
import { secondsOf } from '../../src/listener/delivery/post.ts'
import { test as base } from '../support/database.ts'
import { aReceiver } from './receiver.ts'
import { webhook } from './support.ts'

const soon = { timeout: 15_000, interval: 25 }

/** `deliver`: carries the outbox as a hub does; `lines`: what it logged. */
const test = base
  .extend('lines', async (): Promise<string[]> => [])
  .extend('deliver', async ({ database, lines }, { onCleanup }) => {
    const running: ReturnType<typeof startDelivery>[] = []
    onCleanup(async () => {
      await Promise.all(running.map((delivery) => delivery.close()))
    })
    return (hub = 'hub-1'): void => {
      const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
      running.push(startDelivery({ db: database.db, hub, log }))
    }
  })

async function aChannel(client: Client, name: string, changes: object): Promise<string> {
  const { rows } = await client.query(`select hub.save_channel(null, $1, 'ann', 'set up') ->> 'id' as id`, [
    JSON.stringify({ name, ...changes }),
  ])
  return rows[0].id
}

async function sendTest(client: Client, channel: string, language = 'en'): Promise<string> {
  const { rows } = await client.query(`select id from hub.test_channel($1, 'ann', 'new address', $2)`, [
    channel,
    language,
  ])
  return rows[0].id
}

async function shortLease(client: Client): Promise<void> {
  await client.query(`update hub.settings set value = '2' where key = 'notify.lease'`)
}

test('a webhook gets a CloudEvent that is signed; the receiver can prove it', async ({
  client,
  deliver,
  onTestFinished,
}) => {
  const receiver = await aReceiver()
  onTestFinished(() => receiver.close())
  const channel = await aChannel(client, 'pager', {
    kind: 'webhook',
    secrets: { ...webhook, url: `${receiver.url}/in?token=very-secret` },
  })
  const id = await sendTest(client, channel)
  deliver()
  await receiver.until(1)
  const [got] = receiver.received
  expect(got?.body).toMatchObject({
    specversion: '1.0',
    id: `notification-${id}`,
    source: '/automation_hub',
    type: 'automation_hub.alert.test',
    subject: 'channel:pager',
    datacontenttype: 'application/json',
    data: { headline: 'Test: alerts arrive through channel "pager"', attempt: 1, maybe_repeated: false },
  })
  expect(got?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
  const { 'webhook-id': eventId, 'webhook-timestamp': at, 'webhook-signature': signed } = got?.headers ?? {}
  expect(Math.abs(Number(at) - Date.now() / 1000)).toBeLessThan(10)
  const mac = createHmac('sha256', webhook.key).update(`${eventId}.${at}.${got?.text}`).digest('base64')
  expect(signed).toBe(`v1,${mac}`)
})

test('receivers that are slow, overloaded, broken, reset or hang: each gets it in the end, and the log says why late', async ({
  client,
  deliver,
  onTestFinished,
}) => {
  await shortLease(client)
  const receiver = await aReceiver(({ path }, response, socket, nth) => {
    if (nth > 1) return void response.writeHead(200).end('ok')
    if (path === '/slow') return void setTimeout(() => response.writeHead(200).end('ok'), 400)
    if (path === '/busy') return void response.writeHead(429, { 'Retry-After': '3' }).end('slow down')
    if (path === '/broken') return void response.writeHead(500).end(`no idea what ${webhook.key} is`)
    if (path === '/reset') return void socket.resetAndDestroy()
    if (path === '/trickle') {
      response.writeHead(200, { 'Content-Length': '1000000' }).write('x')
    }
    if (path === '/moved') return void response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end()
  })
  onTestFinished(() => receiver.close())
  const paths = ['slow', 'busy', 'broken', 'reset', 'hang', 'trickle', 'moved']
  for (const path of paths) {
    const secrets = { ...webhook, url: `${receiver.url}/${path}` }
    await sendTest(client, await aChannel(client, path, { kind: 'webhook', secrets }))
  }
  const began = Date.now()
  deliver()
  await vi.waitUntil(
    async () => (await client.query(`select from hub.notifications where state = 'queued'`)).rowCount === 0,
    soon,
  )
  const { rows } = await client.query(
    `select c.name, n.state, jsonb_path_query_array(n.delivery_log, '$[*].answer') as answers
     from hub.notifications as n join hub.channels as c on c.id = n.channel_id order by n.id`,
  )
  expect(rows).toEqual([
    { name: 'slow', state: 'sent', answers: ['200 ok'] },
    { name: 'busy', state: 'sent', answers: ['429 slow down', '200 ok'] },
    { name: 'broken', state: 'sent', answers: ['500 no idea what *** is', '200 ok'] },
    {
      name: 'reset',
      state: 'sent',
      answers: [expect.stringMatching(/ECONNRESET|other side closed/), '200 ok'],
    },
    { name: 'hang', state: 'sent', answers: ['no answer in time', '200 ok'] },
    { name: 'trickle', state: 'sent', answers: ['no answer in time', '200 ok'] },
    { name: 'moved', state: 'sent', answers: ['302', '200 ok'] },
  ])
  const again = receiver.received.filter(({ path }) => path === '/busy').at(-1)
  expect((again?.at ?? 0) - began).toBeGreaterThanOrEqual(3000)
  expect(receiver.received).toHaveLength(2 * paths.length - 1)
})

test('two hubs carry one outbox: each message once', async ({ client, deliver, onTestFinished }) => {
  const receiver = await aReceiver((_, response) => void setTimeout(() => response.writeHead(204).end(), 5))
  onTestFinished(() => receiver.close())
  const channels: string[] = []
  for (const n of [1, 2, 3]) {
    const secrets = { ...webhook, url: `${receiver.url}/${n}` }
    channels.push(await aChannel(client, `c${n}`, { kind: 'webhook', secrets }))
  }
  for (const channel of channels) for (let i = 0; i < 10; i++) await sendTest(client, channel)
  deliver('hub-1')
  deliver('hub-2')
  await vi.waitUntil(
    async () => (await client.query(`select from hub.notifications where state = 'sent'`)).rowCount === 30,
    soon,
  )
  expect(receiver.received).toHaveLength(30)
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(30)
  for (const n of [1, 2, 3]) {
    const order = receiver.received
      .filter(({ path }) => path === `/${n}`)
      .map(({ body }) => body.data.notification_id)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  }
})

test('Slack gets Block Kit; nothing in a title can ring a channel or pose as a link', async ({
  client,
  deliver,
  onTestFinished,
}) => {
  const receiver = await aReceiver((_, response) => void response.writeHead(200).end('ok'))
  onTestFinished(() => receiver.close())
  const channel = await aChannel(client, 'ops', {
    kind: 'slack',
    secrets: { url: `${receiver.url}/services/T0/B0/very-secret` },
  })
  await client.query(
    `insert into hub.notifications (channel_id, reason, severity, message) values ($1, 'first', 'critical', $2)`,
    [
      channel,
      {
        language: 'ko',
        reason: 'first',
        severity: 'critical',
        resolved: false,
        kind: 'stall',
        headline: '긴급: <!channel> 작업 44건이 밀려 있는데 & 아무것도 움직이지 않음',
        lines: ['워커를 확인하세요.'],
        facts: [{ name: '시작', value: '21:04' }],
        alerts: [],
        link: 'http://hub.studio.lan:8080/?alert=7',
        at: new Date().toISOString(),
      },
    ],
  )
  deliver()
  await receiver.until(1)
  expect(receiver.received[0]?.body).toEqual({
    text: '긴급: &lt;!channel&gt; 작업 44건이 밀려 있는데 &amp; 아무것도 움직이지 않음',
    attachments: [
      {
        color: '#b71c1c',
        blocks: [
          {
            type: 'section',
            text: {
              type: 'mrkdwn',
              text: ':rotating_light: *긴급: &lt;!channel&gt; 작업 44건이 밀려 있는데 &amp; 아무것도 움직이지 않음*',
            },
          },
          { type: 'section', text: { type: 'mrkdwn', text: '워커를 확인하세요.' } },
          { type: 'section', fields: [{ type: 'mrkdwn', text: '*시작*\n21:04' }] },
          {
            type: 'actions',
            elements: [
              {
                type: 'button',
                text: { type: 'plain_text', text: '대시보드에서 열기' },
                url: 'http://hub.studio.lan:8080/?alert=7',
              },
            ],
          },
        ],
      },
    ],
  })
})

test('no secret is logged, audited or journaled', async ({ client, deliver, lines }) => {
  const channel = await aChannel(client, 'pager', {
    kind: 'webhook',
    secrets: { url: 'http://127.0.0.1:1/very-secret', key: 'another very-secret key' },
  })
  await sendTest(client, channel)
  deliver()
  await vi.waitUntil(() => lines.some((line) => line.includes('message not sent')), soon)
  const { rows } = await client.query(
    `select (select string_agg(a::text, '') from hub.actions as a) || (select string_agg(e::text, '') from hub.events as e)
       || (select string_agg(n::text, '') from hub.notifications as n) || (select string_agg(h::text, '') from hub.channel_health as h) as text`,
  )
  expect(rows[0].text).toContain('secrets_written')
  expect(rows[0].text + lines.join('')).not.toContain('very-secret')
})

test('Retry-After as seconds and as a date', () => {
  const now = Date.parse('2026-11-30T08:00:00Z')
  expect(secondsOf('120', now)).toBe(120)
  expect(secondsOf('Mon, 30 Nov 2026 08:00:30 GMT', now)).toBe(30)
  expect(secondsOf('Mon, 30 Nov 2026 07:00:00 GMT', now)).toBe(0)
  expect(secondsOf('soon', now)).toBeNull()
  expect(secondsOf(null, now)).toBeNull()
})
