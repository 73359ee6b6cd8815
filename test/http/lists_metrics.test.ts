import { describe, expect } from 'vitest'
import { ErrorRate, Latency, QueueDepth, Throughput, Waiting } from '../../src/http/schemas/metrics.ts'
import { registerWorker } from '../support/workers.ts'
import { vera } from './act_support.ts'
import { test } from './list_support.ts'

const metrics = [
  ['throughput', Throughput],
  ['latency', Latency],
  ['error-rate', ErrorRate],
] as const

describe('GET /api/metrics', () => {
  test.for(metrics)('%s: every window has a series; without data null', async ([path, schema], { get }) => {
    const points = { '15m': 15, '1h': 60, '6h': 72, '24h': 96, '7d': 168 }
    for (const [window, count] of Object.entries(points)) {
      const { status, body } = await get(`/api/metrics/${path}?window=${window}`)
      expect([window, status]).toEqual([window, 200])
      expect(schema.strict().parse(body)).toEqual(body)
      expect(body).toMatchObject({ window, time_zone: 'Asia/Seoul' })
      // One more where now is not the beginning of a step.
      expect(body.series.length - count).toBeGreaterThanOrEqual(0)
      expect(body.series.length - count).toBeLessThanOrEqual(1)
      const figures = { throughput: 'throughput', latency: 'avg_latency', 'error-rate': 'error_rate' }
      expect(body[figures[path]]).toBeNull()
    }
  })

  test('figures agree with the dashboard', async ({ client, get }) => {
    const worker = await registerWorker(client)
    await client.query(
      `insert into render_instructions (template_name, max_retries) select 'x', 0 from generate_series(1, 4)`,
    )
    const { rows } = await client.query('select id, attempt from hub.claim_instructions($1, 4)', [worker])
    for (const { id, attempt } of rows.slice(1))
      await client.query(`select hub.complete_instruction($1, $2, '//nas/x.mov')`, [id, attempt])
    await client.query(`select hub.fail_instruction($1, $2, 'x', 'permanent')`, [rows[0].id, rows[0].attempt])
    const { metrics: told } = (await get('/api/dashboard')).body
    const throughput = (await get('/api/metrics/throughput')).body
    expect(throughput).toMatchObject({
      window: '1h',
      step: '1m',
      throughput: told.throughput_1h,
      completed: 3,
    })
    expect(
      throughput.series.reduce((sum: number, point: { created: number }) => sum + point.created, 0),
    ).toBe(4)
    const errors = (await get('/api/metrics/error-rate?window=24h&step=1h')).body
    expect(errors).toMatchObject({ error_rate: told.error_rate_1h, failed: 1, finished: 4, step: '1h' })
    expect(errors.series.at(-1)).toMatchObject({ failed: 1, finished: 4, error_rate: 0.25 })
    const latency = (await get('/api/metrics/latency?window=7d&step=1d&time_zone=America/New_York')).body
    expect(latency).toMatchObject({ time_zone: 'America/New_York', completed: 3, p50: 0.5 })
    expect(latency.avg_latency).toBeCloseTo(told.avg_latency_1h, 3)
    expect(latency.series.at(-1)).toMatchObject({ completed: 3 })
  })

  test('waiting: how long the queue was, as the ticks saw it; nothing where nobody looked', async ({
    client,
    get,
  }) => {
    const before = (await get('/api/metrics/waiting?window=15m')).body
    expect(Waiting.strict().parse(before)).toEqual(before)
    expect(before.series.every((point: { waiting: unknown }) => point.waiting === null)).toBe(true)
    await client.query(
      `insert into render_instructions (template_name) select 'x' from generate_series(1, 4)`,
    )
    await client.query('select hub.fold_metrics()')
    const { series } = (await get('/api/metrics/waiting?window=15m')).body
    expect(series.filter((point: { waiting: unknown }) => point.waiting !== null)).toMatchObject([
      { waiting: 4, oldest_wait: expect.any(Number) },
    ])
  })

  test('queue-depth', async ({ client, get }) => {
    await client.query(
      `insert into render_instructions (template_name) select 'x' from generate_series(1, 4)`,
    )
    const { status, body } = await get('/api/metrics/queue-depth')
    expect(status).toBe(200)
    expect(QueueDepth.strict().parse(body)).toEqual(body)
    expect(body).toMatchObject({ pending: 4, processing: 0 })
    expect((await get('/api/dashboard')).body.metrics.queue_depth).toEqual({ pending: 4, processing: 0 })
  })

  test('what cannot be measured is refused, with the field', async ({ get }) => {
    for (const query of [
      'window=2h',
      'window=',
      'step=2m',
      'window=7d&step=1m',
      'window=15m&step=1d',
      'window=15m&step=1h',
      'time_zone=Mars/Olympus',
      'time_zone=%2B09:00',
      'time_zone=%00',
      `time_zone=${'a/'.repeat(50)}`,
    ]) {
      for (const [path] of metrics) {
        const { status, body } = await get(`/api/metrics/${path}?${query}`)
        const field = query.split('&').at(-1)?.split('=')[0]
        expect([query, status, body.errors?.[0]?.path]).toEqual([query, 400, `query.${field}`])
      }
    }
  })

  test('every zone of the browser is one of the database', async ({ get, client }) => {
    const { rows } = await client.query('select array_agg(name) as names from pg_timezone_names')
    const unknown = Intl.supportedValuesOf('timeZone').filter((name) => !rows[0].names.includes(name))
    for (const name of [
      'UTC',
      'Asia/Seoul',
      'America/Argentina/Buenos_Aires',
      'Etc/GMT+5',
      ...unknown.slice(0, 3),
    ]) {
      const { status } = await get(`/api/metrics/latency?window=24h&time_zone=${encodeURIComponent(name)}`)
      expect([name, status]).toEqual([name, unknown.includes(name) ? 400 : 200])
    }
  })

  test('viewers may look; nobody who is unknown', async ({ as }) => {
    for (const path of ['throughput', 'latency', 'error-rate', 'queue-depth']) {
      expect((await as(vera).request(`/api/metrics/${path}`)).status).toBe(200)
      expect((await as(null).request(`/api/metrics/${path}`)).status).toBe(401)
    }
  })
})
