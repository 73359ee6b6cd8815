import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { ended } from '../language/told.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { MonitoringEvent } from '../schemas/acted_rows.ts'
import { eventFilters } from '../schemas/list_filters.ts'
import { IdText } from '../schemas.ts'

const def = {
  path: '/api/events',
  summary: 'Alerts, newest first, open ones and those that ended',
  tag: 'events',
  name: 'MonitoringEvent',
  item: MonitoringEvent,
  place: z.tuple([placeParts.id]),
  filters: eventFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/events/{id}', { id: IdText }, MonitoringEvent, {
  summary: 'One alert',
  tag: 'events',
})

/** Alerts. */
export const events = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'events', c.req.valid('query'), ended))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, primary, 'events', { id })
      if (row === null) return noSuch(c, `event "${id}"`, def.path)
      c.header('Vary', 'Accept-Language', { append: true })
      return c.json(ended(c, MonitoringEvent.parse(row)), 200)
    })
