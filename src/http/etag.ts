import { HTTPException } from 'hono/http-exception'

/** The version of a row that can be changed: what a client sends back as If-Match. */
export function etagOf({ updated_at }: { readonly updated_at: string }): string {
  return `"${updated_at}"`
}

/**
 * The versions that will do, as times of the last change; null = any (`*`). Who sends none has not looked, and is
 * refused with 428. What is no tag of ours fits no row.
 */
export function versionsOf(ifMatch: string | undefined): string[] | null {
  if (ifMatch === undefined) throw new HTTPException(428)
  if (ifMatch.trim() === '*') return null
  return [...ifMatch.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag).filter(isTime)
}

/** A day that there is: the server would refuse another one. */
function isTime(tag: string): boolean {
  if (!time.test(tag)) return false
  const [year = 0, month = 0, day = 0] = tag.slice(0, 10).split('-').map(Number)
  return month >= 1 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

const time = /^20\d\d-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(\+00:00|Z)$/
