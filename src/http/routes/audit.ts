import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { reasoned } from '../language/told.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { actionFilters } from '../schemas/list_filters.ts'
import { AuditedAction } from '../schemas/listed_rows.ts'
import { IdText } from '../schemas.ts'

const def = {
  path: '/api/actions',
  summary: 'The audit: who did what and why, newest first',
  tag: 'actions',
  name: 'Action',
  item: AuditedAction,
  place: z.tuple([placeParts.id]),
  filters: actionFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/actions/{id}', { id: IdText }, AuditedAction, {
  summary: 'One row of the audit',
  tag: 'actions',
})

/** The audit. */
export const audit = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'actions', c.req.valid('query'), reasoned))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, primary, 'actions', { id })
      if (row === null) return noSuch(c, `action "${id}"`, def.path)
      c.header('Vary', 'Accept-Language', { append: true })
      return c.json(reasoned(c, AuditedAction.parse(row)), 200)
    })
