import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Db } from '../database/pool.ts'
import { type ListName, readList } from '../database/verbs.ts'
import { hidesCards } from './access/identity.ts'
import type { HubEnv } from './factory.ts'
import { httpFault, problem } from './problem.ts'
import { access, json, noQuery, problemAnswer, refusals } from './route.ts'

/** The route of one row. */
export function oneRoute<P extends string, K extends z.ZodRawShape, I extends z.ZodType>(
  path: P,
  params: K,
  item: I,
  { summary, tag }: { readonly summary: string; readonly tag: string },
) {
  return createRoute({
    ...access('viewer'),
    method: 'get',
    path,
    summary,
    tags: [tag],
    request: { params: z.object(params), query: noQuery },
    responses: {
      200: { description: 'The row', ...json(item) },
      404: problemAnswer('There is none'), // UB404
      ...refusals,
    },
  })
}

/** The one row of a list that a filter means, or null. */
export async function readOne(
  c: Context<HubEnv>,
  db: Db,
  list: ListName,
  filter: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const [found] = await readList(db, list, {
    filter,
    after: null,
    limit: 1,
    hide: hidesCards(c.get('identity')),
  })
  return found?.doc ?? null
}

/** There is no such row: what was asked for, and where they all are. */
export function noSuch(c: Context<HubEnv>, what: string, list: string): never {
  const fault = {
    ...httpFault(404, `no ${what}`),
    title: 'no such thing',
    hint: `GET ${list} lists what there is.`,
  }
  return problem(c, fault) as never
}
