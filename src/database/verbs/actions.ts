import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { document } from './call.ts'

// What people do through HTTP. Each answers the row it changed, as JSON, with its place in the audit:
// { instruction: {..}, action_id, undo_until }.

/** Who acts, and why. */
export type Act = { readonly actor: string; readonly reason: string }

/** Put an instruction back in the queue. */
export function actRetry(
  db: Db,
  id: number,
  { actor, reason }: Act,
  priority: number | null,
): Promise<unknown> {
  return answer(db, 'instruction', sql`hub.retry_instruction(${id}, ${actor}, ${reason}, ${priority})`)
}

/** Pin the priority of an instruction. */
export function actPriority(db: Db, id: number, { actor, reason }: Act, priority: number): Promise<unknown> {
  return answer(db, 'instruction', sql`hub.change_priority(${id}, ${priority}, ${actor}, ${reason})`)
}

/** Cancel an instruction. */
export function actCancel(db: Db, id: number, { actor, reason }: Act): Promise<unknown> {
  return answer(db, 'instruction', sql`hub.cancel_instruction(${id}, ${actor}, ${reason})`)
}

/** Take a render that hangs away from its worker. */
export function actReleaseStuck(
  db: Db,
  id: number,
  attempt: number,
  { actor, reason }: Act,
): Promise<unknown> {
  return answer(db, 'instruction', sql`hub.release_stuck(${id}, ${attempt}, ${actor}, ${reason})`)
}

/** Order the graphic that a premium hand earns; none when it has it. */
export function actMakeGraphic(db: Db, hand: number, { actor, reason }: Act): Promise<unknown> {
  return document(
    db,
    sql`select hub.acted('instructions', made.items)::text as document
      from (select coalesce(array_agg(i), '{}') as items from hub.make_graphic(${hand}, ${actor}, ${reason}) as i) as made`,
  )
}

/** Take an action back. */
export function actUndo(db: Db, action: number, { actor, reason }: Act): Promise<unknown> {
  return answer(db, 'action', sql`hub.undo_action(${action}, ${actor}, ${reason})`)
}

/** Hold a scope back. */
export function actPause(db: Db, scope: string, { actor, reason }: Act): Promise<unknown> {
  return answer(db, 'pause', sql`hub.pause(${scope}, ${actor}, ${reason})`)
}

/** End a pause. */
export function actResume(db: Db, scope: string, { actor, reason }: Act): Promise<unknown> {
  return answer(db, 'pause', sql`hub.resume(${scope}, ${actor}, ${reason})`)
}

/** What is done with many at once. */
export type BulkAct = 'retry' | 'cancel' | 'priority'

/** Do it with all that a filter means. */
export function actBulk(
  db: Db,
  act: BulkAct,
  filter: object,
  { actor, reason }: Act,
  priority: number | null,
): Promise<unknown> {
  const call = sql`hub.bulk_act(${act}, ${JSON.stringify(filter)}::jsonb, ${actor}, ${reason}, ${priority})`
  return bulkAnswer(db, call)
}

/** Look at what it would do, and promise that to the holder of a token. */
export function previewBulk(
  db: Db,
  act: BulkAct,
  filter: object,
  actor: string,
  priority: number | null,
  tokenHash: string,
): Promise<unknown> {
  return document(
    db,
    sql`select hub.preview_bulk(${tokenHash}, ${act}, ${JSON.stringify(filter)}::jsonb, ${actor}, ${priority})::text as document`,
  )
}

/** Carry a preview out. */
export function runPreview(
  db: Db,
  act: BulkAct,
  tokenHash: string,
  { actor, reason }: Act,
): Promise<unknown> {
  return bulkAnswer(db, sql`hub.run_preview(${tokenHash}, ${act}, ${actor}, ${reason})`)
}

/** The answer of a verb that answers one row. */
export function answer(db: Db, noun: string, call: ReturnType<typeof sql>): Promise<unknown> {
  return document(db, sql`select hub.acted(${noun}::text, r)::text as document from ${call} as r`)
}

function bulkAnswer(db: Db, call: ReturnType<typeof sql>): Promise<unknown> {
  return document(
    db,
    sql`select (hub.acted('items', b.items) || jsonb_build_object('counts', hub.count_outcomes(b.items)))::text as document
      from (select coalesce(jsonb_agg(to_jsonb(i)), '[]') as items from ${call} as i) as b`,
  )
}
