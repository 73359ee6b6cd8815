import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describeSources } from '../support/machine.ts'
import type { BenchServer } from '../support/server.ts'
import type { RunRow } from './measure.ts'

/** What a file of results holds. */
export type DetectionFile = {
  readonly at: string
  readonly commit: string | null
  readonly sql: string
  readonly rows: readonly RunRow[]
}

/** From here on seeds are for reporting: nothing was ever tuned on them. */
export const firstReportingSeed = 1000

/** Keep a run of reporting seeds among the results. */
export async function writeRows(rows: readonly RunRow[], server: BenchServer): Promise<string> {
  if (rows.some(({ seed }) => seed < firstReportingSeed)) return 'not saved: seeds below 1000 are for tuning'
  const sources = await describeSources(server)
  const at = new Date().toISOString()
  const path = join(
    import.meta.dirname,
    '..',
    'results',
    `detection-${at.slice(0, 10)}-${sources.commit ?? sources.sql}.json`,
  )
  await save(path, { at, ...sources, rows })
  return `saved: ${path}`
}

/** Put rows into a file, in the place of former ones of the same seed, regime and twin. */
export async function mergeRows(path: string, rows: readonly RunRow[], server: BenchServer): Promise<string> {
  const sources = await describeSources(server)
  const former = existsSync(path) ? ((await readDetection(path)).rows as RunRow[]) : []
  const keyOf = ({ regime, seed, twin }: RunRow): string => `${regime} ${seed} ${twin}`
  const fresh = new Set(rows.map(keyOf))
  const all = [...former.filter((row) => !fresh.has(keyOf(row))), ...rows]
  await save(path, { at: new Date().toISOString(), ...sources, rows: all })
  return `merged into ${path}`
}

export async function readDetection(path: string): Promise<DetectionFile> {
  return JSON.parse(await readFile(path, 'utf8')) as DetectionFile
}

async function save(path: string, file: DetectionFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(file)}\n`)
}
