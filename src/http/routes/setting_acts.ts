import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { actSetting, readWhatIf } from '../../database/verbs.ts'
import { etagOf, versionsOf } from '../etag.ts'
import { createApp } from '../factory.ts'
import { access, actorOf, json, needsAdmin, problemAnswer, refusals } from '../route.ts'
import { ActedSetting, IfMatch, Key, SettingChange, WhatIf, WhatIfResult } from '../schemas/setting_acts.ts'

const params = z.object({ key: Key })

const change = createRoute({
  ...access('admin'),
  method: 'patch',
  path: '/api/settings/{key}',
  summary: 'Change a setting',
  description: needsAdmin,
  tags: ['settings'],
  request: { params, headers: IfMatch, body: { required: true, ...json(SettingChange) } },
  responses: {
    200: { description: 'The setting as it is now, its new ETag in the header', ...json(ActedSetting) },
    404: problemAnswer('No such setting'), // UB404
    412: problemAnswer('Somebody else changed it since it was read'), // UB412
    422: problemAnswer('Out of its bounds'), // UB422
    428: problemAnswer('If-Match is missing'),
    ...refusals,
  },
})

const whatIf = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/settings/{key}/what-if',
  summary: 'Which alerts another value would have given',
  tags: ['settings'],
  request: { params, body: { required: true, ...json(WhatIf) } },
  responses: {
    200: {
      description: 'Alerts with the present and with the other value; nothing is changed',
      ...json(WhatIfResult),
    },
    422: problemAnswer('No back-test of this setting, value or time'), // UB422
    ...refusals,
  },
})

/** Thresholds and policies: admins change them, operators try what a change would do. */
export const settingActs = (db: Db) =>
  createApp()
    .openapi(change, async (c) => {
      const { value, reason } = c.req.valid('json')
      const versions = versionsOf(c.req.valid('header')['if-match'])
      const act = { actor: actorOf(c), reason }
      const done = ActedSetting.parse(await actSetting(db, c.req.valid('param').key, value, act, versions))
      return c.json(done, 200, { ETag: etagOf(done.setting) })
    })
    .openapi(whatIf, async (c) => {
      const { value, from, to } = c.req.valid('json')
      const found = await readWhatIf(db, c.req.valid('param').key, value, from ?? null, to ?? null)
      const items = found.map(({ fired_at, ended_at, ...rest }) => ({
        ...rest,
        fired_at: fired_at.toISOString(),
        ended_at: ended_at?.toISOString() ?? null,
      }))
      const of = (settings: string): number => items.filter((item) => item.settings === settings).length
      return c.json(WhatIfResult.parse({ present: of('present'), changed: of('changed'), items }), 200)
    })
