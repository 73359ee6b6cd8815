import { type Selectable, sql } from 'kysely'
import type { Db } from '../pool.ts'
import type { RenderInstructions, RenderOutputs } from '../types.ts'
import { one, rows } from './call.ts'

export type Instruction = Selectable<RenderInstructions>

export type Output = Selectable<RenderOutputs>

/** What a worker is told about one instruction: go on, stop and release, or stop (it is not yours). */
export type Command = { instruction_id: number; attempt: number; command: 'continue' | 'cancel' | 'lost' }

export type ClaimWish = {
  readonly limit?: number
  readonly leaseSeconds?: number | null
  readonly templates?: readonly string[] | null
}

export type OutputReport = {
  readonly path: string
  readonly size?: number
  readonly frames?: number | null
  /** checksum (SHA-256), width, height. */
  readonly details?: Readonly<Record<string, unknown>>
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
