import type { Db } from '../../database/pool.ts'
import { type CatalogueEntry, type LoadedTemplate, saveTemplates } from '../../database/verbs/templates.ts'
import type { Template } from './catalogue.ts'

export type LoadOptions = {
  readonly actor: string
  readonly reason: string
  /** Take out what is not among them. */
  readonly remove: boolean
}

/** Bring the hub's catalogue to these templates; answers what became of each. */
export function loadCatalogue(
  db: Db,
  templates: readonly Template[],
  { actor, reason, remove }: LoadOptions,
): Promise<LoadedTemplate[]> {
  return saveTemplates(db, templates.map(entryOf), actor, reason, remove)
}

function entryOf(template: Template): CatalogueEntry {
  const { name, composition, project, description, slots, layers, output } = template
  const plain = (required: boolean) =>
    layers.filter((layer) => layer.required === required).map(({ name, kind }) => ({ name, kind }))
  return {
    name,
    composition,
    project,
    description,
    slots,
    required_layers: plain(true),
    optional_layers: plain(false),
    output_defaults: output,
  }
}
