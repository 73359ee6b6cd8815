import { createRoute, type z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { readFarm, readMetrics, readQueueDepth, readWaiting } from '../../database/verbs.ts'
import { createApp } from '../factory.ts'
import { access, json, noQuery, refusals } from '../route.ts'
import {
  ErrorRate,
  Farm,
  Latency,
  MetricsQuery,
  QueueDepth,
  steps,
  Throughput,
  Waiting,
  windows,
} from '../schemas/metrics.ts'

function metric<P extends string, S extends z.ZodType>(path: P, summary: string, schema: S) {
  return createRoute({
    ...access('viewer'),
    method: 'get',
    path: `/api/metrics/${path}` as const,
    summary,
    tags: ['metrics'],
    request: { query: MetricsQuery },
    responses: {
      200: { description: 'The window in figures, and a series for charts', ...json(schema) },
      ...refusals,
    },
  })
}

const throughput = metric('throughput', 'How much is completed', Throughput)
const latency = metric('latency', 'How long it takes from instruction to output', Latency)
const errorRate = metric('error-rate', 'How much fails', ErrorRate)
const waiting = metric('waiting', 'How much waited, and how long the oldest', Waiting)
const queueDepth = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/metrics/queue-depth',
  summary: 'What waits, and how long',
  tags: ['metrics'],
  request: { query: noQuery },
  responses: { 200: { description: 'As it is now', ...json(QueueDepth) }, ...refusals },
})

const farm = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/farm',
  summary: 'The state of the chain in one word, and its places from the table to the file',
  tags: ['metrics'],
  request: { query: noQuery },
  responses: { 200: { description: 'One snapshot', ...json(Farm) }, ...refusals },
})

/** How rendering goes. */
export const metrics = (db: Db) =>
  createApp()
    .openapi(throughput, async (c) =>
      c.json(Throughput.parse(await measured(db, 'throughput', c.req.valid('query'))), 200),
    )
    .openapi(latency, async (c) =>
      c.json(Latency.parse(await measured(db, 'latency', c.req.valid('query'))), 200),
    )
    .openapi(errorRate, async (c) =>
      c.json(ErrorRate.parse(await measured(db, 'error_rate', c.req.valid('query'))), 200),
    )
    .openapi(waiting, async (c) =>
      c.json(Waiting.parse(await measured(db, 'waiting', c.req.valid('query'))), 200),
    )
    .openapi(farm, async (c) => c.json(Farm.parse(await readFarm(db)), 200))
    .openapi(queueDepth, async (c) => c.json(QueueDepth.parse(await readQueueDepth(db)), 200))

async function measured(
  db: Db,
  figure: 'throughput' | 'latency' | 'error_rate' | 'waiting',
  asked: z.infer<typeof MetricsQuery>,
): Promise<Record<string, unknown>> {
  const { window, step = windows[window].step, time_zone = null } = asked
  const which = { window: windows[window].interval, step: steps[step].interval, zone: time_zone }
  const found =
    figure === 'waiting' ? await readWaiting(db, which) : await readMetrics(db, { ...which, figure })
  return { window, step, ...(found as object) }
}
