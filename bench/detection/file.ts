import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describeSources } from '../support/machine.ts'
import type { BenchServer } from '../support/server.ts'
import type { ClosedRow } from './closed.ts'
import type { RunRow } from './measure.ts'
import type { Storm } from './storm.ts'

/** What one call of the bench measured. */
export type Measured = {
  readonly rows?: readonly RunRow[]
  readonly storm?: Storm
  readonly closed?: readonly ClosedRow[]
}

/** What a file of results holds. */
export type DetectionFile = Measured & {
  readonly at: string
  readonly commit: string | null
  /** Hash of everything under sql/. */
  readonly sql: string
}

/** From here on seeds are for reporting: nothing was ever tuned on them. */
const firstReportingSeed = 1000

const results = join(import.meta.dirname, '..', 'results')

/** Put what was measured into a file, in the place of former runs of the same seed, regime and twin. */
export async function keepMeasured(measured: Measured, server: BenchServer, into?: string): Promise<string> {
  const seeds = [...(measured.rows ?? []), ...(measured.closed ?? [])].map(({ seed }) => seed)
  if (!into && seeds.some((seed) => seed < firstReportingSeed))
    return 'not saved: seeds below 1000 are for tuning'
  const sources = await describeSources(server)
  const at = new Date().toISOString()
  const path = into ?? join(results, `detection-${at.slice(0, 10)}-${sources.commit ?? sources.sql}.json`)
  const former: Partial<DetectionFile> = existsSync(path) ? await readDetection(path) : {}
  const file: DetectionFile = {
    at,
    ...sources,
    ...(former.storm && { storm: former.storm }),
    ...measured,
    rows: replace(
      former.rows,
      measured.rows,
      ({ regime, seed, twin, tick = 60 }) => `${regime} ${seed} ${twin} ${tick}`,
    ),
    closed: replace(former.closed, measured.closed, ({ regime, seed }) => `${regime} ${seed}`),
  }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(file)}\n`)
  return `saved: ${path}`
}

function replace<T>(former: readonly T[] = [], fresh: readonly T[] = [], keyOf: (row: T) => string): T[] {
  const keys = new Set(fresh.map(keyOf))
  return [...former.filter((row) => !keys.has(keyOf(row))), ...fresh]
}

async function readDetection(path: string): Promise<DetectionFile> {
  return JSON.parse(await readFile(path, 'utf8')) as DetectionFile
}

/** The newest results, and where they lie. */
export async function newestDetection(): Promise<{ readonly name: string; readonly file: DetectionFile }> {
  const names = await Array.fromAsync(glob('detection-*.json', { cwd: results }))
  const files = await Promise.all(
    names.map(async (name) => ({ name, file: await readDetection(join(results, name)) })),
  )
  const newest = files.sort((a, b) => (a.file.at < b.file.at ? -1 : 1)).at(-1)
  if (!newest) throw new Error('there are no results yet: npm run bench -- detection')
  return newest
}
