import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { one } from './call.ts'

/** The key is ours (claimed_at), or the answer that was given to the same request before. */
export type Claim =
  | { readonly claimed_at: string; readonly status: null; readonly response: null }
  | { readonly claimed_at: null; readonly status: number; readonly response: unknown }

/** Claim an Idempotency-Key for a request, known by its hash. */
export function beginRequest(db: Db, actor: string, key: string, request: string): Promise<Claim> {
  return one(
    db,
    sql<Claim>`select claimed_at::text, status, response from hub.begin_request(${actor}, ${key}, ${request})`,
  )
}

/** A key that was claimed, and when. */
export type ClaimedKey = { readonly actor: string; readonly key: string; readonly claimed_at: string }

/** First thing in the transaction of an act: nobody takes the key over before it ends; refused if somebody did. */
export async function holdRequest(db: Db, { actor, key, claimed_at }: ClaimedKey): Promise<void> {
  await sql`select hub.hold_request(${actor}, ${key}, ${claimed_at}::timestamptz)`.execute(db)
}

/** Keep the answer of a claimed request; null gives the key back. */
export async function endRequest(
  db: Db,
  claim: ClaimedKey,
  given: { readonly status: number; readonly response: unknown } | null,
): Promise<void> {
  const response = given === null ? null : JSON.stringify(given.response)
  await one(
    db,
    sql`select hub.end_request(${claim.actor}, ${claim.key}, ${claim.claimed_at}::timestamptz, ${given?.status ?? null}, ${response}::jsonb)`,
  )
}
