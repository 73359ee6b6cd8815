import { z } from '@hono/zod-openapi'
import { Document, Time } from '../schemas.ts'
import { acted } from './actions.ts'
import { Language, Name, Severity } from './delivery.ts'
import { Reason, Text } from './text.ts'

/** Which alert goes where, when, how and in which language. */
export const Route = z
  .object({
    id: z.int(),
    name: z.string(),
    channel_id: z.int(),
    enabled: z.boolean(),
    position: z.int(),
    match: Document,
    go_on: z.boolean(),
    language: Language,
    schedule: z.array(z.unknown()).nullable(),
    time_zone: z.string().nullable(),
    timing: Document,
    escalate_to: z.int().nullable(),
    created_at: Time,
    updated_at: Time,
    updated_by: z.string(),
  })
  .openapi('Route')

const Match = z
  .strictObject({
    severity: z.array(Severity).min(1).optional(),
    kind: z.array(Text(100).min(1)).min(1).max(50).optional(),
    subject: Text(300)
      .min(1)
      .optional()
      .openapi({ description: '* stands for anything', example: 'worker:*' }),
    template: z.array(Text(100).min(1)).min(1).max(50).optional(),
  })
  .openapi({ description: 'Each key narrows; {} takes all that is scored and worse than info' })
const Window = z.strictObject({
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .optional(),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
})
const seconds = (min: number) => z.int().min(min).max(86_400).optional()
const Times = z.strictObject({
  wait: seconds(0),
  interval: seconds(10),
  repeat: seconds(0),
  escalate: seconds(0),
})
const routeFields = {
  enabled: z.boolean().optional(),
  position: z.int().min(0).max(1_000_000).optional().openapi({ description: 'Lowest first; 100' }),
  match: Match.optional(),
  go_on: z.boolean().optional().openapi({ description: 'The next routes are asked as well' }),
  language: Language.optional(),
  schedule: z.array(Window).min(1).max(50).nullable().optional().openapi({
    description: 'When it is open; a window may go on past midnight; null: always',
  }),
  time_zone: Text(60).nullable().optional().openapi({ example: 'Asia/Seoul' }),
  timing: z
    .strictObject({
      critical: Times.optional(),
      error: Times.optional(),
      warning: Times.optional(),
      info: Times.optional(),
    })
    .optional()
    .openapi({ description: 'Seconds in place of the settings notify.*; 0: never, of repeat and escalate' }),
  escalate_to: z
    .int()
    .min(1)
    .nullable()
    .optional()
    .openapi({ description: 'Channel; null: the next route decides' }),
}

export const NewRoute = z
  .strictObject({ name: Name, channel_id: z.int().min(1), ...routeFields, reason: Reason })
  .openapi('NewRoute')
export const RouteChange = z
  .strictObject({
    name: Name.optional(),
    channel_id: z.int().min(1).optional(),
    ...routeFields,
    reason: Reason,
  })
  .openapi('RouteChange')
export const ActedRoute = z
  .object({
    route: Route,
    ...acted,
    warnings: z.array(z.string()).openapi({
      description: 'What speaks against it, such as a kind that no alert has; it was saved all the same',
    }),
  })
  .openapi('ActedRoute')
