import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { one, rows } from './call.ts'

/** One line of an import's answer; a note has no place, and `stored` says that it was. */
export type ImportedLine = {
  readonly file: number | null
  readonly line: number | null
  readonly outcome: 'inserted' | 'updated' | 'unchanged' | 'refused' | 'note' | 'stored'
  readonly subject: string
  readonly why: string | null
}

export type ImportOrder = {
  /** JSON of the rows, each with kind, file and line. */
  readonly rows: string
  /** JSON of the files: name, hash, kind, encoding, refused. */
  readonly files: string
  readonly source: string
  readonly actor: string
  readonly reason: string
  readonly partial: boolean
  readonly preview: boolean
}

/** Store the rows of one import in one transaction, or say what would happen. */
export function importRows(db: Db, order: ImportOrder): Promise<ImportedLine[]> {
  return rows(
    db,
    sql<ImportedLine>`
      select * from hub.import_rows(${order.rows}::jsonb, ${order.files}::jsonb, ${order.source},
        ${order.actor}, ${order.reason}, ${order.partial}, ${order.preview})`,
  )
}

/** The hash with which a file of this name was stored last. */
export async function lastImport(db: Db, name: string): Promise<string | null> {
  return (await one(db, sql<{ hash: string | null }>`select hub.last_import(${name}) as hash`)).hash
}
