import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PartResult } from './part.ts'

/** A part as it was measured: when, and of which state of the sources. */
export type Measured = PartResult<unknown> & {
  readonly at: string
  /** Short commit id; null outside a checkout. */
  readonly commit: string | null
  /** Hash of everything under sql/: also tells what was not committed. */
  readonly sql: string
}

/** What one file of results holds. */
export type Results = {
  readonly machine: Readonly<Record<string, unknown>>
  readonly parts: Readonly<Record<string, Measured>>
}

/** Where a complete run is kept. */
export function resultsFile({ at, commit, sql }: Measured): string {
  return join(import.meta.dirname, '..', 'results', `${at.slice(0, 10)}-${commit ?? sql}.json`)
}

export async function readResults(file: string): Promise<Results> {
  return JSON.parse(await readFile(file, 'utf8')) as Results
}

export async function writeResults(file: string, results: Results): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(results, null, 1)}\n`)
}

/** Put parts into a file, in the place of former measurements. Another machine's numbers do not mix. */
export async function mergeResults(file: string, results: Results): Promise<void> {
  if (!existsSync(file)) return writeResults(file, results)
  const former = await readResults(file)
  if (JSON.stringify(former.machine) !== JSON.stringify(results.machine)) {
    throw new Error(`${file} is of another machine or other settings`)
  }
  await writeResults(file, { ...former, parts: { ...former.parts, ...results.parts } })
}
