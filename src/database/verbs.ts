import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { parseExactJson } from './exact_json.ts'
import type { Db } from './pool.ts'
import type {
  Hands,
  HubErrorCodes,
  HubPauses,
  HubSettings,
  RenderInstructions,
  RenderOutputs,
} from './types.ts'

export type Hand = Selectable<Hands>
export type Instruction = Selectable<RenderInstructions>
export type Output = Selectable<RenderOutputs>

/** What a worker is told about one instruction: go on, stop and release, or stop (it is not yours). */
export type Command = { instruction_id: number; attempt: number; command: 'continue' | 'cancel' | 'lost' }

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

export type RecordOutcome = 'inserted' | 'identical' | 'revised' | 'completed_plain'

async function rows<T>(db: Db, query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await query.execute(db)).rows
}

async function one<T>(db: Db, query: ReturnType<typeof sql<T>>): Promise<T> {
  const [row] = await rows(db, query)
  if (row === undefined) throw new Error('a verb that answers one row answered none')
  return row
}

/** Semantic version of the contract between the hub and its siblings. */
export async function contractVersion(db: Db): Promise<string> {
  return (await one(db, sql<{ version: string }>`select hub.contract_version() as version`)).version
}

/** Open a worker session; identity is the session, never the host name. */
export async function registerWorker(
  db: Db,
  host: string,
  capabilities: readonly string[],
  client: string,
): Promise<string> {
  const { id } = await one(
    db,
    sql<{ id: string }>`select hub.register_worker(${host}, ${capabilities}, ${client}) as id`,
  )
  return id
}

/** Show presence on this connection; needs a dedicated one. */
export async function attend(db: Db, worker: string): Promise<boolean> {
  return (await one(db, sql<{ held: boolean }>`select hub.attend(${worker}) as held`)).held
}

export type ClaimWish = {
  readonly limit?: number
  readonly leaseSeconds?: number | null
  readonly templates?: readonly string[] | null
}

/** Borrow due instructions, most urgent first. */
export function claimInstructions(db: Db, worker: string, wish: ClaimWish = {}): Promise<Instruction[]> {
  const lease = wish.leaseSeconds == null ? null : `${wish.leaseSeconds} seconds`
  return rows(
    db,
    sql<Instruction>`select * from hub.claim_instructions(${worker}, ${wish.limit ?? 1}, ${lease}::interval, ${wish.templates ?? null}::text[])`,
  )
}

/** Sign of life for all a worker holds, with progress by instruction id. */
export function heartbeat(
  db: Db,
  worker: string,
  progress: Readonly<Record<string, number>> = {},
): Promise<Command[]> {
  return rows(db, sql<Command>`select * from hub.heartbeat(${worker}, ${JSON.stringify(progress)}::jsonb)`)
}

export type OutputReport = {
  readonly path: string
  readonly size?: number
  readonly frames?: number | null
  /** checksum (SHA-256), width, height. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** Report a finished render; refused with UB409 when the attempt is not the present one. */
export function completeInstruction(
  db: Db,
  id: number,
  attempt: number,
  output: OutputReport,
): Promise<Output> {
  return one(
    db,
    sql<Output>`select * from hub.complete_instruction(${id}, ${attempt}, ${output.path}, ${output.size ?? null},
      ${output.frames ?? null}, ${JSON.stringify(output.details ?? {})}::jsonb)`,
  )
}

/** Report a failed render; the class is told from the text when none is given. */
export function failInstruction(
  db: Db,
  id: number,
  attempt: number,
  error: string,
  errorClass: string | null = null,
): Promise<Instruction> {
  return one(
    db,
    sql<Instruction>`select * from hub.fail_instruction(${id}, ${attempt}, ${error}, ${errorClass})`,
  )
}

/** Hand an instruction back unfinished, or acknowledge its cancellation. */
export function releaseInstruction(db: Db, id: number, attempt: number): Promise<Instruction> {
  return one(db, sql<Instruction>`select * from hub.release_instruction(${id}, ${attempt})`)
}

/** Put an instruction back in the queue by hand. */
export function retryInstruction(
  db: Db,
  id: number,
  actor: string,
  reason: string,
  priority: number | null = null,
): Promise<Instruction> {
  return one(
    db,
    sql<Instruction>`select * from hub.retry_instruction(${id}, ${actor}, ${reason}, ${priority})`,
  )
}

/** Cancel an instruction; one being rendered is fenced at once. */
export function cancelInstruction(db: Db, id: number, actor: string, reason: string): Promise<Instruction> {
  return one(db, sql<Instruction>`select * from hub.cancel_instruction(${id}, ${actor}, ${reason})`)
}

/** Pin the priority of an instruction, 1 first .. 10 last. */
export function changePriority(
  db: Db,
  id: number,
  priority: number,
  actor: string,
  reason: string,
): Promise<Instruction> {
  return one(db, sql<Instruction>`select * from hub.change_priority(${id}, ${priority}, ${actor}, ${reason})`)
}

/** Hold back queue, template:NAME or worker:ID. */
export function pause(db: Db, scope: string, actor: string, reason: string): Promise<Selectable<HubPauses>> {
  return one(db, sql<Selectable<HubPauses>>`select * from hub.pause(${scope}, ${actor}, ${reason})`)
}

/** End a pause. */
export function resume(db: Db, scope: string, actor: string, reason: string): Promise<Selectable<HubPauses>> {
  return one(db, sql<Selectable<HubPauses>>`select * from hub.resume(${scope}, ${actor}, ${reason})`)
}

/** Change one setting within its bounds; `value` is JSON. */
export function changeSetting(
  db: Db,
  key: string,
  value: unknown,
  actor: string,
  reason: string,
): Promise<Selectable<HubSettings>> {
  return one(
    db,
    sql<
      Selectable<HubSettings>
    >`select * from hub.change_setting(${key}, ${JSON.stringify(value)}::jsonb, ${actor}, ${reason})`,
  )
}

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

/** Do all that is due. No rows also when another tick is at work. */
export function tick(db: Db): Promise<TickStep[]> {
  return rows(db, sql<TickStep>`select * from hub.tick()`)
}

/** Read the journal on from a cursor; null answers one row that carries the cursor of now. */
export function readEvents(db: Db, cursor: string | null, limit = 500): Promise<JournalEvent[]> {
  return rows(db, sql<JournalEvent>`select * from hub.read_events(${cursor}, ${limit})`)
}

// What the HTTP side reads: answers computed in SQL, one snapshot each.

/** What an SQLSTATE means to a caller; a row of hub.error_codes. */
export type ErrorCode = Selectable<HubErrorCodes>

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

async function document(db: Db, query: ReturnType<typeof sql>): Promise<unknown> {
  const row = await one(db, query as ReturnType<typeof sql<{ document: string }>>)
  return parseExactJson(row.document)
}
