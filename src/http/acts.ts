import type { MiddlewareHandler } from 'hono'
import { withinAct } from '../database/act.ts'
import { isOutage } from '../database/outage.ts'
import type { Db } from '../database/pool.ts'
import { beginRequest, type ClaimedKey, endRequest, holdRequest } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import type { HubEnv } from './factory.ts'
import { isKey, Kept, keptOf, keyOf, ownerOf, replayed, requestHash } from './idempotency.ts'
import { httpFault, problem } from './problem.ts'

/** Somebody's transaction is open on what an act needs: so long it waits, then says so. */
const lockTimeoutMs = 2000

export type ActsOptions = {
  readonly db: Db
  /** Where their connections come from, so that those that wait take none from who only looks. */
  readonly pool: Db
  readonly log: Log
}

/**
 * Whatever changes something is one transaction: it is kept when the answer says that it was done, and undone when it
 * says anything else. The answer to an Idempotency-Key is kept in it, too. So a hub that dies, or is stopped, leaves
 * either both or neither, and nothing is done twice. Comes after the role was checked: what was answered to somebody
 * is repeated to nobody who may not ask.
 */
export function carryOut({ db, pool, log }: ActsOptions): MiddlewareHandler<HubEnv> {
  return async function carryOutOnce(c, next) {
    const identity = c.get('identity')
    if (identity === null || !changing.has(c.req.method)) return next()
    const key = keyOf(c)
    let claim: ClaimedKey | null = null
    if (key !== null) {
      if (!isKey(key)) {
        return problem(c, httpFault(400, 'Idempotency-Key takes 1 to 200 visible ASCII characters'))
      }
      const actor = ownerOf(identity)
      const { claimed_at, status, response } = await beginRequest(db, actor, key, await requestHash(c))
      if (claimed_at === null) return replayed(status, Kept.parse(response))
      claim = { actor, key, claimed_at }
    }
    const held = claim
    const first = held && { first: (transaction: Db) => holdRequest(transaction, held) }
    await withinAct({ primary: db, pool, lockTimeoutMs, ...first }, async (act) => {
      try {
        await next()
        if (c.error === undefined && c.res.status < 400) {
          if (claim) await endRequest(db, claim, await keptOf(c.res))
          await act.commit()
          claim = null
        }
      } finally {
        await act.rollback()
      }
    })
    // Of one whose connection was lost nobody knows yet whether it is undone: its key stays claimed for a while.
    if (!claim || (c.error !== undefined && isOutage(c.error))) return
    await endRequest(db, claim, await keptOf(c.res)).catch((err) => {
      log.warn({ request_id: c.get('requestId'), err }, 'the answer to an Idempotency-Key could not be kept')
    })
  }
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
