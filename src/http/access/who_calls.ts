import type { MiddlewareHandler } from 'hono'
import type { HubEnv } from '../factory.ts'
import { bearerOf, sessionOf } from './credentials.ts'
import { createFailures } from './failures.ts'
import type { Identify } from './identity.ts'

/**
 * Leave for handlers who calls. An address that brought too many wrong tokens, or too many cookies that are nobody's,
 * is not looked up any more for a while, except with one that was right a moment ago: a forgotten script must not shut
 * its neighbours out. Logging in is counted by itself.
 */
export function whoCalls(identify: Identify): MiddlewareHandler<HubEnv> {
  const [wrongTokens, wrongSessions] = [createFailures(), createFailures('sessions')]
  return async function knowCaller(c, next) {
    const hasBearer = bearerOf(c) !== null
    const hasSession = !hasBearer && sessionOf(c) !== null
    const failures = hasBearer ? wrongTokens : hasSession ? wrongSessions : null
    const wait = failures ? await failures.wait(c) : 0
    c.set('doubted', wait > 0)
    c.set('wrong', false)
    const identity = await identify(c)
    if (wait > 0 && !identity && !(hasSession && logging.test(c.req.path))) throw failures?.tooMany(wait)
    // The same old cookie of a forgotten page counts once a minute, the same wrong token each time.
    if (c.get('wrong') || (hasBearer && !identity)) await failures?.count(c)
    // What a stream asks later is about somebody who was let in.
    c.set('doubted', false)
    c.set('identity', identity)
    return next()
  }
}

const logging = /^\/api\/log(in|out)$/
