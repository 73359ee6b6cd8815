import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { type Act, answer } from './actions.ts'
import { document } from './call.ts'

/** Enter a hand that nobody captured. */
export function actEnterHand(db: Db, hand: unknown, { actor, reason }: Act): Promise<unknown> {
  return document(
    db,
    sql`select (hub.acted('entered', e) - 'entered' || to_jsonb(e))::text as document
      from hub.enter_hand(${JSON.stringify(hand)}::jsonb, ${actor}, ${reason}) as e`,
  )
}

/** Declare a hand void; the id is text: it may be any bigint. */
export function actVoidHand(db: Db, hand: string, { actor, reason }: Act, hide: boolean): Promise<unknown> {
  return document(
    db,
    sql`select hub.acted('hand', hub.shown_hand(h, ${hide}))::text as document
      from hub.void_hand(${hand}::bigint, ${actor}, ${reason}) as h`,
  )
}

/** Order a graphic. */
export function actOrder(db: Db, order: unknown, { actor, reason }: Act): Promise<unknown> {
  return answer(
    db,
    'instruction',
    sql`hub.order_graphic(${JSON.stringify(order)}::jsonb, ${actor}, ${reason})`,
  )
}
