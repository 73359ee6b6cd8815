import { median } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import type { ThroughputRow } from './part.ts'

export function summarizeThroughput(rows: readonly ThroughputRow[]): string {
  const systems = [...new Set(rows.map(({ system }) => system))]
  const body = [...new Set(rows.map(({ batch }) => batch))].flatMap((batch) =>
    systems.map((system) => {
      const mine = rows.filter((row) => row.batch === batch && row.system === system)
      return [
        batch,
        system,
        plain(median(mine.map((row) => row.perSecond))),
        ...systems.slice(1).map((other) =>
          ratio(
            mine,
            rows.filter((row) => row.batch === batch && row.system === other),
          ),
        ),
        plain(median(mine.map((row) => row.walBytesPerJob))),
      ]
    }),
  )
  return table(
    ['batch', 'system', 'jobs/s', ...systems.slice(1).map((name) => `of ${name}`), 'WAL B/job'],
    body,
  )
}

function ratio(mine: readonly ThroughputRow[], base: readonly ThroughputRow[]): string {
  const ratios = mine.flatMap((row) => {
    const other = base.find(({ round }) => round === row.round)
    return other ? [row.perSecond / other.perSecond] : []
  })
  return ratios.length > 0 ? median(ratios).toFixed(2) : '-'
}
