import { createRoute, z } from '@hono/zod-openapi'
import { onceKept } from '../../database/act.ts'
import type { Db } from '../../database/pool.ts'
import { createToken, listTokens, revokeToken, type Token as TokenRow } from '../../database/verbs.ts'
import type { Identify } from '../access/identity.ts'
import { hashOf, newToken } from '../access/secret.ts'
import { Cursor, cursorOf, placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { Limit } from '../lists.ts'
import { access, actorOf, json, problemAnswer, refusals } from '../route.ts'
import { NewToken, Token, TokenOrder, TokenPage } from '../schemas/access.ts'
import { Reason } from '../schemas/text.ts'
import { IdText } from '../schemas.ts'

const list = createRoute({
  ...access('admin'),
  method: 'get',
  path: '/api/tokens',
  summary: 'Who may come in, newest first',
  tags: ['access'],
  request: {
    query: z.strictObject({ cursor: Cursor('Token', z.tuple([placeParts.id])).optional(), limit: Limit }),
  },
  responses: { 200: { description: 'Tokens, revoked ones too', ...json(TokenPage) }, ...refusals },
})

const create = createRoute({
  ...access('admin'),
  method: 'post',
  path: '/api/tokens',
  summary: 'Let somebody in',
  tags: ['access'],
  request: { body: { required: true, ...json(TokenOrder) } },
  responses: {
    201: { description: 'With the token, shown this once', ...json(NewToken) },
    409: problemAnswer('There is a token of this name'), // UB409
    422: problemAnswer('Nobody can be named so'), // UB422
    ...refusals,
  },
})

const revoke = createRoute({
  ...access('admin'),
  method: 'delete',
  path: '/api/tokens/{id}',
  summary: 'Shut somebody out, and the browsers that logged in with it',
  tags: ['access'],
  request: { params: z.object({ id: IdText }), query: z.strictObject({ reason: Reason }) },
  responses: {
    200: { description: 'It is good no more', ...json(Token) },
    404: problemAnswer('No such token'), // UB404
    ...refusals,
  },
})

/** Who may come in. */
export const tokens = (db: Db, identify: Identify) =>
  createApp()
    .openapi(list, async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const rows = await listTokens(db, cursor?.[0] ?? null, limit + 1)
      const items = rows.slice(0, limit).map(shown)
      const last = rows.length > limit ? items.at(-1) : undefined
      const next_cursor = last ? cursorOf('Token', [last.id]) : null
      return c.json(TokenPage.parse({ items, next_cursor }), 200)
    })
    .openapi(create, async (c) => {
      const { name, role, reason } = c.req.valid('json')
      const token = newToken()
      const row = await createToken(db, { name, role, hash: hashOf(token) }, actorOf(c), reason)
      onceKept(() => identify.forget?.()) // the first token ends that everybody here is an operator
      // Kept nowhere on its way, not for an Idempotency-Key either.
      c.header('Cache-Control', 'no-store')
      return c.json(NewToken.parse({ ...shown(row), token }), 201)
    })
    .openapi(revoke, async (c) => {
      const { reason } = c.req.valid('query')
      const row = await revokeToken(db, c.req.valid('param').id, actorOf(c), reason)
      onceKept(() => identify.forget?.())
      return c.json(Token.parse(shown(row)), 200)
    })

function shown({ created_at, last_used_at, revoked_at, ...rest }: TokenRow): z.infer<typeof Token> {
  return Token.parse({
    ...rest,
    created_at: created_at.toISOString(),
    last_used_at: last_used_at?.toISOString() ?? null,
    revoked_at: revoked_at?.toISOString() ?? null,
  })
}
