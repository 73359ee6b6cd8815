import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { one } from './call.ts'

export type RecordOutcome = 'inserted' | 'identical' | 'revised' | 'completed_plain'

/** Record a hand idempotently. The document is JSON text, so that ids above 2^53 stay exact. */
export async function recordHand(
  db: Db,
  document: string,
): Promise<{ handId: string; outcome: RecordOutcome }> {
  const row = await one(
    db,
    sql<{
      hand_id: string
      outcome: RecordOutcome
    }>`select hand_id::text, outcome from hub.record_hand(${document}::jsonb)`,
  )
  return { handId: row.hand_id, outcome: row.outcome }
}

/** Declare a hand void; what still waits for it is cancelled. */
export async function voidHand(db: Db, hand: string, actor: string, reason: string): Promise<void> {
  await sql`select from hub.void_hand(${hand}::bigint, ${actor}, ${reason})`.execute(db)
}
