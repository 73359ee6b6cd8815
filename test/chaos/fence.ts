import { cloneDatabase, dropClones, releaseClone } from '../support/clone.ts'
import { startTestServer, testVersion } from '../support/server.ts'
import { ensureTemplate } from '../support/template.ts'
import { sessionsAtOnce } from './crew.ts'
import { runRound } from './round.ts'
import { shortestStory } from './story.ts'
import { add, noTally, summaryOf, type Tally, tallyOf } from './tally.ts'

// npm run chaos -- fence: the whole of it, until all interleavings are done or one has gone wrong.

export type ChaosOptions = {
  readonly seed: number
  /** Of interleavings. */
  readonly count: number
}

/** So many share a database and are checked together; then a fresh one, before much history slows its checking. */
const perRound = 100
/** Rounds at the same time: while one waits for its slowest session, the other has the machine. */
const lanes = 2

/** Run interleavings; true when nothing happened that must not. */
export async function runFence({ seed, count: interleavings }: ChaosOptions): Promise<boolean> {
  const what = `${interleavings} interleavings of ${sessionsAtOnce} sessions`
  console.log(`fence: ${what}, seed ${seed}, PostgreSQL ${testVersion}`)
  const server = await startTestServer()
  try {
    const template = await ensureTemplate(server.url)
    const started = performance.now()
    const run = await runRounds(seed, interleavings, () => cloneDatabase(server.url, template, process.pid))
    console.log(summaryOf(run.tally, (performance.now() - started) / 1000))
    for (const story of run.stories) console.error(`\nseed ${seed}, ${story}`)
    return run.tally.violations === 0 && run.tally.interleavings === interleavings
  } finally {
    await dropClones(server.url, process.pid)
    await server.stop()
  }
}

type Run = { readonly tally: Tally; readonly stories: readonly string[] }

async function runRounds(seed: number, interleavings: number, fresh: () => Promise<string>): Promise<Run> {
  const stories: string[] = []
  let tally = noTally
  let [next, interrupted] = [0, false]
  const interrupt = (): void => {
    interrupted = true
  }
  process.once('SIGINT', interrupt)
  const lane = async (): Promise<void> => {
    while (next < interleavings && !interrupted && stories.length === 0) {
      const from = next
      const count = Math.min(perRound, interleavings - from)
      next += count
      const url = await fresh()
      const round = await runRound(url, seed, from, count)
      releaseClone(url)
      tally = add(tally, tallyOf(round, count))
      progress(tally, interleavings)
      if (round.violations.length > 0)
        stories.push(`interleavings ${from} to ${from + count - 1}\n${shortestStory(round)}`)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  process.off('SIGINT', interrupt)
  return { tally, stories }
}

function progress({ interleavings, calls, violations }: Tally, all: number): void {
  const line = `${interleavings}/${all} interleavings, ${calls} calls, ${violations} violations`
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${interleavings === all ? '\n' : ''}`)
  else if (interleavings % 1000 === 0) console.error(line)
}
