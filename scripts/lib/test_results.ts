import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where each test run leaves its counts, one file per version of PostgreSQL. */
export const resultsDir = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'test')

export type Counts = { readonly passed: number; readonly failed: number }

/** The sum of all runs in a directory. */
export function total(dir: string): Counts {
  const runs = readdirSync(dir)
    .filter((name) => name.endsWith('.counts.json'))
    .map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as Counts)
  return {
    passed: runs.reduce((sum, run) => sum + run.passed, 0),
    failed: runs.reduce((sum, run) => sum + run.failed, 0),
  }
}

/** As people and scripts read it. */
export function summary(dir: string): string {
  const { passed, failed } = total(dir)
  return `${passed} passed, ${failed} failed`
}
