import { ReadableStream as WebStream } from 'node:stream/web'
import { stringify } from 'csv-stringify/sync'

/** A row as it is shown, by column. */
export type Row = Readonly<Record<string, unknown>>

/** At the most so many rows in one file. */
export const maxCsvRows = 100_000

/**
 * Rows as CSV that Excel of any language opens as it should: UTF-8 with its mark, lines ending in CRLF, documents as
 * JSON text. What a spreadsheet would take for a formula begins with an apostrophe. A file that had to be cut
 * says so in its last line.
 */
export function csvOf(
  columns: readonly string[],
  pages: AsyncIterable<readonly Row[]>,
  most = maxCsvRows,
): ReadableStream<Uint8Array> {
  // Named after its module: the types of browsers, with which the dashboard is checked, do not know `from`.
  return WebStream.from(encoded(lines(columns, pages, most))) as ReadableStream<Uint8Array>
}

async function* lines(
  columns: readonly string[],
  pages: AsyncIterable<readonly Row[]>,
  most: number,
): AsyncGenerator<string> {
  yield `\uFEFF${text([columns])}`
  let left = most
  for await (const page of pages) {
    yield text(page.slice(0, left).map((row) => columns.map((column) => cell(row[column]))))
    if (page.length > left) {
      yield text([[`cut after ${most} rows: narrow the filter, by since and until for instance`]])
      return
    }
    left -= page.length
  }
}

async function* encoded(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const part of parts) if (part !== '') yield encoder.encode(part)
}

function text(rows: readonly (readonly unknown[])[]): string {
  return stringify(rows as unknown[][], { record_delimiter: 'windows' })
}

function cell(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return JSON.stringify(value)
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
