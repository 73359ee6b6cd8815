import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { rows } from './call.ts'

/** A template as the catalogue of the hub keeps it. */
export type CatalogueEntry = {
  readonly name: string
  readonly composition: string
  readonly project: string
  readonly description: string
  readonly slots: number | null
  readonly required_layers: readonly { readonly name: string; readonly kind: string }[]
  readonly optional_layers: readonly { readonly name: string; readonly kind: string }[]
  readonly output_defaults: Readonly<Record<string, unknown>>
}

/** Bring hub.templates to this; `remove` takes out what is not among them. */
export function saveTemplates(
  db: Db,
  entries: readonly CatalogueEntry[],
  actor: string,
  reason: string,
  remove: boolean,
): Promise<{ name: string; outcome: 'added' | 'changed' | 'same' | 'removed' }[]> {
  return rows(
    db,
    sql<{ name: string; outcome: 'added' | 'changed' | 'same' | 'removed' }>`
      select * from hub.save_templates(${JSON.stringify(entries)}::jsonb, ${actor}, ${reason}, ${remove})`,
  )
}
