import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import type { Identity } from './access/identity.ts'
import { type Fault, httpFault, problem } from './problem.ts'

/** What middleware leaves for handlers. */
export type HubEnv = {
  Variables: {
    requestId: string
    identity: Identity | null
    /** Too many wrong tokens came from this address: only who is known already is looked up. */
    doubted: boolean
    /** The database was asked about his secret, and it is nobody's. */
    wrong: boolean
    /** Carries out what changes something; see acts.ts. */
    carryOut: MiddlewareHandler<HubEnv>
  }
}

/** The only way to make an app: without it validation errors would not be problem+json. */
export function createApp(): OpenAPIHono<HubEnv> {
  return new OpenAPIHono<HubEnv>({
    defaultHook: (result, c) => {
      if (!result.success) return problem(c, invalidFault(result.target, result.error.issues))
    },
  })
}

/** Every fault of a request at once, each with the place where it is. */
export function invalidFault(target: string, issues: readonly z.core.$ZodIssue[]): Fault {
  const place = target === 'json' ? 'body' : target === 'param' ? 'path' : target
  const shown = issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is not known here' }))
        : [issue],
    )
    .slice(0, 50)
    .map(({ path, message }) => ({ path: path.map(String), message }))
  const isSense = issues.every((issue) => issue.code === 'custom' && issue.params?.refused === true)
  return {
    ...httpFault(isSense ? 422 : 400),
    errors: shown.map(({ path, message }) => ({ path: [place, ...path].join('.'), message })),
  }
}
