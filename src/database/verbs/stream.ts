import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { rows } from './call.ts'

/** One event as the stream sends it; the last row of a reading that reached its end only carries the cursor. */
export type FollowedEvent = {
  /** null on the row that only carries the cursor after everything. */
  id: number | null
  at: Date
  kind: string
  /** Opaque: goes on after this event. */
  cursor: string
  /** JSON text, null without event. */
  message: string | null
}

export type Follow = {
  /** null starts from now. */
  readonly cursor: string | null
  /** Read only as far as this cursor. */
  readonly until?: string
  readonly limit: number
  /** Columns to show of each noun. */
  readonly columns: Readonly<Record<string, readonly string[]>>
}

/** Read the journal on, each event trimmed to what a viewer may see. */
export function followEvents(db: Db, { cursor, until, limit, columns }: Follow): Promise<FollowedEvent[]> {
  return rows(
    db,
    sql<FollowedEvent>`
      select * from hub.follow_events(${cursor}, ${until ?? null}, ${limit}, ${JSON.stringify(columns)}::jsonb)`,
  )
}
