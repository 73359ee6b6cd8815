import { createRoute } from '@hono/zod-openapi'
import { createApp } from './factory.ts'
import { json } from './route.ts'
import { Live, Ready } from './schemas.ts'

/** Asked at every call, so it has to answer from memory. */
export type Readiness = () => Ready

const live = createRoute({
  method: 'get',
  path: '/health/live',
  summary: 'The process runs',
  responses: { 200: { description: 'It answers', ...json(Live) } },
})

const ready = createRoute({
  method: 'get',
  path: '/health/ready',
  summary: 'The hub does its work',
  responses: {
    200: { description: 'It does', ...json(Ready) },
    503: { description: 'It does not; checks tells why', ...json(Ready) },
  },
})

/** For supervisors and load balancers. */
export const health = (readiness: Readiness) =>
  createApp()
    .openapi(live, (c) => c.json({ status: 'live' as const }, 200))
    .openapi(ready, (c) => {
      const state = Ready.parse(readiness())
      return c.json(state, state.ready ? 200 : 503)
    })
