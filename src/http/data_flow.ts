import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../database/pool.ts'
import { readDataFlow } from '../database/verbs.ts'
import { hidesCards } from './access/identity.ts'
import { createApp } from './factory.ts'
import { reasoned } from './language/told.ts'
import { access, json, problemAnswer, refusals } from './route.ts'
import { DataFlow } from './row_schemas.ts'
import { IdText } from './schemas.ts'

const route = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/data-flow',
  tags: ['data-flow'],
  summary: 'The whole story of one hand',
  request: { query: z.strictObject({ hand_id: IdText }) },
  responses: {
    200: {
      description: 'Hand, instructions, attempts, outputs and every step in the journal',
      ...json(DataFlow),
    },
    404: problemAnswer('No such hand'), // UB404
    ...refusals,
  },
})

/** What became of a hand. */
export const dataFlow = (db: Db) =>
  createApp().openapi(route, async (c) => {
    const { hand_id } = c.req.valid('query')
    const flow = DataFlow.parse(await readDataFlow(db, hand_id, hidesCards(c.get('identity'))))
    c.header('Vary', 'Accept-Language', { append: true })
    return c.json({ ...flow, events: flow.events.map((event) => reasoned(c, event)) }, 200)
  })
