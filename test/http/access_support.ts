import { createToken, type Token } from '../../src/database/verbs.ts'
import { createIdentify, type IdentifyOptions } from '../../src/http/access/identify.ts'
import type { Identity } from '../../src/http/access/identity.ts'
import { hashOf, newToken } from '../../src/http/access/secret.ts'
import { createHubApp, type HubApp, type HubAppOptions } from '../../src/http/app.ts'
import { test as base, keptLog, ready } from './support.ts'

type Settings = Partial<Omit<IdentifyOptions, 'db'>> & Pick<HubAppOptions, 'hosts'>
type Send = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: unknown }

/** What a caller can do: `ask` sends JSON and adds headers. */
export type Ask = (path: string, send?: Send) => Promise<Response>

/**
 * `test` with
 * - `hub(settings)`: the HTTP side with real access control that remembers nobody;
 * - `tokenOf(role, name)`: a token that is good, with its row;
 * - `as(identity)`: the HTTP side for somebody who is let in anyway.
 */
export const test = base
  .extend('hub', ({ database, lines }) => {
    return ({ hosts = [], ...settings }: Settings = {}): Ask => {
      const { db } = database
      const identify = createIdentify({ db, isLocal: true, keepMs: 0, ...settings })
      const origins = settings.origins ?? []
      return asking(
        createHubApp({ db, readiness: () => ready, log: keptLog(lines), identify, hosts, origins }),
      )
    }
  })
  .extend('tokenOf', ({ database }) => {
    return async (role: string, name = role): Promise<Token & { token: string }> => {
      const token = newToken()
      const row = await createToken(database.db, { name, role, hash: hashOf(token) }, 'test', 'test')
      return { ...row, token }
    }
  })
  .extend('as', ({ database, lines }) => {
    return (identity: Identity | null): Ask =>
      asking(
        createHubApp({
          db: database.db,
          readiness: () => ready,
          log: keptLog(lines),
          identify: async () => identity,
        }),
      )
  })

/** The header of a token. */
export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` }
}

/** What a browser sends back of the cookie it was given. */
export function cookieOf(answer: Response): { cookie: string } {
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

function asking(app: HubApp): Ask {
  return async (path, { method = 'GET', headers = {}, body } = {}) =>
    app.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}
