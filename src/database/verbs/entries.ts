import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import type { Act } from './actions.ts'
import { document, one } from './call.ts'

/** Enter a hand that nobody captured. */
export async function actEnterHand(db: Db, hand: unknown, { actor, reason }: Act): Promise<object> {
  const entered = (await document(
    db,
    sql`select (hub.acted('entered', e) - 'entered' || to_jsonb(e))::text as document
      from hub.enter_hand(${JSON.stringify(hand)}::jsonb, ${actor}, ${reason}) as e`,
  )) as { readonly hand_id: number }
  // A statement does not see what a function in it stores: this is the next one.
  const stored = sql<{ flags: string[] }>`
    select quality_flags as flags from public.hands where id = ${entered.hand_id}`
  return { ...entered, quality_flags: (await one(db, stored)).flags }
}

/** Declare a hand void; the id is text: it may be any bigint. */
export function actVoidHand(db: Db, hand: string, { actor, reason }: Act, hide: boolean): Promise<unknown> {
  return document(
    db,
    sql`select hub.acted('hand', hub.shown_hand(h, ${hide}))::text as document
      from hub.void_hand(${hand}::bigint, ${actor}, ${reason}) as h`,
  )
}

/** Order a graphic; the answer says also what speaks against it. */
export function actOrder(db: Db, order: unknown, { actor, reason }: Act): Promise<unknown> {
  return document(
    db,
    sql`select (hub.acted('instruction', i) || jsonb_build_object('warnings', hub.order_doubts(i.template_name, i.layer_data_json)))::text as document
      from hub.order_graphic(${JSON.stringify(order)}::jsonb, ${actor}, ${reason}) as i`,
  )
}
