import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HubEnv } from './factory.ts'

const info = {
  title: 'automation_hub',
  version: '1.0.0',
  description:
    'Hands, render instructions and outputs of a broadcast in one place. Errors are application/problem+json with the SQLSTATE that psql shows.',
  license: { name: 'MIT', identifier: 'MIT' },
}

/** Serve the description of every route registered before. */
export function serveOpenApi(app: OpenAPIHono<HubEnv>): void {
  app.doc31('/openapi.json', { openapi: '3.1.0', info, servers: [{ url: '/' }] })
}
