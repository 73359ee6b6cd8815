import type { Db } from '../../database/pool.ts'
import { importRows } from '../../database/verbs/imports.ts'
import { readFile } from './read_file.ts'
import { type ImportReport, reportOf } from './report.ts'
import type { CsvFile, Declared, DomainRow, ImportProgress, ReadFile } from './types.ts'

export type ImportOptions = Declared & {
  readonly source: 'manual' | 'csv'
  readonly actor: string
  readonly reason: string
  /** Store the good rows although others are refused. */
  readonly partial: boolean
  /** Only say what would happen. */
  readonly preview: boolean
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
  const placed = place(read, options.tournament)
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

/**
 * Say of every row whose it is: what its file says, else the declared tournament, else the only
 * one among the files. Rows that are nobody's are a fault of their file.
 */
function place(files: readonly ReadFile[], declared: string | undefined): ReadFile[] {
  const brought = files.filter((file) => file.kind === 'tournaments').flatMap((file) => file.rows)
  const only = brought.length === 1 ? brought[0]?.domain : undefined
  return files.map((file) => {
    if (file.kind === null || file.kind === 'broadcasts') return file
    if (file.kind === 'tournaments') return declared === undefined ? file : named(file, declared)
    const own = only?.code === undefined ? { tournament: only?.name } : { code: only.code }
    const whose = declared !== undefined ? { code: declared } : only && own
    if (whose === undefined && file.rows.some(({ domain }) => domain.code === undefined)) {
      const why = 'does not say of which tournament it is: declare its number (--tournament, or tournament=)'
      return {
        ...file,
        rows: file.rows.filter(({ domain }) => domain.code !== undefined),
        faults: [...file.faults, { why }],
      }
    }
    return {
      ...file,
      rows: file.rows.map((row) => ({ ...row, domain: { ...whose, ...row.domain } as DomainRow })),
    }
  })
}

/** A file about one tournament that has no number of its own gets the declared one. */
function named(file: ReadFile, declared: string): ReadFile {
  const bare = file.rows.filter(({ domain }) => domain.code === undefined)
  if (bare.length > 1) {
    const why = `has ${bare.length} tournaments without a number: one number was declared`
    return { ...file, rows: [], faults: [...file.faults, { why }] }
  }
  return {
    ...file,
    rows: file.rows.map((row) => ({ ...row, domain: { code: declared, ...row.domain } as DomainRow })),
  }
}
