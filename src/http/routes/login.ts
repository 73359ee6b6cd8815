import { createRoute } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import type { Db } from '../../database/pool.ts'
import { closeSession, openSession } from '../../database/verbs.ts'
import type { Log } from '../../log.ts'
import { addressOf, isSecure } from '../access/address.ts'
import { bearerOf, forgetSession, sessionOf, setSession } from '../access/credentials.ts'
import { createFailures } from '../access/failures.ts'
import type { Identify } from '../access/identity.ts'
import { hashOf, isToken, newSecret } from '../access/secret.ts'
import { createApp } from '../factory.ts'
import { access, json, problemAnswer, refusals } from '../route.ts'
import { LoggedIn, Login, Me } from '../schemas/access.ts'

const loginRoute = createRoute({
  method: 'post',
  path: '/api/login',
  summary: 'Log a browser in with a token',
  description: 'Ten wrong tokens in a minute from one address, and it has to wait.',
  tags: ['access'],
  request: { body: { required: true, ...json(Login) } },
  responses: {
    200: { description: 'The cookie is the session', ...json(LoggedIn) },
    ...refusals,
    401: problemAnswer('This token is nobody’s'),
  },
})

const logoutRoute = createRoute({
  method: 'post',
  path: '/api/logout',
  summary: 'Log this browser out',
  tags: ['access'],
  responses: { 204: { description: 'It is, if it was logged in' }, ...refusals },
})

const meRoute = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/me',
  summary: 'Who calls',
  tags: ['access'],
  responses: { 200: { description: 'As the audit will name him', ...json(Me) }, ...refusals },
})

/** In, out, and who is in. */
export const login = (db: Db, log: Log, identify: Identify) => {
  const failures = createFailures()
  const end = async (session: string): Promise<void> => {
    await closeSession(db, hashOf(session))
    identify.forget?.(hashOf(session))
  }
  return createApp()
    .openapi(loginRoute, async (c) => {
      const { token } = c.req.valid('json')
      await failures.consume(c)
      const secret = newSecret()
      const known = isToken(token) ? await openSession(db, hashOf(token), hashOf(secret)) : null
      const who = { request_id: c.get('requestId'), address: addressOf(c) }
      if (!known) {
        log.warn(who, 'a wrong token at login')
        throw new HTTPException(401, { message: 'this token is unknown or revoked' })
      }
      log.info({ ...who, name: known.name, role: known.role }, 'logged in')
      await failures.giveBack(c)
      const before = sessionOf(c)
      if (before !== null) await end(before)
      setSession(c, secret)
      return c.json(LoggedIn.parse(known), 200)
    })
    .openapi(logoutRoute, async (c) => {
      const session = sessionOf(c)
      if (session !== null) await end(session)
      forgetSession(c)
      return c.body(null, 204)
    })
    .openapi(meRoute, (c) => {
      const by = bearerOf(c) !== null ? 'token' : sessionOf(c) !== null ? 'session' : 'local'
      return c.json(Me.parse({ ...c.get('identity'), by, secure: isSecure(c) }), 200)
    })
}
