import { z } from '@hono/zod-openapi'
import { Time } from '../schemas.ts'

/** The windows there are; each with the step of its series. */
export const windows = {
  '15m': { interval: '15 minutes', minutes: 15, step: '1m' },
  '1h': { interval: '1 hour', minutes: 60, step: '1m' },
  '6h': { interval: '6 hours', minutes: 360, step: '5m' },
  '24h': { interval: '24 hours', minutes: 1440, step: '15m' },
  '7d': { interval: '168 hours', minutes: 10_080, step: '1h' },
} as const
export const steps = {
  '1m': { interval: '1 minute', minutes: 1 },
  '5m': { interval: '5 minutes', minutes: 5 },
  '15m': { interval: '15 minutes', minutes: 15 },
  '1h': { interval: '1 hour', minutes: 60 },
  '1d': { interval: '1 day', minutes: 1440 },
} as const

const Window = z.enum(Object.keys(windows) as (keyof typeof windows)[])
const Step = z.enum(Object.keys(steps) as (keyof typeof steps)[])

const mostPoints = 1500

export const MetricsQuery = z
  .strictObject({
    window: Window.default('1h'),
    step: Step.optional().openapi({
      description: `Of the series; without it as fits the window. At most ${mostPoints} of them`,
    }),
    time_zone: z
      .string()
      .max(60)
      .refine(isZone, { error: 'is no time zone of the IANA: Asia/Seoul' })
      .optional()
      .openapi({
        description: 'Where days begin (step=1d); the setting time_zone without it',
        example: 'Asia/Seoul',
      }),
  })
  .superRefine(({ window, step }, c) => {
    if (step === undefined) return
    const points = windows[window].minutes / steps[step].minutes
    if (points >= 1 && points <= mostPoints) return
    c.addIssue({ code: 'custom', message: `does not go with window=${window}`, path: ['step'] })
  })

function isZone(name: string): boolean {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const Count = z.int().min(0)
const Rate = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .openapi({ description: 'Distinct failed / distinct finished; null: nothing ended' })
const Seconds = z
  .number()
  .nullable()
  .openapi({ description: 'Seconds from instruction to output; null: no output' })
const Hourly = z
  .number()
  .nullable()
  .openapi({ description: 'Instructions completed per hour; null: nothing ended' })

const shared = { window: Window, step: Step, from: Time, to: Time, time_zone: z.string() }
const point = {
  at: Time.openapi({ description: 'Where the step begins. The first one is counted whole' }),
  partial: z.boolean().openapi({
    description:
      'The step is not over, as the last one: its counts still grow, which is no drop; throughput is of the part that has passed',
  }),
}
const latency = {
  avg_latency: Seconds,
  p50: Seconds.openapi({
    description: 'From a histogram: within its bucket of a factor of two it is estimated',
  }),
  p95: Seconds,
  p99: Seconds,
}

export const Throughput = z
  .object({
    ...shared,
    throughput: Hourly,
    completed: Count,
    series: z.array(z.object({ ...point, created: Count, completed: Count, throughput: Hourly })),
  })
  .openapi('Throughput')

export const Latency = z
  .object({
    ...shared,
    ...latency,
    completed: Count,
    series: z.array(z.object({ ...point, completed: Count, ...latency })),
  })
  .openapi('Latency')

export const ErrorRate = z
  .object({
    ...shared,
    error_rate: Rate,
    failed: Count,
    finished: Count,
    series: z.array(z.object({ ...point, failed: Count, finished: Count, error_rate: Rate })),
  })
  .openapi('ErrorRate')

export const Waiting = z
  .object({
    ...shared,
    series: z.array(
      z.object({
        ...point,
        waiting: Count.nullable().openapi({
          description: 'Ready and not held back, at most; up to 10 000 are counted. null: nobody looked',
        }),
        oldest_wait: z.number().nullable().openapi({ description: 'Seconds, at most' }),
      }),
    ),
  })
  .openapi('Waiting')

export const QueueDepth = z
  .object({
    at: Time,
    pending: Count,
    processing: Count,
    deferred: Count.openapi({ description: 'Of the pending ones: not before a later time' }),
    retrying: Count.openapi({ description: 'Failed ones that return by themselves' }),
    waiting_since: Time.nullable().openapi({ description: 'Of the oldest that is ready and not held back' }),
    oldest_wait: z.number().nullable().openapi({ description: 'Seconds; null: nothing waits' }),
  })
  .openapi('QueueDepth')

const Pace = z.object({ hour: Count, last_at: Time.nullable() })

/** GET /api/farm: what the strips at the top of the page show. */
export const Farm = z
  .object({
    at: Time,
    word: z.enum(['normal', 'degraded', 'stalled']).openapi({
      description:
        'stalled: nothing is rendered although work waits; degraded: an alert is open, or something is held back',
    }),
    cause: z.int().nullable().openapi({ description: 'The worst open alert' }),
    time_zone: z.string().openapi({ description: 'The setting time_zone', example: 'Asia/Seoul' }),
    hands: Pace.openapi({ description: 'hour: of the last 60 minutes' }),
    instructions: Pace,
    queue: QueueDepth,
    workers: z.object({ online: Count, busy: Count, silent: Count }),
    outputs: Pace,
  })
  .openapi('Farm')
