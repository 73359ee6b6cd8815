import { z } from 'zod'
import type { Db } from '../../database/pool.ts'
import { hasTokens, identifySession, identifyToken, type Known } from '../../database/verbs.ts'
import { isForwarded } from './address.ts'
import { bearerOf, sessionOf } from './credentials.ts'
import { type Identify, type Identity, localOperator, roles } from './identity.ts'
import { remember } from './memory.ts'
import { hashOf, isToken } from './secret.ts'

export type IdentifyOptions = {
  readonly db: Db
  /** Does the hub listen to this machine alone? Then who works here is an operator until there is a token. */
  readonly isLocal: boolean
  /** Pages of these origins may call, but only with a token of their own. */
  readonly origins?: readonly string[]
  /** How long it is remembered who somebody is: so long a revoked token lives on. */
  readonly keepMs?: number
}

const usualKeepMs = 5000
const most = 5000

/** Find out who calls, by token, session, or because the hub is this machine's own. */
export function createIdentify({
  db,
  isLocal,
  origins = [],
  keepMs = usualKeepMs,
}: IdentifyOptions): Identify {
  const bounds = { keepMs, max: most }
  const tokens = remember(async (hash) => identityOf(await identifyToken(db, hash)), bounds)
  const sessions = remember(async (hash) => identityOf(await identifySession(db, hash)), bounds)
  const isClosed = remember(() => hasTokens(db), bounds)
  const foreign = new Set(origins)

  return async (c) => {
    const bearer = bearerOf(c)
    if (bearer !== null) {
      if (!isToken(bearer)) return null
      const hash = hashOf(bearer)
      // Whoever was known a moment ago need not pay for what a neighbour does.
      return c.get('doubted') && !tokens.last(hash) ? null : tokens.get(hash)
    }
    if (foreign.has(c.req.header('origin') ?? '')) return null
    const session = sessionOf(c)
    const known = session === null ? null : await sessions.get(hashOf(session))
    if (known || !isLocal || isForwarded(c)) return known
    return (await isClosed.get('')) ? null : localOperator
  }
}

const Role = z.enum(roles)

function identityOf(known: Known | null): Identity | null {
  return known && { name: known.name, role: Role.parse(known.role) }
}
