import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { Pause } from '../schemas/acted_rows.ts'
import { pauseFilters, workerFilters } from '../schemas/list_filters.ts'
import { Worker } from '../schemas/listed_rows.ts'

const def = {
  path: '/api/workers',
  summary: 'Sessions of render workers with what they hold, those that registered last first',
  description: 'Every start of a worker is a session of its own; gone=false leaves those that are about.',
  tag: 'workers',
  name: 'Worker',
  item: Worker,
  place: z.tuple([placeParts.time, placeParts.uuid]),
  filters: workerFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/workers/{id}', { id: z.guid() }, Worker, {
  summary: 'One session of a worker',
  tag: 'workers',
})

const pauseDef = {
  path: '/api/pauses',
  summary: 'What is held back, and was, newest first',
  tag: 'workers',
  name: 'Pause',
  item: Pause,
  place: z.tuple([placeParts.id]),
  filters: pauseFilters,
} as const
const pauses = listRoute(pauseDef)

/** Who renders, and what is held back. */
export const workers = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'workers', c.req.valid('query')))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, primary, 'workers', { id })
      return row === null ? noSuch(c, `worker "${id}"`, def.path) : c.json(Worker.parse(row), 200)
    })
    .openapi(pauses, (c) => answerList(c, db, pauseDef, 'pauses', c.req.valid('query')))
