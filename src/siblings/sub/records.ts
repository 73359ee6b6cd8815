import { Readable } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import { CsvError, type Info, parse } from 'csv-parse'
import { familiarity } from './columns.ts'
import { NoCsv } from './decode.ts'

/** A record with the number of its row in a spreadsheet, from 1, empty lines counted. */
export type CsvRecord = { readonly row: number; readonly cells: readonly string[] }

const chunk = 64 * 1024
const breath = 500

/**
 * The records of a CSV, the header first; blank ones are left out. A line break inside quotes belongs to its cell.
 * Between records others get their turn: the hub goes on serving while it reads 10 MB.
 */
export async function* recordsOf(text: string, delimiter: string): AsyncGenerator<CsvRecord> {
  const [said = '', start] = declaredDelimiter(text)
  const parser = Readable.from(chunksOf(said === '' ? text : text.slice(start))).pipe(
    parse({
      delimiter,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: chunk,
      record_delimiter: ['\r\n', '\n', '\r'],
    }),
  )
  let done = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      done += 1
      if (done % breath === 0) await breathe()
      if (record.every((cell) => cell.trim() === '')) continue
      yield { row: info.records + info.empty_lines + (said === '' ? 0 : 1), cells: record }
    }
  } catch (error) {
    throw error instanceof CsvError ? new NoCsv(describe(error), { cause: error }) : error
  }
}

/** The separator of a CSV: what Excel declares, else the one that makes the header familiar. */
export function delimiterOf(text: string): string {
  const [said] = declaredDelimiter(text)
  if (said !== undefined) return said
  const header = /^\s*(.*)$/m.exec(text.slice(0, chunk))?.[1] ?? ''
  const found = [',', ';', '\t']
    .map((each) => ({ each, known: familiarity(header.split(each).map((name) => name.replaceAll('"', ''))) }))
    .sort((a, b) => b.known - a.known)
  return found[0]?.each ?? ','
}

/** Excel's first line "sep=;", and where the rest begins. */
function declaredDelimiter(text: string): [said?: string, start?: number] {
  const found = /^sep=([,;\t])\r?\n/i.exec(text)
  return found ? [found[1] as string, found[0].length] : []
}

function* chunksOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += chunk) yield text.slice(at, at + chunk)
}

function describe(error: CsvError): string {
  const line = typeof error.lines === 'number' ? ` near line ${error.lines}` : ''
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `has a row of more than ${chunk} bytes${line}: is a quote not closed?`
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `has a quote that is not closed${line}`
  return `has a quote where none may be${line}: quotes inside a cell are written twice`
}
