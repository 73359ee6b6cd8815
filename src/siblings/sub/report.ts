import type { ImportedLine } from '../../database/verbs/imports.ts'
import type { Kind, ReadFile } from './types.ts'

const outcomes = ['inserted', 'updated', 'unchanged', 'refused'] as const
type Outcome = (typeof outcomes)[number]

/** What became of a row; of the whole file where row is null. */
export type ReportedRow = {
  readonly file: string
  readonly row: number | null
  readonly column: string | null
  readonly outcome: Outcome
  readonly subject: string | null
  readonly why: string | null
}

export type ReportedFile = Readonly<Record<Outcome, number>> & {
  readonly name: string
  readonly kind: Kind | null
  readonly dialect: '1' | '2' | null
  readonly encoding: string
  readonly delimiter: string
}

export type ImportReport = {
  /** False: nothing at all was stored. */
  readonly stored: boolean
  readonly preview: boolean
  readonly files: readonly ReportedFile[]
  /** Refused rows first, then the others in their order, at most as many as fit. */
  readonly rows: readonly ReportedRow[]
  readonly left_off: number
  readonly notes: readonly string[]
}

const mostRows = 10_000

/** The report of an import from what was read and what the hub answered. */
export function reportOf(
  files: readonly ReadFile[],
  lines: readonly ImportedLine[],
  preview: boolean,
): ImportReport {
  const rows = files.map((file, n) =>
    rowsOf(
      file,
      lines.filter((line) => line.file === n),
    ),
  )
  const all = rows.flat()
  const ordered = [...all.filter(isRefused), ...all.filter((row) => !isRefused(row))]
  const noted = lines.filter((line) => line.outcome === 'note')
  return {
    stored: lines.some((line) => line.outcome === 'stored'),
    preview,
    files: files.map((file, n) => ({ ...facts(file), ...count(rows[n] ?? []) })),
    rows: ordered.slice(0, mostRows),
    left_off: Math.max(0, ordered.length - mostRows),
    notes: [
      ...files.flatMap((file) => file.notes.map((note) => `${file.name} ${note}`)),
      ...noted.map((line) => `${line.subject}: ${line.why}`),
    ],
  }
}

function rowsOf(file: ReadFile, lines: readonly ImportedLine[]): ReportedRow[] {
  const given = { file: file.name, column: null, subject: null }
  const rows: ReportedRow[] = [
    ...file.faults.map(({ row = null, column = null, why }) => ({
      ...given,
      row,
      column,
      outcome: 'refused' as const,
      why,
    })),
    ...file.repeated.map(([row, other]) => ({
      ...given,
      row,
      outcome: 'unchanged' as const,
      why: `the same as row ${other}`,
    })),
    ...lines.map(({ line: row, outcome, subject, why }) => ({
      ...given,
      row,
      outcome: outcome as Outcome,
      subject,
      why,
    })),
  ]
  return rows.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
}

/** Rows by outcome; a row with several faults is refused once. */
function count(rows: readonly ReportedRow[]): Record<Outcome, number> {
  const of = (outcome: Outcome): number =>
    new Set(rows.filter((row) => row.outcome === outcome).map((row) => row.row)).size
  return {
    inserted: of('inserted'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    refused: of('refused'),
  }
}

function facts({ name, kind, dialect, encoding, delimiter }: ReadFile) {
  return { name, kind, dialect, encoding, delimiter }
}

function isRefused(row: ReportedRow): boolean {
  return row.outcome === 'refused'
}

/** A report in lines for people: each file, what is wrong with which row, and what it came to. */
export function describeReport(report: ImportReport, most = 50): string[] {
  const told = report.rows.filter((row) => row.why !== null)
  return [
    ...report.files.map(describeFile),
    ...told.slice(0, most).map(describeRow),
    ...(told.length > most ? [`  and ${told.length - most} rows more`] : []),
    ...report.notes.map((note) => `  note: ${note}`),
    verdict(report),
  ]
}

function describeFile(file: ReportedFile): string {
  const how = [file.encoding, file.delimiter].filter((each) => each !== '').join(', ')
  const what = file.kind === null ? 'nothing known' : `${file.kind}, dialect ${file.dialect}, ${how}`
  const counts = outcomes.map((outcome) => `${file[outcome]} ${outcome}`).join(', ')
  return `${file.name}: ${what}: ${counts}`
}

function describeRow({ file, row, column, outcome, why }: ReportedRow): string {
  const place = [row === null ? null : `row ${row}`, column].filter((each) => each !== null && each !== '')
  return `  ${[file, ...place].join(', ')}: ${outcome}: ${why}`
}

function verdict({ stored, preview, files }: ImportReport): string {
  const refused = files.reduce((sum, file) => sum + file.refused, 0)
  if (preview) return 'preview: nothing was stored'
  if (!stored) return `nothing was stored: ${refused} refused. Mend them, or store the others with --partial`
  return refused === 0 ? 'stored' : `stored, without the ${refused} refused`
}
