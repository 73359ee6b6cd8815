import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HubEnv } from './factory.ts'
import { hasSecrets } from './idempotency.ts'

const info = {
  title: 'automation_hub',
  version: '1.0.0',
  description:
    'Hands, render instructions and outputs of a broadcast in one place. Errors are application/problem+json with the SQLSTATE that psql shows. What changes something may carry an Idempotency-Key.',
  license: { name: 'MIT', identifier: 'MIT' },
}

/** Serve the description of every route registered before. */
export function serveOpenApi(app: OpenAPIHono<HubEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'npm run hub -- token create --role operator --name "your name"',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'hub_session',
    description: 'POST /api/login sets it',
  })
  let document: unknown
  app.get('/openapi.json', (c) => {
    document ??= withIdempotency(
      app.getOpenAPI31Document({ openapi: '3.1.0', info, servers: [{ url: '/' }] }),
    )
    return c.json(document as object)
  })
}

type Described = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** What src/http/idempotency.ts does before every route that changes something stands in the document at each. */
function withIdempotency(document: Described): Described {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of ['post', 'patch', 'delete'] as const) {
      const operation = item?.[method]
      if (!operation || hasSecrets.test(path)) continue
      operation.parameters = [...(operation.parameters ?? []), key]
      const responses: Record<string, unknown> = operation.responses ?? {}
      for (const [status, description] of Object.entries(keyRefusals)) {
        responses[status] ??= {
          description,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        }
      }
    }
  }
  return document
}

const key = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 200, example: '6f1c2b1e' },
  description: 'Any text of your own: the same request with the same key is carried out once',
} as const

const keyRefusals = {
  409: 'The state of the row stands against it, or the same request is under way',
  422: 'A rule stands against it, or the Idempotency-Key was used for another request',
}
