import { z } from '@hono/zod-openapi'
import { SuggestedAction } from './schemas/suggested.ts'

// The single source of the API: what is validated, documented and typed is written here once.
// Rows carry the names of their columns; times are RFC 3339 in UTC.

export const Time = z.string().openapi({ format: 'date-time', example: '2026-11-23T12:41:00.123456+00:00' })
const Count = z.int().min(0)

/** A bigint as it is answered: a number where a JavaScript number holds it exactly, else its digits. */
export const Whole = z.union([z.int(), z.string().regex(/^-?\d+$/)]).openapi('Whole', {
  description: 'A whole number; as text of digits beyond 2^53, where JSON would round it',
  example: 1_250_000,
})
/** The same where there may be none: of a named union .nullable() would lose its null in the document. */
export const WholeOrNull = Whole.nullable().openapi('WholeOrNull')
export const Document = z.record(z.string(), z.unknown())

/** An id in a query or a path: digits, kept as text because a bigint may exceed a JavaScript number. */
export const IdText = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, { error: 'must be a whole number from 1 to 999999999999999999' })
  .openapi({ type: 'integer', format: 'int64', minimum: 1, example: 123 })

/** RFC 9457, with the SQLSTATE that psql shows for the same error. */
export const Problem = z
  .object({
    status: z.int(),
    code: z
      .string()
      .openapi({ description: 'SQLSTATE; HTTPnnn where only HTTP knows the error', example: 'UB404' }),
    title: z.string(),
    detail: z.string().optional(),
    hint: z.string().openapi({ description: 'What to do about it' }),
    errors: z
      .array(z.object({ path: z.string().openapi({ example: 'body.priority' }), message: z.string() }))
      .optional()
      .openapi({ description: 'Each fault of the request with the field it is in' }),
    blocked_by: z
      .string()
      .optional()
      .openapi({ description: 'The row that stands in the way', example: 'instruction:45' }),
    request_id: z.string().openapi({ description: 'Stands in the log of the hub, too' }),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof Problem>

export const Live = z.object({ status: z.literal('live') }).openapi('Live')

export const Ready = z
  .object({
    ready: z.boolean(),
    mode: z.enum(['push', 'poll']).openapi({ description: 'How the hub learns of new work' }),
    checks: z.record(z.string(), z.unknown()),
  })
  .openapi('Ready')
export type Ready = z.infer<typeof Ready>

const Status = z.enum(['ok', 'idle', 'degraded', 'down']).openapi('ProjectStatus')

const Alert = z
  .object({
    id: z.int(),
    event_type: z.enum(['anomaly', 'alert', 'warning']),
    kind: z.string(),
    severity: z.enum(['info', 'warning', 'error', 'critical']),
    state: z.enum(['firing', 'recovering']),
    subject: z.string(),
    title: z.string(),
    message: z.string(),
    count: Count,
    flapping: z.boolean(),
    first_seen_at: Time,
    last_seen_at: Time,
    fired_at: Time.nullable(),
    acknowledged_at: Time.nullable(),
    acknowledged_by: z.string().nullable(),
    silenced_until: Time.nullable(),
    created_at: Time,
    details: Document,
    suggested_action: SuggestedAction,
  })
  .openapi('ActiveAlert')

/** GET /api/dashboard; null = no data in the window. */
export const Dashboard = z
  .object({
    projects: z.object({
      feature_table: z.object({ status: Status, last_activity: Time.nullable(), hands_today: Count }),
      sub: z.object({ status: Status, instructions_created: Count.openapi({ description: 'Today' }) }),
      ae: z.object({
        status: Status,
        worker_status: z.object({ online: Count, busy: Count, silent: Count }),
        outputs_completed: Count.openapi({ description: 'Today' }),
      }),
    }),
    metrics: z.object({
      throughput_1h: z.number().nullable().openapi({ description: 'Instructions completed per hour' }),
      avg_latency_1h: z.number().nullable().openapi({ description: 'Seconds from instruction to output' }),
      error_rate_1h: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .openapi({ description: 'Distinct failed / distinct finished' }),
      queue_depth: z.object({ pending: Count, processing: Count }),
    }),
    active_alerts: z.array(Alert),
    data_flow_health: z.object({
      orphan_hands: Count,
      delayed_instructions: Count,
      completion_rate: z.number().min(0).max(1).nullable(),
    }),
  })
  .openapi('Dashboard')
