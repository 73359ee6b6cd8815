import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { etagOf } from '../etag.ts'
import { createApp } from '../factory.ts'
import { described } from '../language/told.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { Setting } from '../schemas/acted_rows.ts'
import { settingFilters } from '../schemas/list_filters.ts'
import { Key } from '../schemas/setting_acts.ts'

const def = {
  path: '/api/settings',
  summary: 'Thresholds and policies, by key',
  tag: 'settings',
  name: 'Setting',
  item: Setting,
  place: z.tuple([placeParts.name]),
  filters: settingFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/settings/{key}', { key: Key }, Setting, {
  summary: 'One setting; its ETag goes back as If-Match',
  tag: 'settings',
})

/** Thresholds and policies. */
export const settings = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'settings', c.req.valid('query'), described))
    .openapi(one, async (c) => {
      const { key } = c.req.valid('param')
      const row = await readOne(c, primary, 'settings', { key })
      if (row === null) return noSuch(c, `setting "${key}"`, def.path)
      const setting = Setting.parse(row)
      c.header('Vary', 'Accept-Language', { append: true })
      return c.json(described(c, setting), 200, { ETag: etagOf(setting) })
    })
