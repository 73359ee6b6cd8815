import { type Selectable, sql } from 'kysely'
import type { Db } from '../pool.ts'
import type { HubErrorCodes } from '../types.ts'
import { document, one, rows } from './call.ts'

export type TickStep = { step: string; subject: string; action: string }

export type JournalEvent = {
  /** null on the row that only carries a first cursor. */
  id: number | null
  at: Date
  kind: string
  subject: string
  doc: unknown
  cause: number | null
  actor: string
  /** Opaque: goes on after this event. */
  cursor: string
}

/** What an SQLSTATE means to a caller; a row of hub.error_codes. */
export type ErrorCode = Selectable<HubErrorCodes>

/** Semantic version of the contract between the hub and its siblings. */
export async function contractVersion(db: Db): Promise<string> {
  return (await one(db, sql<{ version: string }>`select hub.contract_version() as version`)).version
}

/** Do all that is due. No rows also when another tick is at work. */
export function tick(db: Db): Promise<TickStep[]> {
  return rows(db, sql<TickStep>`select * from hub.tick()`)
}

/** Read the journal on from a cursor; null answers one row that carries the cursor of now. */
export function readEvents(db: Db, cursor: string | null, limit = 500): Promise<JournalEvent[]> {
  return rows(db, sql<JournalEvent>`select * from hub.read_events(${cursor}, ${limit})`)
}

/** The figures of the first page. */
export function readDashboard(db: Db): Promise<unknown> {
  return document(db, sql`select hub.dashboard()::text as document`)
}

/** The whole story of one hand. The id is text: it may be any bigint. */
export function readDataFlow(db: Db, hand: string): Promise<unknown> {
  return document(db, sql`select hub.data_flow(${hand}::bigint)::text as document`)
}

/** The catalogue of errors. */
export function readErrorCodes(db: Db): Promise<ErrorCode[]> {
  return rows(db, sql<ErrorCode>`select * from hub.list_error_codes()`)
}
