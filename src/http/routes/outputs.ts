import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { answerList, listRoute } from '../lists.ts'
import { Output } from '../row_schemas.ts'
import { outputFilters } from '../schemas/list_filters.ts'

const def = {
  path: '/api/outputs',
  summary: 'Finished graphics, newest first',
  tag: 'outputs',
  name: 'Output',
  item: Output,
  place: z.tuple([placeParts.time, placeParts.id]),
  filters: outputFilters,
} as const
const list = listRoute(def)

/** Finished graphics. */
export const outputs = (db: Db) =>
  createApp().openapi(list, (c) => answerList(c, db, def, 'outputs', c.req.valid('query')))
