import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { Hand } from '../row_schemas.ts'
import { handFilters } from '../schemas/list_filters.ts'
import { IdText } from '../schemas.ts'

const def = {
  path: '/api/hands',
  summary: 'Hands, newest first',
  description: 'Viewers do not see hole cards of folded players until the setting secrecy_delay has passed.',
  tag: 'hands',
  name: 'Hand',
  item: Hand,
  place: z.tuple([placeParts.time, placeParts.id]),
  filters: handFilters,
  check: (asked: Readonly<Record<string, unknown>>, c: z.RefinementCtx): void => {
    if (asked.hand_number === undefined || asked.table !== undefined) return
    c.addIssue({ code: 'custom', message: 'goes with table', path: ['hand_number'] })
  },
} as const
const list = listRoute(def)
const one = oneRoute('/api/hands/{id}', { id: IdText }, Hand, { summary: 'One hand', tag: 'hands' })

/** Hands. */
export const hands = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'hands', c.req.valid('query')))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, primary, 'hands', { id })
      return row === null ? noSuch(c, `hand "${id}"`, def.path) : c.json(Hand.parse(row), 200)
    })
