import type { Client } from 'pg'
import { createHubApp, type HubApp, type HubAppOptions } from '../../src/http/app.ts'
import { test as base, keptLog, ready } from './support.ts'

type Given = Awaited<ReturnType<HubAppOptions['identify']>>

/** An answer with its body read. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Body }
// biome-ignore lint/suspicious/noExplicitAny: bodies of all routes are looked into
type Body = any

export type Send = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/**
 * `test` with `as`, which makes the hub's HTTP side for whoever calls, and `post` and `patch`, which send JSON as
 * the operator ann or, for patch, the admin root.
 */
export const test = base
  .extend('as', async ({ database }) => {
    return (identity: Given): HubApp =>
      createHubApp({
        db: database.db,
        readiness: () => ready,
        log: keptLog([]),
        identify: async () => identity,
      })
  })
  .extend('post', async ({ as }): Promise<Send> => sender(as(ann), 'POST'))
  .extend('patch', async ({ as }): Promise<Send> => sender(as(root), 'PATCH'))

export const ann: Given = { name: 'ann', role: 'operator' }
export const bob: Given = { name: 'bob', role: 'operator' }
export const root: Given = { name: 'root', role: 'admin' }
export const vera: Given = { name: 'vera', role: 'viewer' }

/** Send JSON with a method; GET and HEAD without body. */
export function sender(app: HubApp, method: string): Send {
  return async (path, body, headers = {}) => {
    const answer = await app.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) }
  }
}

/** The audit of a subject, oldest first. */
export async function audit(client: Client, subject: string): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query(
    'select id::int, actor, verb, reason, undo_of::int from hub.actions where subject = $1 order by id',
    [subject],
  )
  return rows
}
