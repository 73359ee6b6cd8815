import { createRoute } from '@hono/zod-openapi'
import type { Db } from '../database/pool.ts'
import { readDashboard } from '../database/verbs.ts'
import { createApp } from './factory.ts'
import { access, json, noQuery, refusals } from './route.ts'
import { Dashboard } from './schemas.ts'

const route = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/dashboard',
  tags: ['dashboard'],
  summary: 'State of the three projects, metrics of the last hour, open alerts',
  request: { query: noQuery },
  responses: {
    200: { description: 'One snapshot; null = no data in the window', ...json(Dashboard) },
    ...refusals,
  },
})

/** The first page. */
export const dashboard = (db: Db) =>
  createApp().openapi(route, async (c) => c.json(Dashboard.parse(await readDashboard(db)), 200))
