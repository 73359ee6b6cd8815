import type { Context } from 'hono'
import { z } from 'zod'
import type { Db } from '../../database/pool.ts'
import { hasTokens, identifySession, identifyToken, type Known } from '../../database/verbs.ts'
import type { HubEnv } from '../factory.ts'
import { isForwarded } from './address.ts'
import { bearerOf, sessionOf } from './credentials.ts'
import { type Identify, type Identity, localOperator, roles } from './identity.ts'
import { type Memory, remember } from './memory.ts'
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
/** Nobody's secret stays nobody's: each has 256 random bits. So this is remembered for so many times longer. */
const nobodyFactor = 12

/** Find out who calls, by token, session, or because the hub is this machine's own. */
export function createIdentify({
  db,
  isLocal,
  origins = [],
  keepMs = usualKeepMs,
}: IdentifyOptions): Identify {
  const bounds = { keepMs, max: most }
  const people = { ...bounds, isNothing: isNobody, keepNothingMs: keepMs * nobodyFactor }
  const tokens = remember(async (hash) => identityOf(await identifyToken(db, hash)), people)
  const sessions = remember(async (hash) => identityOf(await identifySession(db, hash)), people)
  const isClosed = remember(() => hasTokens(db), bounds)
  const foreign = new Set(origins)

  const identify = async (c: Context<HubEnv>): Promise<Identity | null> => {
    const bearer = bearerOf(c)
    if (bearer !== null) {
      if (!isToken(bearer)) return null
      return lookUp(c, tokens, hashOf(bearer))
    }
    if (foreign.has(c.req.header('origin') ?? '')) return null
    const session = sessionOf(c)
    const known = session === null ? null : await lookUp(c, sessions, hashOf(session))
    if (known || !isLocal || isForwarded(c)) return known
    return (await isClosed.get('')) ? null : localOperator
  }
  return Object.assign(identify, {
    forget: (session?: string): void => {
      sessions.forget(session)
      if (session !== undefined) return
      tokens.forget()
      isClosed.forget()
    },
  })
}

async function lookUp(
  c: Context<HubEnv>,
  people: Memory<Identity | null>,
  hash: string,
): Promise<Identity | null> {
  // Whoever was known a moment ago need not pay for what a neighbour does.
  if (c.get('doubted') && !people.last(hash)) return null
  const asks = people.asks(hash)
  const known = await people.get(hash)
  if (asks && known === null) c.set('wrong', true)
  return known
}

function isNobody(known: Identity | null): boolean {
  return known === null
}

const Role = z.enum(roles)

function identityOf(known: Known | null): Identity | null {
  return known && { name: known.name, role: Role.parse(known.role), tokenId: known.token_id }
}
