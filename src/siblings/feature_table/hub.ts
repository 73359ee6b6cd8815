import { sql } from 'kysely'
import type { Db } from '../../database/pool.ts'
import { recordHand, voidHand } from '../../database/verbs.ts'
import type { RecordHand } from './ingest.ts'
import type { HandKeeper } from './void_redone.ts'

/** What feature_table's end needs of the hub. */
export type Hub = HandKeeper & {
  readonly recordHand: RecordHand
  /** How many of these hands the hub counts as premium. */
  countPremium(ids: readonly string[]): Promise<number>
}

/** The hub behind a connection: its verbs, and reads of public.hands as any producer may make them. */
export function connectHub(db: Db, actor: string): Hub {
  return {
    recordHand: (document) => recordHand(db, document),
    voidHand: (id, reason) => voidHand(db, id, actor, reason),
    async countPremium(ids) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from public.hands
        where id = any (${ids}::bigint[]) and is_premium`.execute(db)
      return rows[0]?.count ?? 0
    },
    async listHands(table, from, to) {
      const { rows } = await sql<{
        id: string
        session: string
        number: number
        startedAt: number
        voided: boolean
      }>`
        select id::text, session_id::text as session, hand_number as number,
          extract(epoch from started_at)::float8 as "startedAt", voided_at is not null as voided
        from public.hands
        where table_id = ${table} and session_id is not null
          and started_at between to_timestamp(${from}) and to_timestamp(${to})
        order by started_at`.execute(db)
      return rows
    },
  }
}
