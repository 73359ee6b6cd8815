import { median } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import type { HttpRow } from './measure.ts'

/** A question a line; what misses the goal is marked. */
const goalMs = 20

export function summarizeHttp(rows: readonly HttpRow[]): string {
  const loads = [...new Set(rows.map(({ jobsPerSecond }) => jobsPerSecond))]
  const of = (question: string, jobs: number, pick: (row: HttpRow) => number): number =>
    median(rows.filter((row) => row.question === question && row.jobsPerSecond === jobs).map(pick))
  const body = [...new Set(rows.map(({ question }) => question))].map((question) => [
    question,
    plain(of(question, loads[0] ?? 0, (row) => row.kilobytes)),
    ...loads.flatMap((jobs) => {
      const p99 = of(question, jobs, (row) => row.latencyMs.p99)
      return [
        plain(of(question, jobs, (row) => row.latencyMs.p50)),
        `${plain(p99)}${p99 > goalMs ? ' !' : ''}`,
      ]
    }),
  ])
  const heads = loads.flatMap((jobs) => [`p50 ms, ${jobs} jobs/s`, `p99 ms, ${jobs} jobs/s`])
  const machine = loads.map((jobs) => {
    const pick = (of: (row: HttpRow) => number): string =>
      plain(median(rows.filter((row) => row.jobsPerSecond === jobs).map(of)))
    return `Beside ${pick((r) => r.jobsDone)} jobs/s the machine was ${pick((r) => r.busyDuring)} busy (1 = all cores), the clients late by ${pick((r) => r.clientsLateMs)} ms at p99, which is within the figures; the hub called itself not ready ${pick((r) => r.notReady ?? 0)} times.`
  })
  return [table(['GET', 'KB', ...heads], body), ...machine].join('\n\n')
}
