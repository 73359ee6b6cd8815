import { z } from '@hono/zod-openapi'
import { Instruction } from '../row_schemas.ts'
import { Time } from '../schemas.ts'
import { Action, Pause } from './acted_rows.ts'
import { PlainObject } from './plain_json.ts'
import { Reason, Text } from './text.ts'

const Id = z.int().min(1)
const Priority = z.int().min(1).max(10).openapi({ description: '1 first .. 10 last' })

/** A time with its zone, as RFC 3339 has it. */
export const TimeInput = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine((text) => /^(19|20|21)/.test(text), { error: 'must be of our times' })

/** What every act answers beside the row: its place in the audit. */
export const acted = {
  action_id: z.int().nullable().openapi({ description: 'Row of the audit; null: nothing had to be changed' }),
  undo_until: Time.nullable().openapi({
    description: 'POST /api/actions/undo works until then; null: it does not',
  }),
}

export const Retry = z
  .strictObject({ instruction_id: Id, reason: Reason, priority: Priority.optional() })
  .openapi('Retry')
export const ChangePriority = z
  .strictObject({ instruction_id: Id, priority: Priority, reason: Reason })
  .openapi('ChangePriority')
export const Cancel = z.strictObject({ instruction_id: Id, reason: Reason }).openapi('Cancel')
export const ReleaseStuck = z
  .strictObject({ instruction_id: Id, attempt: z.int().min(0), reason: Reason })
  .openapi('ReleaseStuck')
export const MakeGraphic = z.strictObject({ hand_id: Id, reason: Reason }).openapi('MakeGraphic')
export const Undo = z.strictObject({ action_id: Id, reason: Reason }).openapi('Undo')
export const PauseOrder = z
  .strictObject({
    scope: Text(109).openapi({
      description: 'queue, template:NAME or worker:ID',
      example: 'template:blind_level',
    }),
    reason: Reason,
  })
  .openapi('PauseOrder')

export const ActedInstruction = z.object({ instruction: Instruction, ...acted }).openapi('ActedInstruction')
export const ActedRetry = ActedInstruction.extend({
  outcome: z.enum(['retried', 'boosted', 'unchanged']).openapi({
    description:
      'retried: it returned to the queue; boosted: it waited already, and comes sooner or has its retries anew; unchanged: it waited already, and cannot come sooner',
  }),
}).openapi('ActedRetry')
export const ActedInstructions = z
  .object({ instructions: z.array(Instruction), ...acted })
  .openapi('ActedInstructions')
export const ActedPause = z.object({ pause: Pause, ...acted }).openapi('ActedPause')
export const ActedUndo = z.object({ action: Action, ...acted }).openapi('ActedUndo')

/** An order for a graphic by hand. */
export const GraphicOrder = z
  .strictObject({
    template_name: Text(100).refine((name) => name.trim() !== '', { error: 'must not be blank' }),
    layer_data: PlainObject,
    priority: Priority.optional(),
    hand_id: Id.optional(),
    not_before: TimeInput.optional(),
    expires_at: TimeInput.optional(),
    output_settings: PlainObject.optional(),
    reason: Reason,
  })
  .openapi('GraphicOrder')
