import { heartbeat, releaseInstruction } from '../../database/verbs.ts'
import type { JobContext } from './job.ts'
import type { Instruction } from './types.ts'

/** The sign of life of one job. */
export type Heartbeat = {
  /** Aborted when the job must stop: with 'cancel', 'lost', or the error that ended the heartbeat. */
  readonly stopped: AbortSignal
  progress(percent: number): void
  stop(): Promise<void>
}

/**
 * Beat eight times in a lease: of one of 12 s a stall of 10 s, in which no timer fires, is borne, and
 * so are several lost beats.
 */
export function startHeartbeat(job: Instruction, { link, worker }: JobContext): Heartbeat {
  const ending = new AbortController()
  let percent = 0
  let underWay: Promise<void> | undefined

  const beat = async (): Promise<void> => {
    for (const order of await link.call((db) => heartbeat(db, worker, { [job.id]: percent }))) {
      const mine = order.instruction_id === job.id
      if (!mine && order.command !== 'lost') {
        // Lent to this worker, but the answer never arrived; or cancelled meanwhile: put it down.
        await link.call((db) => releaseInstruction(db, order.instruction_id, order.attempt))
      } else if (mine && order.command !== 'continue') {
        ending.abort(order.command)
      }
    }
  }
  const timer = setInterval(() => {
    underWay ??= beat()
      .catch((error) => ending.abort(error))
      .finally(() => {
        underWay = undefined
      })
  }, leaseOf(job) / 8)

  return {
    stopped: ending.signal,
    progress: (value) => {
      percent = Math.max(0, Math.min(100, Math.round(value)))
    },
    async stop() {
      clearInterval(timer)
      await underWay
    },
  }
}

/** Milliseconds, both times on the hub's clock. */
function leaseOf({ id, lease_expires_at: end, started_at: start }: Instruction): number {
  if (!end || !start) throw new Error(`instruction ${id} was lent without a lease`)
  return end.getTime() - start.getTime()
}
