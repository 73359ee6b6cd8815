import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { mayDo, type Role } from './access/identity.ts'
import type { HubEnv } from './factory.ts'
import { httpFault, problem } from './problem.ts'
import { Problem } from './schemas.ts'

/** A JSON body of a route. */
export function json<S extends z.ZodType>(schema: S): { content: { 'application/json': { schema: S } } } {
  return { content: { 'application/json': { schema } } }
}

type ProblemAnswer = {
  description: string
  content: { 'application/problem+json': { schema: typeof Problem } }
}

/** An error answer of a route. */
export function problemAnswer(description: string): ProblemAnswer {
  return { description, content: { 'application/problem+json': { schema: Problem } } }
}

/** What every route of the API may answer. */
export const refusals = {
  400: problemAnswer('The request is malformed; `errors` says where'),
  401: problemAnswer('Nobody is logged in'),
  403: problemAnswer('This role may not'),
  429: problemAnswer('Too many requests; Retry-After says when'),
  503: problemAnswer('The database cannot be reached'),
  504: problemAnswer('The database took too long'),
}

/** The query of a route that takes none: a misspelt question is not answered with something else. */
export const noQuery = z.strictObject({})

/** Who may call a route, for its document and for the guard before it. */
export function access<R extends Role>(role: R) {
  return {
    security: [{ token: [] }, { session: [] }],
    'x-role': role,
    middleware: [needs(role), carriedOut] as [MiddlewareHandler<HubEnv>, MiddlewareHandler<HubEnv>],
  }
}

/** Whom the audit will name: never what a body says. For handlers of routes with a role. */
export function actorOf(c: Context<HubEnv>): string {
  const identity = c.get('identity')
  if (!identity) throw new Error('a route without access() has no actor')
  return identity.name
}

/** Let only those through who may do what this role may. */
function needs(role: Role): MiddlewareHandler<HubEnv> {
  return async function needsRole(c, next) {
    const identity = c.get('identity')
    if (!identity) return problem(c, httpFault(401))
    if (!mayDo(identity, role)) {
      return problem(c, httpFault(403, `${identity.name} is ${identity.role}; this needs ${role}`))
    }
    return next()
  }
}

/** What it changes is changed as a whole, and once. */
const carriedOut: MiddlewareHandler<HubEnv> = (c, next) => c.get('carryOut')(c, next)

/** For descriptions: how somebody becomes an admin, whom nobody is who has no token. */
export const needsAdmin =
  'Needs an admin, also on this machine: npm run hub -- token create --role admin --name "your name".'
