import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../../database/pool.ts'
import type { Hub } from '../../siblings/feature_table/hub.ts'
import type { Progress } from '../../siblings/feature_table/progress.ts'
import { describeProblem } from '../../siblings/feature_table/summary.ts'
import { broadcast } from '../broadcast.ts'
import { createFeed } from '../feed.ts'
import { playBack } from '../playback.ts'
import { type Random, seededBy } from '../random.ts'
import { createWriter } from '../writer.ts'
import { type Counts, describeCounts, nextStart, startCounting } from './counts.ts'
import type { Crew } from './crew.ts'

export type ShowOptions = {
  readonly db: Db
  /** Where the hands go; bears outages. */
  readonly hub: Hub
  readonly crew: Crew
  /** Folder for the documents. */
  readonly documents: string
  readonly seed: string
  readonly tables: number
  readonly speed: number
  /** Stop after so many hands, when their graphics are made. */
  readonly hands: number
  /** Seconds between two crashes on average; 0 = none. */
  readonly crashEvery: number
  readonly progress: Progress
  /** Width of the screen. */
  readonly columns: number | undefined
  readonly isOutage: (error: unknown) => boolean
  readonly signal: AbortSignal
}

const lookMs = 500

/** Play a broadcast into the hub, crash a worker now and then, and show how it goes. */
export async function runShow(options: ShowOptions): Promise<Counts | null> {
  const { db, crew, progress, signal } = options
  const count = await startCounting(db)
  const ending = new AbortController()
  const stop = AbortSignal.any([signal, ending.signal])
  let played = false
  const playing = play(options, stop).then(() => {
    played = true
  })
  // Told of at the end as well; until then it must not stay unheard.
  playing.catch(() => ending.abort())
  const crash = crashes(options, seededBy(`${options.seed}/crashes`))
  let last: Counts | null = null
  try {
    while (!stop.aborted) {
      const counts = await unlessAway(count, options)
      if (counts) {
        last = counts
        progress.show(describeCounts(counts, crew.size(), options.columns))
        crash(counts)
        if (played && counts.pending + counts.processing === 0) break
      }
      await sleep(lookMs, undefined, { signal: stop }).catch(() => {}) // ended: the loop sees it
    }
  } finally {
    ending.abort()
    await playing
  }
  return last
}

async function play(options: ShowOptions, signal: AbortSignal): Promise<void> {
  const { seed, tables, speed, hands, progress } = options
  const feed = createFeed({
    hub: options.hub,
    write: createWriter(options.documents),
    isOutage: options.isOutage,
    onProblem: (problem) => progress.line(describeProblem(problem)),
  })
  const steps = broadcast({ seed, tables, start: await nextStart(options.db) })
  await playBack(steps, { speed, hands, signal, take: feed.take })
}

/** Crashes a worker that holds a job, when it is time for it. */
function crashes({ crew, crashEvery, progress }: ShowOptions, random: Random): (counts: Counts) => void {
  const pause = (): number => 1000 * crashEvery * (0.5 + random())
  let due = crashEvery > 0 ? Date.now() + pause() : Number.POSITIVE_INFINITY
  return ({ busy }) => {
    if (Date.now() < due || busy.length === 0) return
    const host = random.of(busy)
    if (!crew.crash(host)) return
    progress.line(`${host} is killed while it renders`)
    due = Date.now() + pause()
  }
}

async function unlessAway(
  count: () => Promise<Counts>,
  { isOutage, progress }: ShowOptions,
): Promise<Counts | null> {
  try {
    return await count()
  } catch (error) {
    if (!isOutage(error)) throw error
    progress.show(`database away: ${(error as Error).message}`)
    return null
  }
}
