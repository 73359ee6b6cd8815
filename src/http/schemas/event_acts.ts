import { z } from '@hono/zod-openapi'
import { MonitoringEvent } from './acted_rows.ts'
import { acted, TimeInput } from './actions.ts'
import { Reason, Text } from './text.ts'

const Notes = Text(2000)
const Rating = z.enum(['useful', 'false_positive', 'not_actionable', 'missing_details'])

/** Why, where it may be left out: `reason` as of every act. `notes`, its older name, does as well, but not both. */
const why = {
  reason: Reason.optional(),
  notes: Notes.optional().openapi({ description: 'Older name of reason', deprecated: true }),
}
type Why = { readonly reason?: string | undefined; readonly notes?: string | undefined }
const isOne = ({ reason, notes }: Why): boolean => reason === undefined || notes === undefined
const sendOne = { error: 'send either reason or notes', path: ['notes'] }

export function whyOf({ reason, notes }: Why): string | null {
  return reason ?? notes ?? null
}

export const Resolve = z
  .strictObject({
    resolved_by: Text(200).optional().openapi({
      description: 'Kept as a note; who resolved it is who calls',
      example: 'admin@',
    }),
    notes: Notes.refine((text) => text.trim() !== '', { error: 'say what it was' }),
    feedback: Rating.optional(),
  })
  .openapi('Resolve')

export const Acknowledge = z
  .strictObject({
    until: TimeInput.optional().openapi({ description: 'It returns to the top then, if it still lasts' }),
    ...why,
  })
  .refine(isOne, sendOne)
  .openapi('Acknowledge')

export const Silence = z
  .strictObject({
    minutes: z.number().min(0).max(10_080).optional().openapi({ description: '0 ends a silence' }),
    until: TimeInput.optional(),
    reason: Reason,
  })
  .refine(({ minutes, until }) => (minutes === undefined) !== (until === undefined), {
    error: 'send either minutes or until',
    path: ['minutes'],
  })
  .openapi('Silence')

export const Feedback = z
  .strictObject({ rating: Rating, ...why })
  .refine(isOne, sendOne)
  .openapi('Feedback')

export const ActedEvent = z.object({ event: MonitoringEvent, ...acted }).openapi('ActedEvent')

export const SilencePreview = z
  .object({
    items: z
      .array(
        z.object({
          id: z.int(),
          kind: z.string(),
          subject: z.string(),
          severity: z.string(),
          state: z.string(),
          title: z.string(),
          hidden: z.enum(['silenced', 'suppressed']).openapi({
            description: 'silenced: this cause; suppressed: hides behind it while it lasts, silenced or not',
          }),
        }),
      )
      .openapi({ description: 'Open alerts that nobody would be told of; at most 200' }),
  })
  .openapi('SilencePreview')
