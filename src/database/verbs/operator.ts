import { type Selectable, sql } from 'kysely'
import type { Db } from '../pool.ts'
import type { HubActions, HubPauses, HubSettings } from '../types.ts'
import { one, rows } from './call.ts'
import type { Instruction } from './worker.ts'

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

/** Which instructions a bulk act is for; every key narrows it, a list means any of these. */
export type InstructionFilter = {
  readonly status?: string | readonly string[]
  /** Time with zone, inclusive; by created_at. */
  readonly created_after?: string
  /** Time with zone, exclusive. */
  readonly created_before?: string
  readonly template_name?: string | readonly string[]
  readonly trigger_type?: string | readonly string[]
  readonly error_class?: string | readonly string[]
  /** Host or worker session. */
  readonly worker?: string | readonly string[]
  readonly ids?: number | readonly number[]
}

/** What became, or with a preview would become, of one instruction, and why. */
export type BulkOutcome = {
  instruction_id: number
  outcome: 'retried' | 'boosted' | 'unchanged' | 'refused' | 'skipped'
  why: string
}

/** Retry all that a filter means; without status and ids it means failed ones. A preview writes nothing. */
export function bulkRetry(
  db: Db,
  filter: InstructionFilter,
  actor: string,
  reason: string,
  preview = false,
): Promise<BulkOutcome[]> {
  return rows(
    db,
    sql<BulkOutcome>`select * from hub.bulk_retry(${JSON.stringify(filter)}::jsonb, ${actor}, ${reason}, ${preview})`,
  )
}

/** Take an action back, if nothing else moved meanwhile; the action that did it. */
export function undoAction(
  db: Db,
  action: number,
  actor: string,
  reason: string,
): Promise<Selectable<HubActions>> {
  return one(db, sql<Selectable<HubActions>>`select * from hub.undo_action(${action}, ${actor}, ${reason})`)
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
