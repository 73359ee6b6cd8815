import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where each test run leaves its counts, one file per version of PostgreSQL. */
export const resultsDir = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'test')

export type Counts = {
  readonly passed: number
  readonly failed: number
  /** What failed, as a person looks for it: file and name. */
  readonly failures?: readonly string[]
}

/** The sum of all runs in a directory. */
export function total(dir: string): Required<Counts> {
  const runs = readdirSync(dir)
    .filter((name) => name.endsWith('.counts.json'))
    .map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as Counts)
  return {
    passed: runs.reduce((sum, run) => sum + run.passed, 0),
    failed: runs.reduce((sum, run) => sum + run.failed, 0),
    failures: runs.flatMap((run) => run.failures ?? []),
  }
}

/** As people and scripts read it: what failed, and last the counts. */
export function summary(dir: string): string {
  const { passed, failed, failures } = total(dir)
  return [...failures.map((name) => `failed: ${name}`), `${passed} passed, ${failed} failed`].join('\n')
}
