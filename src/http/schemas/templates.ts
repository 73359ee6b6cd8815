import { z } from '@hono/zod-openapi'
import { Reason, Text } from './text.ts'

/** What goes with a catalogue in the query: the body is the file. */
export const CatalogueQuery = z.strictObject({
  name: Text(300)
    .default('the body')
    .openapi({ description: 'What the file is called in what is said of it' }),
  remove: z
    .enum(['true', 'false'])
    .default('false')
    .transform((said) => said === 'true')
    .openapi({ description: 'Take out the templates that the file does not have' }),
  reason: Reason.default('templates load'),
})

export const LoadedTemplates = z
  .object({
    items: z.array(z.object({ name: z.string(), outcome: z.enum(['added', 'changed', 'same', 'removed']) })),
  })
  .openapi('LoadedTemplates')
