import type { Context } from 'hono'

/** Did the client go away before all of its request was here? Then nobody waits for an answer, and nothing failed. */
export function hasLeft(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as { incoming?: { readonly readableAborted?: boolean } }
  return incoming?.readableAborted === true
}
