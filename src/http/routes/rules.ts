import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { placeParts } from '../cursor.ts'
import { etagOf } from '../etag.ts'
import { createApp } from '../factory.ts'
import { describedSeed } from '../language/told.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { Rule } from '../schemas/acted_rows.ts'
import { ruleFilters } from '../schemas/list_filters.ts'
import { IdText } from '../schemas.ts'

const def = {
  path: '/api/rules',
  summary: 'Rules, by name',
  tag: 'rules',
  name: 'Rule',
  item: Rule,
  place: z.tuple([placeParts.name]),
  filters: ruleFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/rules/{id}', { id: IdText }, Rule, {
  summary: 'One rule; its ETag goes back as If-Match',
  tag: 'rules',
})

/** Rules. */
export const rules = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'rules', c.req.valid('query'), describedSeed))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, primary, 'rules', { id })
      if (row === null) return noSuch(c, `rule "${id}"`, def.path)
      const rule = Rule.parse(row)
      c.header('Vary', 'Accept-Language', { append: true })
      return c.json(describedSeed(c, rule), 200, { ETag: etagOf(rule) })
    })
