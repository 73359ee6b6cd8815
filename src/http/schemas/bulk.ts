import { z } from '@hono/zod-openapi'
import { Time } from '../schemas.ts'
import { acted, TimeInput } from './actions.ts'
import { Reason, Text } from './text.ts'

/** One value or several. */
function some<S extends z.ZodType>(schema: S) {
  return z.union([schema, z.array(schema).min(1).max(1000)])
}

const Status = z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled'])

/** Which instructions a bulk is for; every key narrows it, a list means any of these. */
const Filter = z
  .strictObject({
    status: some(Status).optional(),
    created_after: TimeInput.optional().openapi({ description: 'Inclusive' }),
    created_before: TimeInput.optional().openapi({ description: 'Exclusive' }),
    template_name: some(Text(100)).optional(),
    trigger_type: some(Text(100)).optional(),
    error_class: some(z.enum(['retryable', 'permanent', 'unknown'])).optional(),
    worker: some(Text(255)).optional().openapi({ description: 'Host or worker session' }),
    ids: some(z.int().min(1)).optional(),
  })
  .openapi('InstructionFilter')

const token = z
  .string()
  .regex(/^[\w-]{20,100}$/, { error: 'is no preview token' })
  .optional()
  .openapi({ description: 'From a preview: do exactly that. Then no filter is sent' })

const shape = {
  filter: Filter.optional(),
  reason: Reason,
  preview: z.boolean().optional().openapi({ description: 'Only look, and get a token to carry it out' }),
  preview_token: token,
}

/** Either a filter, with a preview or at once, or the token of a preview. */
function onlyOne(order: {
  filter?: unknown
  preview?: boolean | undefined
  preview_token?: string | undefined
}): boolean {
  return (
    (order.filter === undefined) !== (order.preview_token === undefined) &&
    !(order.preview && order.preview_token)
  )
}
const which = { error: 'send either filter or preview_token, and preview only with filter', path: ['filter'] }

export const BulkOrder = z.strictObject(shape).refine(onlyOne, which).openapi('BulkOrder')
export const BulkPriorityOrder = z
  .strictObject({
    ...shape,
    priority: z
      .int()
      .min(1)
      .max(10)
      .optional()
      .openapi({ description: 'With filter; a token carries its own' }),
  })
  .refine(onlyOne, which)
  .refine(({ filter, priority }) => (filter === undefined) === (priority === undefined), {
    error: 'goes with filter',
    path: ['priority'],
  })
  .openapi('BulkPriorityOrder')
export type BulkOrder = z.infer<typeof BulkOrder> & { priority?: number | undefined }

const Item = z
  .object({
    instruction_id: z.int(),
    outcome: z.enum(['retried', 'boosted', 'cancelled', 'reprioritised', 'unchanged', 'refused', 'skipped']),
    why: z.string(),
  })
  .openapi('BulkItem')

const Counts = z
  .object({ total: z.int(), executed: z.int(), skipped: z.int(), failed: z.int() })
  .openapi('BulkCounts', { description: 'total = executed + skipped + failed; of a preview what would be' })

export const BulkPreview = z
  .object({ preview_token: z.string(), expires_at: Time, counts: Counts, items: z.array(Item) })
  .openapi('BulkPreview')
export const BulkResult = z.object({ ...acted, counts: Counts, items: z.array(Item) }).openapi('BulkResult')
