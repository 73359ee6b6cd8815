import { setTimeout as sleep } from 'node:timers/promises'
import { attend, claimInstructions, registerWorker } from '../../database/verbs.ts'
import { createBell } from './bell.ts'
import { type JobContext, type Outcome, serveJob } from './job.ts'
import { Link } from './link.ts'
import type { Instruction, Render, WorkerNews } from './types.ts'

export type WorkerOptions = {
  readonly url: string
  readonly host: string
  /** Name and version of this client. */
  readonly client: string
  readonly capabilities: readonly string[]
  /** Only these templates; null = any. */
  readonly templates: readonly string[] | null
  /** Stop after so many jobs have completed or failed. */
  readonly count: number
  readonly render: Render
  readonly tell: (news: WorkerNews) => void
  /** Aborted = hand back what is held, then stop. */
  readonly signal: AbortSignal
  /** Pause after an empty claim in milliseconds: the first, and the longest it doubles to. */
  readonly pauses?: readonly [shortest: number, longest: number]
}

export type Summary = Readonly<Record<Outcome, number>>

/** The contract this worker was written for. */
const contract = '1.0'

/**
 * Work for the hub until enough is done or the signal comes: claim, render, report, one job at
 * a time. Woken by `hub_work`; the poll behind it finds what a lost ring would have told.
 */
export async function runWorker(options: WorkerOptions): Promise<Summary> {
  const { signal, tell } = options
  const [shortest, longest] = options.pauses ?? [250, 2_000]
  const bell = createBell()
  let worker = ''
  let attends = false
  const link = new Link(options.url, {
    applicationName: `${options.client} on ${options.host}`.slice(0, 63),
    onConnect: async (session) => {
      const client = `${options.client} contract/${contract}`
      worker ||= await registerWorker(session.db, options.host, options.capabilities, client)
      attends = await attend(session.db, worker)
      await session.listen('hub_work', bell.ring)
      tell({ kind: 'connected', worker })
    },
    onOutage: (error) => tell({ kind: 'outage', error }),
  })
  const hurry = () => link.hurry(5_000)
  signal.addEventListener('abort', hurry, { once: true })

  const tally = { completed: 0, failed: 0, cancelled: 0, lost: 0, released: 0 }
  try {
    await link.connect()
    const context: JobContext = { link, worker, render: options.render, tell, signal }
    for (let pause = shortest; !signal.aborted && tally.completed + tally.failed < options.count; ) {
      // A server that has not noticed yet that the former connection died says no at first.
      if (!attends) attends = await link.call((db) => attend(db, worker))
      const [job] = await claim(link, worker, options.templates)
      if (job) {
        tally[await serveJob(job, context)] += 1
        pause = shortest
      } else if (await bell.wait(pause, signal)) {
        await sleep(Math.random() * 20) // a ring wakes every worker: not all at once
        pause = shortest
      } else {
        pause = Math.min(pause * 2, longest)
      }
    }
    return tally
  } finally {
    signal.removeEventListener('abort', hurry)
    await link.close()
  }
}

function claim(link: Link, worker: string, templates: readonly string[] | null): Promise<Instruction[]> {
  return link.call((db) => claimInstructions(db, worker, { limit: 1, templates }))
}
