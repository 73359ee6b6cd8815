import { sql } from 'kysely'
import { parseExactJson } from '../exact_json.ts'
import type { Db } from '../pool.ts'
import { document, rows } from './call.ts'

/** Which page of a list. */
export type ListLook = {
  /** Column or question -> value; what is absent asks for nothing. */
  readonly filter?: Readonly<Record<string, unknown>>
  /** The place of the last row of the page before; null = from the top. */
  readonly after: readonly unknown[] | null
  readonly limit: number
  /** Without cards that are secret still. */
  readonly hide: boolean
}

/** A row of a list, and what to go on after. */
export type Listed = { readonly doc: unknown; readonly place: readonly unknown[] }

const lists = {
  actions: (look) => sql`hub.list_actions(${common(look)}, ${look.hide})`,
  channels: (look) => sql`hub.list_channels(${common(look)})`,
  events: (look) => sql`hub.list_monitoring_events(${common(look)})`,
  hands: (look) => sql`hub.list_hands(${common(look)}, ${look.hide})`,
  instructions: (look) => sql`hub.list_instructions(${common(look)})`,
  notifications: (look) => sql`hub.list_notifications(${common(look)})`,
  outputs: (look) => sql`hub.list_outputs(${common(look)})`,
  pauses: (look) => sql`hub.list_pauses(${common(look)})`,
  queue: (look) => sql`hub.list_queue(${common(look)})`,
  routes: (look) => sql`hub.list_routes(${common(look)})`,
  rules: (look) => sql`hub.list_rules(${common(look)})`,
  settings: (look) => sql`hub.list_settings(${common(look)})`,
  tableInstructions: (look) => sql`hub.list_table_instructions(${common(look)})`,
  templates: (look) => sql`hub.list_templates(${common(look)})`,
  tournaments: (look) => sql`hub.list_tournaments(${common(look)})`,
  workers: (look) => sql`hub.list_workers(${common(look)})`,
} satisfies Record<string, (look: ListLook) => ReturnType<typeof sql>>

export type ListName = keyof typeof lists

/** A page of a list. */
export async function readList(db: Db, list: ListName, look: ListLook): Promise<Listed[]> {
  const found = await rows(
    db,
    sql<{
      doc: string
      place: readonly unknown[]
    }>`select l.doc::text, l.place from ${lists[list](look)} as l`,
  )
  return found.map(({ doc, place }) => ({ doc: parseExactJson(doc), place }))
}

/** An instruction with its attempts and outputs; null = there is none. The id is text: it may be any bigint. */
export function readInstruction(db: Db, id: string): Promise<unknown> {
  return document(db, sql`select coalesce(hub.show_instruction(${id}::bigint)::text, 'null') as document`)
}

function common({ filter = {}, after, limit }: ListLook): ReturnType<typeof sql> {
  const place = after === null ? null : JSON.stringify(after)
  return sql`${JSON.stringify(filter)}::jsonb, ${place}::jsonb, ${limit}::int`
}
