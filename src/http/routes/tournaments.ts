import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { tournamentFilters } from '../schemas/list_filters.ts'
import { Tournament } from '../schemas/listed_rows.ts'
import { IdText } from '../schemas.ts'

const def = {
  path: '/api/tournaments',
  summary: 'Tournaments, newest first',
  tag: 'tournaments',
  name: 'Tournament',
  item: Tournament,
  place: z.tuple([placeParts.id]),
  filters: tournamentFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/tournaments/{id}', { id: IdText }, Tournament, {
  summary: 'One tournament',
  tag: 'tournaments',
})

/** Tournaments. */
export const tournaments = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'tournaments', c.req.valid('query')))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, primary, 'tournaments', { id })
      return row === null ? noSuch(c, `tournament "${id}"`, def.path) : c.json(Tournament.parse(row), 200)
    })
