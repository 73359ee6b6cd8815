import { median } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import type { StreamRow } from './part.ts'

const base = 'payload, no journal'

export function summarizeStream(rows: readonly StreamRow[]): string {
  const keys = [...new Set(rows.map(({ clients, system }) => JSON.stringify([clients, system])))]
  const body = keys.map((key) => {
    const [clients, system] = JSON.parse(key) as [number, string]
    const of = (name: string, pick: (row: StreamRow) => number): number =>
      median(rows.filter((row) => row.clients === clients && row.system === name).map(pick))
    return [
      clients,
      system,
      plain(of(system, (row) => row.commitToClientMs.p50)),
      plain(of(system, (row) => row.commitToClientMs.p95)),
      plain(of(system, (row) => row.commitToClientMs.p99)),
      plain(of(system, (row) => row.commitToClientMs.p95) / of(base, (row) => row.commitToClientMs.p95)),
      plain(of(system, (row) => row.cpuShare)),
      plain(of(system, (row) => row.rssMb)),
    ]
  })
  const head = ['clients', 'system', 'p50 ms', 'p95 ms', 'p99 ms', 'p95, x base', 'cores', 'MB']
  return table(head, body)
}
