import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { definedIn, type SqlObject } from './objects.ts'

/** The layers over the tables, in the order of their dependence. */
export const layers = ['functions', 'views', 'roles', 'triggers'] as const
export type Layer = (typeof layers)[number]

/** One file of a layer. */
export type LayerFile = {
  readonly layer: Layer
  /** Relative to sql/, with forward slashes: the key in hub.applied. */
  readonly path: string
  readonly sql: string
  readonly hash: string
  readonly objects: readonly SqlObject[]
}

/** Root of the repository's SQL. */
export const sqlDir = join(import.meta.dirname, '..', '..', '..', 'sql')

/** All files of all layers, sorted within each. */
export async function readLayers(dir: string = sqlDir): Promise<LayerFile[]> {
  const files: LayerFile[] = []
  for (const layer of layers) {
    const names = await readdir(join(dir, layer))
    for (const name of names.filter((n) => n.endsWith('.sql')).sort()) {
      const sql = (await readFile(join(dir, layer, name), 'utf8')).replaceAll('\r\n', '\n')
      const hash = createHash('sha256').update(sql).digest('hex')
      files.push({ layer, path: `${layer}/${name}`, sql, hash, objects: definedIn(sql) })
    }
  }
  return files
}
