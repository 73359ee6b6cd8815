import { OpenAPIHono } from '@hono/zod-openapi'
import type { z } from 'zod'
import { httpFault, problem } from './problem.ts'

/** What middleware leaves for handlers. */
export type HubEnv = { Variables: { requestId: string } }

/** The only way to make an app: without it validation errors would not be problem+json. */
export function createApp(): OpenAPIHono<HubEnv> {
  return new OpenAPIHono<HubEnv>({
    defaultHook: (result, c) => {
      if (!result.success) return problem(c, httpFault(400, describe(result.error.issues)))
    },
  })
}

function describe(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ')
}
