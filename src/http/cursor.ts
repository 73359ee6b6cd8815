import { z } from '@hono/zod-openapi'

/** What a place in a list is made of: ids, times, names. */
export const placeParts = {
  id: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  count: z.int().min(-2_147_483_648).max(2_147_483_647),
  time: z.iso
    .datetime({ offset: true })
    .max(40)
    .refine((text) => /^(19|20|21)/.test(text)),
  uuid: z.guid(),
  name: z
    .string()
    .max(500)
    .refine((text) => text.isWellFormed() && !text.includes('\u0000')),
}

/** The sort key of a list's rows. */
export type PlaceSchema<P extends readonly unknown[] = readonly unknown[]> = z.ZodType<P>

/** A place as text that says nothing to anybody, and fits the list it comes from alone. */
export function cursorOf(list: string, place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url')
}

/** Reads a cursor back; anything else is refused. */
export function Cursor<P extends readonly unknown[]>(
  list: string,
  place: PlaceSchema<P>,
): z.ZodType<P, string> {
  return z
    .string()
    .max(1000)
    .transform((text, c) => {
      const read = place.safeParse(placeIn(list, text))
      if (read.success) return read.data
      c.addIssue({ code: 'custom', message: 'is no cursor of this list; leave it out to begin at the top' })
      return z.NEVER
    })
    .openapi({ type: 'string', description: 'next_cursor of the page before; without it from the top' })
}

/** The place a cursor names; null = it is none of this list. */
function placeIn(list: string, text: string): unknown {
  if (!/^[\w-]+$/.test(text)) return null
  const parts = parsed(Buffer.from(text, 'base64url').toString())
  return Array.isArray(parts) && parts[0] === list ? parts.slice(1) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
