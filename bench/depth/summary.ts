import { median } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import type { DepthRow } from './part.ts'

export function summarizeDepth(rows: readonly DepthRow[]): string {
  const keyOf = ({ queue, limit, plans }: DepthRow): string => JSON.stringify([queue, limit, plans])
  const body = [...new Set(rows.map(keyOf))].map((key) => {
    const mine = rows.filter((row) => keyOf(row) === key)
    const of = (pick: (row: DepthRow) => number): string => plain(median(mine.map(pick)))
    const [queue, limit, plans] = JSON.parse(key) as [string, number, string]
    return [
      queue,
      limit,
      plans,
      of((r) => r.latencyMs.p50),
      of((r) => r.latencyMs.p95),
      of((r) => r.latencyMs.p99),
    ]
  })
  return table(['queue', 'at a time', 'plans', 'p50 ms', 'p95 ms', 'p99 ms'], body)
}
