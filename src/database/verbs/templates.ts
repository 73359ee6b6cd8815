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

/** What became of a template. */
export type LoadedTemplate = { name: string; outcome: 'added' | 'changed' | 'same' | 'removed' }

/** Bring hub.templates to this; `remove` takes out what is not among them. */
export function saveTemplates(
  db: Db,
  entries: readonly CatalogueEntry[],
  actor: string,
  reason: string,
  remove: boolean,
): Promise<LoadedTemplate[]> {
  return rows(
    db,
    sql<LoadedTemplate>`
      select * from hub.save_templates(${JSON.stringify(entries)}::jsonb, ${actor}, ${reason}, ${remove})`,
  )
}
