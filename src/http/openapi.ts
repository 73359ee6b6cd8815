import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HubEnv } from './factory.ts'
import { hasSecrets } from './idempotency.ts'
import { answerFile, packFile, type StaticFile } from './static_file.ts'

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
  let file: StaticFile | undefined
  app.get('/openapi.json', (c) => {
    file ??= packFile(new TextEncoder().encode(JSON.stringify(describe(app))), {
      type: 'application/json',
      cache: 'no-cache',
    })
    return answerFile(c, file)
  })
}

function describe(app: OpenAPIHono<HubEnv>): Described {
  return completed(app.getOpenAPI31Document({ openapi: '3.1.0', info, servers: [{ url: '/' }] }))
}

type Described = ReturnType<OpenAPIHono['getOpenAPI31Document']>
type Operation = NonNullable<NonNullable<Described['paths']>[string]['get']>

const methods = ['get', 'post', 'patch', 'put', 'delete'] as const

/** What stands before and around every route, and so in none of their definitions: names, and what middleware answers. */
function completed(document: Described): Described {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item?.[method]
      if (!operation) continue
      operation.operationId = operationIdOf(method, path)
      answers(operation, everywhere)
      if (method === 'get') continue
      answers(operation, withBody)
      if (operation.requestBody) answers(operation, withTypedBody)
      if (hasSecrets.test(path)) continue
      operation.parameters = [...(operation.parameters ?? []), key]
      answers(operation, withKey)
    }
  }
  return document
}

/** For generated clients: `POST /api/hands/{id}/void` is postHandsByIdVoid. */
function operationIdOf(method: string, path: string): string {
  const words = path
    .replace(/^\/api\//, '/')
    .split(/[/-]/)
    .filter((word) => word !== '')
    .map((word) => (word.startsWith('{') ? `by-${word.slice(1, -1)}` : word))
    .flatMap((word) => word.split('-'))
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')
}

/** Add what else may be answered; a route that says more of it is left as it is. */
function answers(operation: Operation, statuses: Readonly<Record<number, string>>): void {
  const responses: Record<string, unknown> = operation.responses ?? {}
  for (const [status, description] of Object.entries(statuses)) {
    responses[status] ??= {
      description,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  operation.responses = responses
}

const key = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 200, example: '6f1c2b1e' },
  description: 'Any text of your own: the same request with the same key is carried out once',
} as const

/** src/http/guard.ts, and whatever nobody foresaw. */
const everywhere = {
  403: 'A page of another origin may not call',
  421: 'The hub is not called by this host name',
  500: 'A fault of the hub; its log has the request_id',
}
const withBody = { 413: 'The body is larger than 1 MB' }
const withTypedBody = { 415: 'The body is of no type that is read here' }
/** src/http/idempotency.ts. */
const withKey = {
  409: 'The state of the row stands against it, or the same request is under way',
  422: 'A rule stands against it, or the Idempotency-Key was used for another request',
}
