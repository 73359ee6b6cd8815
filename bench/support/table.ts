export type Cell = string | number

/** Rows under a head as a Markdown table, which reads well in a terminal too. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [first, ...others] = cells.map(line)
  return [first, line(widths.map((width) => '-'.repeat(width))), ...others].join('\n')
}

/** A number as a person reads it. */
export function plain(value: number): string {
  if (Number.isNaN(value)) return '-'
  return value >= 100
    ? Math.round(value).toLocaleString('en-GB').replaceAll(',', ' ')
    : String(Number(value.toPrecision(3)))
}
