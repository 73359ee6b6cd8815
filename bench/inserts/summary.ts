import { median } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import type { InsertRow } from './part.ts'

/** Medians over the rounds; each ratio is the median of the rounds' own ratios, since neighbours in time compare best. */
export function summarizeInserts(rows: readonly InsertRow[]): string {
  const names = unique(rows.map(({ variant }) => variant))
  const body = unique(rows.map(({ writers }) => writers)).flatMap((writers) =>
    unique(rows.map(({ listener }) => listener)).flatMap((listener) =>
      names.map((variant) => {
        const of = (name: string): InsertRow[] =>
          rows.filter((row) => row.writers === writers && row.listener === listener && row.variant === name)
        const mine = of(variant)
        return [
          writers,
          listener,
          variant,
          plain(median(mine.map((row) => row.perSecond))),
          ratio(mine, of('bare')),
          ratio(mine, of('notify')),
          plain(median(mine.map((row) => row.latencyMs.p50))),
          plain(median(mine.map((row) => row.latencyMs.p99))),
        ]
      }),
    ),
  )
  return table(
    ['writers', 'listener', 'variant', 'hands/s', 'of bare', 'of notify', 'p50 ms', 'p99 ms'],
    body,
  )
}

function ratio(mine: readonly InsertRow[], base: readonly InsertRow[]): string {
  const ratios = mine.flatMap((row) => {
    const other = base.find(({ round }) => round === row.round)
    return other ? [row.perSecond / other.perSecond] : []
  })
  return ratios.length > 0 ? median(ratios).toFixed(2) : '-'
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
