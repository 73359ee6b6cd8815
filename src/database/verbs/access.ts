import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { one, rows } from './call.ts'

/** A token as it may be shown: without its hash. */
export type Token = {
  id: number
  name: string
  role: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

/** Whose a token or a session is. */
export type Known = { token_id: number; name: string; role: string }

/** Let somebody in by the SHA-256 of a token. */
export function createToken(
  db: Db,
  { name, role, hash }: { name: string; role: string; hash: string },
  actor: string,
  reason: string,
): Promise<Token> {
  return one(db, sql<Token>`select * from hub.create_token(${name}, ${role}, ${hash}, ${actor}, ${reason})`)
}

/** Shut somebody out, and the browsers that logged in with it. The id is text: it may be any bigint. */
export function revokeToken(db: Db, id: string, actor: string, reason: string): Promise<Token> {
  return one(db, sql<Token>`select * from hub.revoke_token(${id}::bigint, ${actor}, ${reason})`)
}

/** All tokens, newest first, older than an id. */
export function listTokens(db: Db, before: number | null, limit: number): Promise<Token[]> {
  return rows(db, sql<Token>`select * from hub.list_tokens(${before}::bigint, ${limit})`)
}

/** Does anybody have a token? */
export async function hasTokens(db: Db): Promise<boolean> {
  return (await one(db, sql<{ has: boolean }>`select hub.has_tokens() as has`)).has
}

/** Whose token this is; null = nobody's. */
export async function identifyToken(db: Db, hash: string): Promise<Known | null> {
  return (await rows(db, sql<Known>`select * from hub.identify_token(${hash})`))[0] ?? null
}

/** Whose browser this is; null = nobody's. */
export async function identifySession(db: Db, hash: string): Promise<Known | null> {
  return (await rows(db, sql<Known>`select * from hub.identify_session(${hash})`))[0] ?? null
}

/** Log a browser in; null = the token is nobody's. */
export async function openSession(db: Db, token: string, session: string): Promise<Known | null> {
  return (await rows(db, sql<Known>`select * from hub.open_session(${token}, ${session})`))[0] ?? null
}

/** Log a browser out. */
export async function closeSession(db: Db, session: string): Promise<void> {
  await one(db, sql`select hub.close_session(${session})`)
}
