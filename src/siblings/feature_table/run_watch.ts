import { resolve } from 'node:path'
import { type Ingest, startIngest } from './ingest.ts'
import { countPremium, optionsOf, type Run, voidByLogs } from './run.ts'
import { describeSummary, summarise } from './summary.ts'
import { describeVoiding } from './void_redone.ts'
import { watchExports } from './watch.ts'

/** A run that goes on; its hub bears outages. */
export type WatchRun = Run & {
  /** What was named: files and folders. */
  readonly paths: readonly string[]
  readonly pollMs: number | undefined
  readonly patienceMs: number
}

/** Follow exports and logs until the signal. True when nothing is wrong at the end. */
export async function runWatch(run: WatchRun): Promise<boolean> {
  const { progress, print } = run
  const logs = new Set(run.logs.map((log) => resolve(log)))
  const feeder = startIngest(optionsOf(run))
  let changed = true
  let clean = true
  let greeted = false

  async function take(name: string, bytes: Uint8Array): Promise<void> {
    changed = true
    if (logs.has(name)) return
    const before = { ...feeder.state.outcomes }
    await feeder.feed({ name, bytes })
    const news = describeNews(before, feeder.state.outcomes)
    if (greeted && news) print(`${name}: ${news}`)
  }

  async function onIdle(): Promise<void> {
    if (!changed) return
    changed = false
    progress.clear()
    const voidings = await voidByLogs(run)
    clean = voidings.every((voiding) => voiding.problems.length === 0)
    for (const voiding of voidings) {
      if (!greeted || voiding.voided.length > 0) print(describeVoiding(voiding))
    }
    if (!greeted) print(`${await sum()}\nfollowing ${run.paths.join(', ')}`)
    greeted = true
  }

  const sum = async () => describeSummary(summarise(feeder.state), await countPremium(run, feeder.state))

  try {
    await watchExports({
      paths: [...run.paths, ...run.logs],
      first: run.files,
      pollMs: run.pollMs,
      patienceMs: run.patienceMs,
      signal: run.signal,
      take,
      onIdle,
      onBroken: feeder.giveUp,
      onTrouble: (error) => progress.line(`cannot watch: ${(error as Error).message}`),
    })
  } finally {
    progress.clear()
  }
  if (greeted) print(await sum())
  return clean && summarise(feeder.state).problems.length === 0
}

function describeNews(before: Ingest['outcomes'], after: Ingest['outcomes']): string {
  const outcomes = ['inserted', 'revised', 'completed_plain'] as const
  return outcomes
    .filter((outcome) => after[outcome] > before[outcome])
    .map((outcome) => `${after[outcome] - before[outcome]} ${outcome.replace('_', ' ')}`)
    .join(', ')
}
