import { median } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import type { IdleRow } from './idle.ts'
import type { LatencyRow } from './part.ts'

export function summarizeLatency(rows: readonly (LatencyRow | IdleRow)[]): string {
  const latencies = rows.filter((row) => row.kind === 'latency')
  const body = unique(latencies.map(({ perSecond }) => perSecond)).flatMap((perSecond) =>
    unique(latencies.filter((row) => row.perSecond === perSecond).map(({ system }) => system)).map(
      (system) => {
        const mine = latencies.filter((row) => row.perSecond === perSecond && row.system === system)
        const of = (pick: (row: LatencyRow) => number): string => plain(median(mine.map(pick)))
        return [
          `${perSecond}/s`,
          system,
          of((row) => row.insertToClaimMs.p50),
          of((row) => row.insertToClaimMs.p95),
          of((row) => row.insertToClaimMs.p99),
          of((row) => row.commitToClaimMs.p50),
          of((row) => row.commitToClaimMs.p99),
        ]
      },
    ),
  )
  const head = ['arrivals', 'system', 'p50 ms', 'p95 ms', 'p99 ms', 'from commit p50', 'from commit p99']
  const idle = rows
    .filter((row) => row.kind === 'idle')
    .map((row) => [
      row.system,
      plain(row.statementsPerSecond),
      Object.entries(row.byApplication)
        .map(([name, count]) => `${name} ${plain(count / row.seconds)}`)
        .join(', '),
    ])
  return `${table(head, body)}\n\n${table(['idle', 'statements/s', 'by'], idle)}`
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
