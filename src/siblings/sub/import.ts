import type { Db } from '../../database/pool.ts'
import { importRows } from '../../database/verbs/imports.ts'
import { needsOwner, type Owner, onlyTournament, place } from './owner.ts'
import { readFile } from './read_file.ts'
import { type ImportReport, reportOf } from './report.ts'
import type { CsvFile, Declared, ImportProgress, ReadFile } from './types.ts'

export type ImportOptions = Declared & {
  readonly source: 'manual' | 'csv'
  readonly actor: string
  readonly reason: string
  /** Store the good rows although others are refused. */
  readonly partial: boolean
  /** Only say what would happen. */
  readonly preview: boolean
  /** Asked for the tournament of files that name none, when neither the files nor what is declared tell it. */
  readonly beside?: () => Promise<Owner | undefined>
  /** Told again and again while it goes on. */
  readonly progress?: (now: ImportProgress) => void
}

/** Import files together: all of their rows in one transaction, or none of them. */
export async function importFiles(
  db: Db,
  files: readonly CsvFile[],
  options: ImportOptions,
): Promise<ImportReport> {
  const read: ReadFile[] = []
  for (const file of files) {
    const { name } = file
    read.push(await readFile(file, options, (rows) => options.progress?.({ file: name, rows })))
  }
  const placed = place(read, options.tournament, await ownerOf(read, options))
  options.progress?.({ file: null, rows: placed.reduce((sum, { rows }) => sum + rows.length, 0) })
  const lines = await importRows(db, {
    rows: JSON.stringify(
      placed.flatMap((file, n) => file.rows.map(({ row, domain }) => ({ ...domain, file: n, line: row }))),
    ),
    files: JSON.stringify(
      placed.map(({ name, hash, kind, encoding, faults }) => ({
        name: name.slice(0, 500),
        hash,
        kind: kind ?? 'unknown',
        encoding,
        refused: new Set(faults.map((fault) => fault.row)).size,
      })),
    ),
    source: options.source,
    actor: options.actor,
    reason: options.reason,
    partial: options.partial,
    preview: options.preview,
  })
  return reportOf(placed, lines, options.preview)
}

async function ownerOf(files: readonly ReadFile[], options: ImportOptions): Promise<Owner | undefined> {
  if (options.tournament !== undefined || !files.some(needsOwner)) return undefined
  return onlyTournament(files) ?? (await options.beside?.())
}
