import type { Context } from 'hono'
import type { HubEnv } from '../factory.ts'

/** What a caller may do; each role may do all that the ones before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who calls, as the audit names him. */
export type Identity = {
  readonly name: string
  readonly role: Role
  /** Of the token he came with, or logged in with. */
  readonly tokenId?: number
}

/** Is what the caller may do enough? */
export function mayDo({ role }: Identity, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

/**
 * Are hole cards of folded players hidden from him while a hand is fresh? What answers hands gives this to
 * SQL, which knows the delay.
 */
export function hidesCards(identity: Identity | null): boolean {
  return identity === null || !mayDo(identity, 'operator')
}

/** Find out who calls; null = nobody who is known. */
export type Identify = {
  (c: Context<HubEnv>): Promise<Identity | null>
  /** Ask the database anew about this session, by the hash of its cookie; without one about everybody. */
  readonly forget?: (session?: string) => void
}

/** Whoever works at this machine, as long as no token is configured. */
export const localOperator: Identity = { name: 'local', role: 'operator' }
