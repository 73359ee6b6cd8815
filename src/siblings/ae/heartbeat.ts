import { heartbeat, releaseInstruction } from '../../database/verbs.ts'
import type { Link } from './link.ts'
import type { Instruction } from './types.ts'

/** A job that this worker holds, and the hub's word on it. */
export type Held = {
  readonly job: Instruction
  /** Aborted when the job must stop: with 'cancel', 'lost', or the error that ended the heartbeat. */
  readonly stopped: AbortSignal
  progress(percent: number): void
  /** It has ended: no more signs of life for it. */
  drop(): void
}

/** The sign of life of one worker, for all its jobs. */
export type Heartbeat = {
  /** Take what a claim answers; from here on the jobs are kept alive. */
  hold(claim: () => Promise<Instruction[]>): Promise<Held[]>
  stop(): Promise<void>
}

type Entry = { readonly job: Instruction; readonly ending: AbortController; percent: number }

/**
 * Beat eight times in the shortest lease: of one of 12 s a stall of 10 s, in which no timer fires,
 * is borne, and so are several lost beats.
 *
 * Claims and beats take turns. A beat during a claim would find jobs lent to this worker that
 * nobody holds yet, and give them back.
 */
export function startHeartbeat(link: Link, worker: string): Heartbeat {
  const held = new Map<number, Entry>()
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = false

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = turn.then(act)
    turn = mine.catch(() => {}) // whoever asked hears of it
    return mine
  }

  const beat = async (): Promise<void> => {
    waiting = false
    const before = new Map(held)
    if (before.size === 0) return
    const progress = Object.fromEntries([...before].map(([id, { percent }]) => [id, percent]))
    for (const order of await link.call((db) => heartbeat(db, worker, progress))) {
      const mine = before.get(order.instruction_id)
      if (mine) {
        if (order.command !== 'continue') mine.ending.abort(order.command)
      } else if (order.command !== 'lost') {
        // Lent to this worker, but the answer never arrived; or cancelled meanwhile: put it down.
        await link.call((db) => releaseInstruction(db, order.instruction_id, order.attempt))
      }
    }
  }

  const schedule = (): void => {
    clearInterval(timer)
    const leases = [...held.values()].map(({ job }) => leaseOf(job))
    if (leases.length === 0) return
    timer = setInterval(
      () => {
        if (waiting) return
        waiting = true
        inTurn(beat).catch((error) => {
          for (const { ending } of held.values()) ending.abort(error)
        })
      },
      Math.min(...leases) / 8,
    )
  }

  const take = (job: Instruction): Held => {
    held.get(job.id)?.ending.abort('lost') // lent anew to the worker that had lost it
    const entry: Entry = { job, ending: new AbortController(), percent: 0 }
    held.set(job.id, entry)
    return {
      job,
      stopped: entry.ending.signal,
      progress: (value) => {
        entry.percent = Math.max(0, Math.min(100, Math.round(value)))
      },
      drop: () => {
        if (held.get(job.id) !== entry) return
        held.delete(job.id)
        schedule()
      },
    }
  }

  return {
    hold: (claim) =>
      inTurn(async () => {
        const jobs = (await claim()).map(take)
        if (jobs.length > 0) schedule()
        return jobs
      }),
    async stop() {
      clearInterval(timer)
      await turn
    },
  }
}

/** Milliseconds, both times on the hub's clock. */
function leaseOf({ id, lease_expires_at: end, started_at: start }: Instruction): number {
  if (!end || !start) throw new Error(`instruction ${id} was lent without a lease`)
  return end.getTime() - start.getTime()
}
