import { ReadableStream as WebStream } from 'node:stream/web'
import { stringify } from 'csv-stringify/sync'

/** A row as it is shown, by column. */
export type Row = Readonly<Record<string, unknown>>

/** At the most so many rows in one file. */
export const maxCsvRows = 100_000

/**
 * Rows as CSV that Excel of any language opens as it should: UTF-8 with its mark, lines ending in CRLF, documents as
 * JSON text. What a spreadsheet would take for a formula, and a whole number of so many digits that it would round them
 * (a session), begins with an apostrophe; whatever holds a comma, a quote or any end of a line stands in quotes. A
 * file that had to be cut says so in its last line.
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
  // Only the delimiter of records would be quoted: a lone CR or LF ends a line for others.
  return stringify(rows as unknown[][], { record_delimiter: 'windows', quoted_match: /[\r\n]/ })
}

function cell(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return JSON.stringify(value)
  return changed.test(value) ? `'${value}` : value
}

/** What a spreadsheet does not leave as it is: formulas, wide ones of East Asia too, and digits beyond its fifteen. */
const changed = /^(?:[=+\-@＝＋－＠\t\r\n]|\d{16,}$)/
