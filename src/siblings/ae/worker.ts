import { setTimeout as sleep } from 'node:timers/promises'
import { attend, claimInstructions, registerWorker } from '../../database/verbs.ts'
import { createBell } from './bell.ts'
import { createGate } from './gate.ts'
import { type Held, startHeartbeat } from './heartbeat.ts'
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
  /** How many at once; 1 when left out. */
  readonly jobs?: number
  /** Stop after so many jobs have completed or failed. */
  readonly count: number
  readonly render: Render
  /** Does the renderer take work? Throws RendererClosed while it does not; asked after it has refused some. */
  readonly ready?: () => Promise<void>
  readonly tell: (news: WorkerNews) => void
  /** Aborted = hand back what is held, then stop. */
  readonly signal: AbortSignal
  /** Pause after an empty claim in milliseconds: the first, and the longest it doubles to. */
  readonly pauses?: readonly [shortest: number, longest: number]
  /** Between two questions whether the renderer takes work again, likewise. */
  readonly askAgain?: readonly [shortest: number, longest: number]
}

export type Summary = Readonly<Record<Outcome, number>>

/** The contract this worker was written for. */
const contract = '1.0'

/**
 * Work for the hub until enough is done or the signal comes: claim, render, report, as many jobs
 * at a time as wanted. Woken by `hub_work`; the poll behind it finds what a lost ring would have told.
 */
export async function runWorker(options: WorkerOptions): Promise<Summary> {
  const { tell } = options
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
  options.signal.addEventListener('abort', hurry, { once: true })
  const fault = new AbortController()
  const signal = AbortSignal.any([options.signal, fault.signal])
  const tally = { completed: 0, failed: 0, cancelled: 0, lost: 0, released: 0 }
  const running = new Set<Promise<void>>()
  let stopBeating = async (): Promise<void> => {}

  try {
    await link.connect()
    const heartbeat = startHeartbeat(link, worker)
    stopBeating = heartbeat.stop
    const { ready = async () => {}, askAgain: again = [1_000, 60_000] } = options
    const gate = createGate({ ready, tell, signal, pauses: again })
    const context: JobContext = { link, render: options.render, tell, signal, closed: gate.close }
    const rest = createRest(bell, options.pauses ?? [250, 2_000], signal)
    const start = (held: Held): void => {
      const job = serveJob(held, context)
        .then((outcome) => {
          tally[outcome] += 1
        })
        .catch((error) => fault.abort(error))
        .finally(() => {
          running.delete(job)
          rest.end()
        })
      running.add(job)
    }
    const enough = () => tally.completed + tally.failed >= options.count
    while (!signal.aborted && !enough()) {
      if (gate.isClosed) {
        await gate.ask()
        continue
      }
      // A server that has not noticed yet that the former connection died says no at first.
      if (!attends) attends = await link.call((db) => attend(db, worker))
      const left = options.count - tally.completed - tally.failed
      const free = Math.min(options.jobs ?? 1, left) - running.size
      const taken = free > 0 ? await heartbeat.hold(() => claim(link, worker, options.templates, free)) : []
      taken.forEach(start)
      await rest.take(taken.length > 0 || free === 0)
    }
    await Promise.all(running)
    if (fault.signal.aborted) throw fault.signal.reason
    return tally
  } finally {
    options.signal.removeEventListener('abort', hurry)
    fault.abort()
    await Promise.all(running)
    await stopBeating()
    await link.close()
  }
}

type Rest = { take(busy: boolean): Promise<void>; end(): void }

/** The pause between two claims: until a ring or the end of a job, longer each time nothing is found. */
function createRest(
  bell: ReturnType<typeof createBell>,
  [shortest, longest]: readonly [number, number],
  signal: AbortSignal,
): Rest {
  let pause = shortest
  let jobEnded = false
  return {
    end() {
      jobEnded = true
      bell.ring()
    },
    async take(busy) {
      if (busy) pause = shortest
      if (await bell.wait(busy ? longest : pause, signal)) {
        if (!jobEnded) await sleep(Math.random() * 20) // a ring wakes every worker: not all at once
        pause = shortest
      } else {
        pause = Math.min(pause * 2, longest)
      }
      jobEnded = false
    },
  }
}

function claim(
  link: Link,
  worker: string,
  templates: readonly string[] | null,
  limit: number,
): Promise<Instruction[]> {
  return link.call((db) => claimInstructions(db, worker, { limit, templates }))
}
