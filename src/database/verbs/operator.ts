import { type Selectable, sql } from 'kysely'
import type { Db } from '../pool.ts'
import type { HubPauses, HubSettings } from '../types.ts'
import { one } from './call.ts'
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
