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

/** Make the weeks ahead, drop and delete what is older than the settings say. Commits as it goes: not inside a transaction. */
export async function maintain(db: Db): Promise<void> {
  await sql`call hub.maintain()`.execute(db)
}

/** Tell the workers that work is ready, if any is. */
export async function ringWorkers(db: Db): Promise<void> {
  await one(db, sql`select hub.ring_workers()`)
}

/** Milliseconds until something is due that nobody will ring for; null when nothing is. */
export async function nextDeadline(db: Db): Promise<number | null> {
  const asked = sql<{ ms: number | null }>`
    select (extract(epoch from hub.next_deadline() - clock_timestamp()) * 1000)::float8 as ms`
  return (await one(db, asked)).ms
}

/** Who leads, and how many instructions a leader took back from workers that are gone. */
export type Look = { leads: boolean; term: number; rescued: number }

/** One look of a hub, on a connection of its own. */
export function lead(db: Db, hub: string): Promise<Look> {
  return one(db, sql<Look>`select * from hub.lead(${hub})`)
}

/** Say why this hub has to poll; null = it hears. */
export async function reportListener(db: Db, hub: string, why: string | null): Promise<void> {
  await one(db, sql`select hub.report_listener(${hub}, ${why})`)
}

/** Read the journal on from a cursor; null answers one row that carries the cursor of now. */
export function readEvents(db: Db, cursor: string | null, limit = 500): Promise<JournalEvent[]> {
  return rows(db, sql<JournalEvent>`select * from hub.read_events(${cursor}, ${limit})`)
}

/** The figures of the first page. */
export function readDashboard(db: Db): Promise<unknown> {
  return document(db, sql`select hub.dashboard()::text as document`)
}

/** The whole story of one hand. The id is text: it may be any bigint. `hide`: without cards that are secret still. */
export function readDataFlow(db: Db, hand: string, hide: boolean): Promise<unknown> {
  return document(db, sql`select hub.data_flow(${hand}::bigint, ${hide}::boolean)::text as document`)
}

/** The catalogue of errors. */
export function readErrorCodes(db: Db): Promise<ErrorCode[]> {
  return rows(db, sql<ErrorCode>`select * from hub.list_error_codes()`)
}
