import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import type { ClaimedKey } from '../database/verbs.ts'
import type { Identity } from './access/identity.ts'
import type { HubEnv } from './factory.ts'

// Idempotency-Key: a request that is repeated with the same key is carried out once, and answered the same way
// each time. The key is claimed before anything is done, so that of many who come at once one acts; it belongs to
// the token of who calls. What may come out otherwise the next time is not kept: 5xx, 429, and what hangs on the login.

/** Their answers hold what may not be kept: a new token, a session. */
export const hasSecrets = /^\/api\/(tokens|login|logout)(\/|$)/

/** The key a request is to be known by; null = it has none, or its answer is a secret. */
export function keyOf(c: Context<HubEnv>): string | null {
  return hasSecrets.test(c.req.path) ? null : (c.req.header('idempotency-key') ?? null)
}

/** What a key has to look like. */
export const isKey = (key: string): boolean => /^[\x21-\x7e]{1,200}$/.test(key)

/** Whose the key is: a name may be given to another token later, which may do less. */
export function ownerOf({ name, tokenId }: Identity): ClaimedKey['actor'] {
  return tokenId === undefined ? name : `token:${tokenId}`
}

/** An answer as it is kept: the very text, and the headers that belong to it. */
export const Kept = z.object({ body: z.string(), headers: z.record(z.string(), z.string()) })
type Kept = z.infer<typeof Kept>

const keptHeaders = ['content-type', 'etag', 'location']

/** How an answer is kept; null = it is not. */
export async function keptOf(answer: Response): Promise<{ status: number; response: Kept } | null> {
  if (!isFinal(answer)) return null
  const found = keptHeaders.map((name) => [name, answer.headers.get(name)] as const)
  const headers = Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== null))
  const body = await answer.clone().text()
  // Whoever holds the token of a preview may carry it out.
  return body.includes('"preview_token"') ? null : { status: answer.status, response: { body, headers } }
}

/** The answer that was given before. */
export function replayed(status: number, { body, headers }: Kept): Response {
  return new Response(body, { status, headers: { ...headers, 'Idempotency-Replayed': 'true' } })
}

function isFinal(answer: Response): boolean {
  return answer.status < 500 && !notKept.has(answer.status) && !answer.headers.has('set-cookie')
}

const notKept = new Set([401, 403, 429])

/** What makes two requests the same one. */
export async function requestHash(c: Context<HubEnv>): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  const hash = createHash('sha256')
  for (const part of [c.req.method, pathname + search, c.req.header('if-match') ?? ''])
    hash.update(`${part}\n`)
  return hash.update(new Uint8Array(await c.req.arrayBuffer())).digest('hex')
}
