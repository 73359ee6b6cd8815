import { expect, vi } from 'vitest'
import { queued } from '../support/queue.ts'
import { claim, registerWorker } from '../support/workers.ts'
import { test as access } from './access_support.ts'
import { homelessApp, test } from './support.ts'

/** The samples of an exposition by name and labels. */
function samples(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(/\S+$/.exec(line)?.[0])]))
}

test('the queue, what ended since the last look, alerts, requests, the process', async ({ app, client }) => {
  const ask = async (): Promise<Map<string, number>> => {
    const answer = await app.request('/metrics')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    return samples(await answer.text())
  }
  await queued(client)
  await queued(client, { not_before: new Date(Date.now() + 3_600_000).toISOString() })
  const first = await ask()
  expect(first.get('automation_hub_database_up')).toBe(1)
  expect(first.get('automation_hub_queue_instructions{status="ready"}')).toBe(1)
  expect(first.get('automation_hub_queue_instructions{status="deferred"}')).toBe(1)
  expect(first.get('automation_hub_listener_push')).toBe(1)
  expect(first.get('automation_hub_process_resident_memory_bytes')).toBeGreaterThan(0)

  const worker = await registerWorker(client)
  const [job] = await claim(client, worker)
  await client.query('select hub.complete_instruction($1, $2, $3)', [job?.id, job?.attempt, '/a.png'])
  await queued(client)
  const [other] = await claim(client, worker)
  await client.query(`select hub.fail_instruction($1, $2, 'Nexrender 503')`, [other?.id, other?.attempt])
  await client.query(`select hub.raise_event('silent_table', 'table:t', 'warning', 'warning', 'No hands')`)
  // what ended is told a moment later, so that nothing that commits late is missed
  const later = await vi.waitFor(
    async () => {
      const found = await ask()
      expect(found.get('automation_hub_attempts_total{outcome="failed",error_class="retryable"}')).toBe(1)
      return found
    },
    { timeout: 10_000, interval: 500 },
  )
  expect(later.get('automation_hub_attempts_total{outcome="completed",error_class=""}')).toBe(1)
  expect(later.get('automation_hub_instruction_latency_seconds_count')).toBe(1)
  expect(later.get('automation_hub_alerts{severity="warning"}')).toBe(1)
  expect(later.get('automation_hub_queue_instructions{status="retrying"}')).toBe(1)
  const requests = 'automation_hub_http_request_duration_seconds_count'
  expect(later.get(`${requests}{method="GET",route="/metrics",status="200"}`)).toBeGreaterThan(1)
})

test('how long messages waited that were sent: each once, and nothing of before the first look', async ({
  app,
  client,
}) => {
  const ask = async (): Promise<Map<string, number>> => samples(await (await app.request('/metrics')).text())
  const send = (waited: string, age: string): Promise<unknown> =>
    client.query(
      `insert into hub.notifications (channel_id, state, reason, created_at, sent_at)
       select min(id), 'sent', 'first', now() - $2::interval - $1::interval, now() - $2::interval from hub.channels`,
      [waited, age],
    )
  await client.query(
    `insert into hub.channels (name, kind, secrets) values ('ops', 'slack', '{"url": "https://x/y"}')`,
  )
  await send('1 hour', '1 minute')
  const dwell = 'automation_hub_notification_dwell_seconds'
  expect((await ask()).get(`${dwell}_count`)).toBe(0)

  await send('1.5 seconds', '0')
  await send('40 seconds', '0')
  await client.query(
    `insert into hub.notifications (channel_id, reason) select min(id), 'first' from hub.channels`,
  )
  const found = await vi.waitFor(
    async () => {
      const now = await ask()
      expect(now.get(`${dwell}_count`)).toBe(2)
      return now
    },
    { timeout: 10_000, interval: 500 },
  )
  expect(found.get(`${dwell}_sum`)).toBeCloseTo(41.5)
  expect(found.get(`${dwell}_bucket{le="1"}`)).toBe(0)
  expect(found.get(`${dwell}_bucket{le="2"}`)).toBe(1)
  expect(found.get(`${dwell}_bucket{le="60"}`)).toBe(2)
  expect(found.get('automation_hub_notifications_queued')).toBe(1)
  expect((await ask()).get(`${dwell}_count`)).toBe(2)
})

test('many who ask at once are one look: all get the very same figures', async ({ app }) => {
  const bodies = await Promise.all(
    Array.from({ length: 20 }, async () => (await app.request('/metrics')).text()),
  )
  expect(new Set(bodies).size).toBe(1)
  expect(bodies[0]).toContain('automation_hub_database_up 1')
  expect(await (await app.request('/metrics')).text()).not.toBe(bodies[0])
})

test('without its database it tells what it knows', async () => {
  const answer = await homelessApp().request('/metrics')
  expect(answer.status).toBe(200)
  const found = samples(await answer.text())
  expect(found.get('automation_hub_database_up')).toBe(0)
  expect(found.get('automation_hub_stream_clients')).toBe(0)
})

access('where tokens exist it needs one', async ({ hub, tokenOf }) => {
  const { token } = await tokenOf('viewer')
  const ask = hub({ isLocal: false })
  expect((await ask('/metrics')).status).toBe(401)
  expect((await ask('/metrics', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
})

test('made-up methods and paths make no new labels', async ({ app }) => {
  for (let i = 0; i < 5; i++) {
    await app.request(`/api/none/${i}`)
    await app.request('/api/dashboard', { method: `BREW${i}` })
  }
  const found = samples(await (await app.request('/metrics')).text())
  const labels = [...found.keys()].filter((name) => name.includes('http_request_duration_seconds_count'))
  expect(labels.toSorted()).toEqual([
    'automation_hub_http_request_duration_seconds_count{method="GET",route="none",status="404"}',
    expect.stringMatching(/method="other",route=".+",status="405"/),
  ])
})
