import { createRoute, z } from '@hono/zod-openapi'
import { createApp } from '../factory.ts'
import { access, refusals } from '../route.ts'

const route = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/metrics',
  summary: 'Figures for Prometheus',
  description: 'Queue, attempts, latency, tick, live stream and the process itself, in seconds and bytes.',
  tags: ['health'],
  responses: {
    200: {
      description: 'Text exposition format 0.0.4',
      content: { 'text/plain': { schema: z.string().openapi({ example: 'automation_hub_leader 1' }) } },
    },
    ...refusals,
  },
})

/** Figures for Prometheus. */
export const prometheus = (collect: () => Promise<string>) =>
  createApp().openapi(route, async (c) =>
    c.text(await collect(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }),
  )
