import { z } from '@hono/zod-openapi'

/** Text of at most so many characters that PostgreSQL can store: no U+0000, no half of a surrogate pair. */
export function Text(max: number): z.ZodString {
  return z.string().max(max).refine(storable, { error: 'must not contain U+0000 or half a surrogate pair' })
}

/** Characters that show nothing, or turn around what stands beside them. */
const unseen = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u

/** What somebody or something is called: one line, and what is seen is what it is. */
export function Name(max: number): z.ZodString {
  return Text(max).refine((text) => !unseen.test(text), {
    error: 'must not contain control characters, nor those that turn the direction of text',
  })
}

/** Why somebody does something; kept in the audit. */
export const Reason = Text(500)
  .refine((text) => text.trim() !== '', { error: 'say why, in a few words' })
  .openapi({ description: 'Why; kept in the audit', minLength: 1, example: 'NAS is back' })

function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}
