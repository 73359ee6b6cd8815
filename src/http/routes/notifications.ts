import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { Notification } from '../schemas/delivery.ts'
import { notificationFilters } from '../schemas/list_filters.ts'
import { IdText } from '../schemas.ts'

const def = {
  path: '/api/notifications',
  summary: 'The delivery log: messages and what became of them, newest first',
  tag: 'delivery',
  name: 'Notification',
  item: Notification,
  place: z.tuple([placeParts.id]),
  filters: notificationFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/notifications/{id}', { id: IdText }, Notification, {
  summary: 'One message with each try and its answer',
  tag: 'delivery',
})

/** What was said to whom. */
export const notifications = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'notifications', c.req.valid('query')))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, primary, 'notifications', { id })
      if (row === null) return noSuch(c, `message "${id}"`, def.path)
      return c.json(Notification.parse(row), 200)
    })
