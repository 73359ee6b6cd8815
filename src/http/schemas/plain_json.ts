import { z } from '@hono/zod-openapi'

const deepest = 64

/** A JSON object of the caller's own making that PostgreSQL can store and every sibling can read. */
export const PlainObject = z.record(z.string(), z.unknown()).refine(isPlain, {
  error: `must not nest deeper than ${deepest} levels, nor hold U+0000 or half a surrogate pair`,
})

/** The same for any JSON value. */
export const PlainValue = z
  .unknown()
  .refine((value) => value !== undefined, { error: 'is missing' })
  .refine(isPlain, {
    error: `must not nest deeper than ${deepest} levels, nor hold U+0000 or half a surrogate pair`,
  })

/** Looked through without recursion: a body may be nested as deep as it is long. */
function isPlain(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return false
    const next: unknown[] = []
    for (const each of level) {
      if (typeof each === 'string' && !isText(each)) return false
      if (typeof each !== 'object' || each === null) continue
      if (!Array.isArray(each) && !Object.keys(each).every(isText)) return false
      for (const inner of Object.values(each)) next.push(inner)
    }
    level = next
  }
  return true
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}
