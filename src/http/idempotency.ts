import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { Db } from '../database/pool.ts'
import { beginRequest, endRequest } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import type { HubEnv } from './factory.ts'
import { httpFault, problem } from './problem.ts'

/**
 * Idempotency-Key: a request that is repeated with the same key is carried out once, and answered the same way
 * each time (not where the answer is a secret). The key is claimed before anything is done, so that of many who come at once one acts; it belongs
 * to who calls. What may come out otherwise the next time is not kept: 5xx, 429, and what hangs on the login.
 */
export function idempotency(db: Db, log: Log): MiddlewareHandler<HubEnv> {
  return async function onceForEachKey(c, next) {
    const key = c.req.header('idempotency-key')
    const identity = c.get('identity')
    if (key === undefined || identity === null || !changing.has(c.req.method)) return next()
    if (hasSecrets.test(c.req.path)) return next()
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      return problem(c, httpFault(400, 'Idempotency-Key takes 1 to 200 visible ASCII characters'))
    }
    const actor = identity.name
    const claim = await beginRequest(db, actor, key, await hashOf(c))
    if (claim.claimed_at === null) return replayed(claim.status, Kept.parse(claim.response))
    await next()
    const given = isFinal(c.res) ? { status: c.res.status, response: await kept(c.res) } : null
    await endRequest(db, { actor, key, claimed_at: claim.claimed_at }, given).catch((err) => {
      // The request is done and its answer is true; only a repetition will not be known for one.
      log.warn({ request_id: c.get('requestId'), err }, 'the answer to an Idempotency-Key could not be kept')
    })
  }
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Their answers hold what may not be kept: a new token, a session. */
export const hasSecrets = /^\/api\/(tokens|login|logout)(\/|$)/

/** An answer as it is kept: the very text, and the headers that belong to it. */
const Kept = z.object({ body: z.string(), headers: z.record(z.string(), z.string()) })
type Kept = z.infer<typeof Kept>

const keptHeaders = ['content-type', 'etag', 'location']

async function kept(answer: Response): Promise<Kept> {
  const found = keptHeaders.map((name) => [name, answer.headers.get(name)] as const)
  const headers = Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== null))
  return { body: await answer.clone().text(), headers }
}

function replayed(status: number, { body, headers }: Kept): Response {
  return new Response(body, { status, headers: { ...headers, 'Idempotency-Replayed': 'true' } })
}

function isFinal(answer: Response): boolean {
  return answer.status < 500 && !notKept.has(answer.status) && !answer.headers.has('set-cookie')
}

const notKept = new Set([401, 403, 429])

/** What makes two requests the same one. */
async function hashOf(c: Context<HubEnv>): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  const hash = createHash('sha256')
  for (const part of [c.req.method, pathname + search, c.req.header('if-match') ?? ''])
    hash.update(`${part}\n`)
  return hash.update(new Uint8Array(await c.req.arrayBuffer())).digest('hex')
}
