import { z } from '@hono/zod-openapi'

/** Text of at most so many characters that PostgreSQL can store: no U+0000, no half of a surrogate pair. */
export function Text(max: number): z.ZodString {
  return z.string().max(max).refine(storable, { error: 'must not contain U+0000 or half a surrogate pair' })
}

/** Why somebody does something; kept in the audit. */
export const Reason = Text(500)
  .refine((text) => text.trim() !== '', { error: 'say why, in a few words' })
  .openapi({ description: 'Why; kept in the audit', minLength: 1, example: 'NAS is back' })

function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}
