import type { MiddlewareHandler } from 'hono'
import type { HubEnv } from '../factory.ts'
import { bearerOf } from './credentials.ts'
import { createFailures, tooMany } from './failures.ts'
import type { Identify } from './identity.ts'

/**
 * Leave for handlers who calls. An address that brought too many wrong tokens is not looked up any more for a
 * while, except with a token that was right a moment ago: a forgotten script must not shut its neighbours out.
 */
export function whoCalls(identify: Identify): MiddlewareHandler<HubEnv> {
  const failures = createFailures()
  return async function knowCaller(c, next) {
    const hasBearer = bearerOf(c) !== null
    const wait = hasBearer ? await failures.wait(c) : 0
    c.set('doubted', wait > 0)
    const identity = await identify(c)
    if (hasBearer && !identity) {
      if (wait > 0) throw tooMany(wait)
      await failures.count(c)
    }
    // What a stream asks later is about somebody who was let in.
    c.set('doubted', false)
    c.set('identity', identity)
    return next()
  }
}
