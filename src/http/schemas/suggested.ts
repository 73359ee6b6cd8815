import { z } from '@hono/zod-openapi'

const Id = z.int().min(1)

/** An act that has a route of its own under /api/actions. */
export const SuggestedAct = z
  .discriminatedUnion('verb', [
    z.object({ verb: z.literal('retry_instruction'), arguments: z.object({ instruction_id: Id }) }),
    z.object({
      verb: z.literal('release_stuck'),
      arguments: z.object({ instruction_id: Id, attempt: z.int().min(0) }),
    }),
    z.object({ verb: z.literal('make_graphic'), arguments: z.object({ hand_id: Id }) }),
    z.object({ verb: z.literal('pause'), arguments: z.object({ scope: z.string() }) }),
    z.object({
      verb: z.literal('bulk_retry'),
      arguments: z.object({ filter: z.record(z.string(), z.unknown()) }),
    }),
  ])
  .openapi('SuggestedAct')

const Suggestion = z
  .looseObject({
    text: z.string().optional(),
    text_ko: z.string().optional(),
    sql: z.string().optional().openapi({ description: 'To paste into psql' }),
    act: SuggestedAct.optional().openapi({ description: 'The same for programs; absent: only people can' }),
  })
  .openapi('Suggestion')
export type Suggestion = z.infer<typeof Suggestion>

/** Detectors of the hub propose in that form; whoever else raises an alert may do it in another, answered as it stands. */
export const SuggestedAction = z.union([Suggestion, z.unknown()])
