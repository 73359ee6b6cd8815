import { createHash } from 'node:crypto'
import { columnsOf, fieldsFor, kindOf, missing } from './columns.ts'
import { type Decoded, decode, NoCsv } from './decode.ts'
import { domainRows, type Given } from './domain_rows.ts'
import { type CsvRecord, delimiterOf, recordsOf } from './records.ts'
import { type Row, schemaOf } from './row_schemas.ts'
import type { CsvFile, Declared, Dialect, Fault, Kind, ReadFile } from './types.ts'

const mostRows = { players: 100_000, tournaments: 2_000, levels: 2_000, payouts: 2_000, broadcasts: 2_000 }
const mostFaults = 1_000
const separators: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' }

/** Read one file. Whatever is wrong with it is a fault, never an exception. */
export async function readFile(
  file: CsvFile,
  declared: Declared,
  progress?: (rows: number) => void,
): Promise<ReadFile> {
  const hash = hashOf(file.bytes, declared)
  const blank = {
    ...file,
    hash,
    kind: null,
    dialect: null,
    delimiter: '',
    encoding: '',
    rows: [],
    repeated: [],
    notes: [],
  }
  const { bytes: _, ...empty } = blank
  try {
    const decoded = decode(file.bytes)
    return { ...empty, ...(await readText(decoded, declared, progress)) }
  } catch (error) {
    if (!(error instanceof NoCsv)) throw error
    return { ...empty, faults: [{ why: error.message }] }
  }
}

/** Which state of a file this is, under what was declared with it. */
export function hashOf(bytes: Uint8Array, { unit, dialect, kind, tournament }: Declared): string {
  const said = JSON.stringify([unit, dialect, kind, tournament])
  return createHash('sha256').update(bytes).update(said).digest('hex')
}

type Read = Omit<ReadFile, 'name' | 'hash'>

async function readText(
  { text, encoding, note }: Decoded,
  declared: Declared,
  progress?: (rows: number) => void,
): Promise<Read> {
  const delimiter = delimiterOf(text)
  const records = recordsOf(text, delimiter)
  const first = await records.next()
  if (first.done) throw new NoCsv('is empty')
  const head = headOf(first.value, declared)
  const faults: Fault[] = []
  const given: Given[] = []
  for await (const record of records) {
    const found = readRow(record, head)
    if ('values' in found) given.push(found)
    else faults.push(...found.faults)
    progress?.(record.row - 1)
    if (given.length > mostRows[head.kind])
      throw new NoCsv(`has more than ${mostRows[head.kind]} rows: split it`)
    if (faults.length >= mostFaults) {
      faults.push({ why: `has more than ${mostFaults} faults; the rows after ${record.row} were not read` })
      break
    }
  }
  const mapped = domainRows(head.kind, given)
  if (given.length === 0 && faults.length === 0) throw new NoCsv('has a header and no rows')
  return {
    kind: head.kind,
    dialect: head.dialect,
    encoding,
    delimiter: separators[delimiter] ?? delimiter,
    rows: mapped.rows,
    repeated: mapped.repeated,
    faults: [...faults, ...mapped.faults],
    notes: [...(note ? [note] : []), ...head.notes],
  }
}

type Head = {
  readonly kind: Kind
  readonly dialect: Dialect
  readonly headers: readonly string[]
  readonly fields: readonly (string | undefined)[]
  readonly schema: ReturnType<typeof schemaOf>
  readonly notes: readonly string[]
}

function headOf({ cells }: CsvRecord, declared: Declared): Head {
  const headers = cells.map((cell) => cell.trim())
  const kind = declared.kind ?? kindOf(headers)
  if (kind === null) {
    throw new NoCsv(
      `has no known header: ${headers.slice(0, 8).join(', ').slice(0, 200)}. docs/csv.md lists the columns`,
    )
  }
  const absent = missing(kind, headers)
  if (absent.length > 0) throw new NoCsv(`is no list of ${kind}: the column ${absent.join(', ')} is missing`)
  const fields = fieldsFor(kind, headers)
  const twice = fields.find((field, n) => field !== undefined && fields.indexOf(field) !== n)
  if (twice) throw new NoCsv(`has two columns for ${columnsOf[kind].names[twice]?.split(' ')[0]}: keep one`)
  const dialect = fields.includes('code') || kind === 'broadcasts' ? '1' : '2'
  if (declared.dialect && declared.dialect !== dialect) {
    throw new NoCsv(
      declared.dialect === '1'
        ? 'has no tournament_number, which dialect 1 has'
        : 'has a tournament_number, which dialect 2 has not',
    )
  }
  const strange = headers.filter((header, n) => fields[n] === undefined && header !== '')
  const notes =
    strange.length > 0 ? [`columns nobody knows were left out: ${strange.join(', ').slice(0, 200)}`] : []
  if (declared.unit === 'chips' && (kind === 'tournaments' || kind === 'payouts')) {
    throw new NoCsv('holds money: declare dollars or cents, not chips')
  }
  return { kind, dialect, headers, fields, schema: schemaOf(kind, declared.unit), notes }
}

function readRow({ row, cells }: CsvRecord, head: Head): Given | { readonly faults: readonly Fault[] } {
  if (
    cells.length > head.headers.length &&
    cells.slice(head.headers.length).some((cell) => cell.trim() !== '')
  ) {
    const why = `has ${cells.length} cells under ${head.headers.length} columns: put quotes around cells with separators`
    return { faults: [{ row, why }] }
  }
  const row_ = Object.fromEntries(
    head.fields.flatMap((field, n) => {
      const cell = cells[n] ?? ''
      return field === undefined || isBlank(cell) ? [] : [[field, cell]]
    }),
  )
  const parsed = head.schema.safeParse(row_)
  if (parsed.success) return { row, values: withoutAbsent(parsed.data) }
  const faults = parsed.error.issues.map(({ path, message }) => {
    const at = head.fields.indexOf(String(path[0]))
    return { row, column: head.headers[at] ?? String(path[0] ?? ''), why: message }
  })
  return { faults }
}

function isBlank(cell: string): boolean {
  return /^\s*[-\u2013\u2014]?\s*$/.test(cell)
}

function withoutAbsent(values: Row): Row {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
