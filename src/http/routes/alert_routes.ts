import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { actRoute } from '../../database/verbs.ts'
import { placeParts } from '../cursor.ts'
import { etagOf, versionsOf } from '../etag.ts'
import { createApp } from '../factory.ts'
import { doubted } from '../language/told.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { access, actorOf, json, needsAdmin, problemAnswer, refusals } from '../route.ts'
import { ActedRoute, NewRoute, Route, RouteChange } from '../schemas/alert_routes.ts'
import { routeFilters } from '../schemas/list_filters.ts'
import { IfMatch } from '../schemas/setting_acts.ts'
import { IdText } from '../schemas.ts'

const def = {
  path: '/api/routes',
  summary: 'Routes of alerts, in the order in which they are asked',
  tag: 'delivery',
  name: 'Route',
  item: Route,
  place: z.tuple([placeParts.count, placeParts.id]),
  filters: routeFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/routes/{id}', { id: IdText }, Route, {
  summary: 'One route; its ETag goes back as If-Match',
  tag: 'delivery',
})

const create = createRoute({
  ...access('admin'),
  method: 'post',
  path: def.path,
  summary: 'Make a route',
  description: `It holds at once: alerts that are open now are told through it too. ${needsAdmin}`,
  tags: ['delivery'],
  request: { body: { required: true, ...json(NewRoute) } },
  responses: {
    201: { description: 'The new route, its ETag in the header', ...json(ActedRoute) },
    409: problemAnswer('There is a route of this name; `blocked_by` names it'), // UB409
    422: problemAnswer('It cannot be followed'), // UB422
    ...refusals,
  },
})

const change = createRoute({
  ...access('admin'),
  method: 'patch',
  path: '/api/routes/{id}',
  summary: 'Change a route, or turn it off',
  description: needsAdmin,
  tags: ['delivery'],
  request: {
    params: z.object({ id: IdText }),
    headers: IfMatch,
    body: { required: true, ...json(RouteChange) },
  },
  responses: {
    200: { description: 'The route as it is now, its new ETag in the header', ...json(ActedRoute) },
    404: problemAnswer('No such route'), // UB404
    409: problemAnswer('There is another route of this name'), // UB409
    412: problemAnswer('Somebody else changed it since it was read'), // UB412
    422: problemAnswer('It cannot be followed'), // UB422
    428: problemAnswer('If-Match is missing'),
    ...refusals,
  },
})

/** Which alert goes where. */
export const alertRoutes = (db: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'routes', c.req.valid('query')))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, db, 'routes', { id })
      if (row === null) return noSuch(c, `route "${id}"`, def.path)
      const route = Route.parse(row)
      return c.json(route, 200, { ETag: etagOf(route) })
    })
    .openapi(create, async (c) => {
      const { reason, ...route } = c.req.valid('json')
      const done = doubted(
        c,
        ActedRoute.parse(await actRoute(db, null, route, { actor: actorOf(c), reason }, null)),
      )
      return c.json(done, 201, { ETag: etagOf(done.route) })
    })
    .openapi(change, async (c) => {
      const { reason, ...route } = c.req.valid('json')
      const versions = versionsOf(c.req.valid('header')['if-match'])
      const act = { actor: actorOf(c), reason }
      const done = doubted(
        c,
        ActedRoute.parse(await actRoute(db, c.req.valid('param').id, route, act, versions)),
      )
      return c.json(done, 200, { ETag: etagOf(done.route) })
    })
