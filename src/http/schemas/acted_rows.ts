import { z } from '@hono/zod-openapi'
import { Document, Time, WholeOrNull } from '../schemas.ts'
import { SuggestedAction } from './suggested.ts'

/** A scope that is held back, or was. */
export const Pause = z
  .object({
    id: z.int(),
    scope: z.string(),
    paused_at: Time,
    paused_by: z.string(),
    reason: z.string(),
    resumed_at: Time.nullable(),
    resumed_by: z.string().nullable(),
    resume_reason: z.string().nullable(),
  })
  .openapi('Pause')

/** A row of the audit. */
export const Action = z
  .object({
    id: z.int(),
    at: Time,
    actor: z.string(),
    verb: z.string(),
    subject: z.string().openapi({ example: 'instruction:45' }),
    reason: z.string(),
    undo_of: z.int().nullable(),
    undo_until: Time.nullable(),
    before: Document.nullable(),
    after: Document.nullable(),
    evidence: Document.nullable(),
  })
  .openapi('Action')

/** An alert with everything that people did about it. */
export const MonitoringEvent = z
  .object({
    id: z.int(),
    event_type: z.enum(['anomaly', 'alert', 'warning', 'action']),
    kind: z.string(),
    severity: z.enum(['info', 'warning', 'error', 'critical']),
    state: z.enum(['pending', 'firing', 'recovering', 'resolved']),
    resolved: z.boolean(),
    subject: z.string(),
    title: z.string(),
    title_ko: z.string(),
    message: z.string(),
    details: Document,
    suggested_action: SuggestedAction,
    members: z.unknown(),
    count: z.int(),
    flapping: z.boolean(),
    first_seen_at: Time,
    last_seen_at: Time,
    fired_at: Time.nullable(),
    acknowledged_at: Time.nullable(),
    acknowledged_by: z.string().nullable(),
    acknowledged_until: Time.nullable(),
    silenced_until: Time.nullable(),
    suppressed_by: z.int().nullable(),
    recovering_at: Time.nullable(),
    reentry_of: WholeOrNull,
    resolved_at: Time.nullable(),
    resolved_by: z.string().nullable(),
    resolution_notes: z.string().nullable(),
    feedback: z.string().nullable(),
    created_at: Time,
  })
  .openapi('MonitoringEvent')

/** One threshold or policy. */
export const Setting = z
  .object({
    key: z.string(),
    value: z.unknown(),
    unit: z.string().nullable(),
    description: z.string(),
    bounds: Document,
    updated_at: Time,
    updated_by: z.string(),
  })
  .openapi('Setting')

/** Which event of the game makes which graphic. */
export const Rule = z
  .object({
    id: z.int(),
    name: z.string(),
    event: z.string(),
    enabled: z.boolean(),
    mode: z.enum(['immediate', 'after_grace', 'notify_only']),
    priority: z.int(),
    template_name: z.string(),
    condition: z
      .string()
      .nullable()
      .openapi({ description: 'jsonpath', example: '($."hand"."pot" > 1000000)' }),
    dedupe_key: z.string(),
    grace: z.string().openapi({ example: '00:02:00' }),
    cooldown: z.string().nullable(),
    supersede: z.boolean(),
    expires_after: z.string().nullable(),
    layer_map: Document,
    output_settings: Document,
    notify_done: z.boolean().openapi({ description: 'Routes that take graphic_done tell when one is done' }),
    description: z.string(),
    created_at: Time,
    updated_at: Time,
    updated_by: z.string(),
  })
  .openapi('Rule')
