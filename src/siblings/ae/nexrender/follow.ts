import { setTimeout as sleep } from 'node:timers/promises'
import { RenderError } from '../types.ts'
import { errorOf, type NexrenderClient, type NexrenderJob, ServerAway } from './client.ts'
import { Postponed } from './postponed.ts'

export type FollowOptions = {
  /** Milliseconds between two looks. */
  readonly poll: number
  /** How long a job may wait in nexrender's queue, and how long it may render; milliseconds. */
  readonly timeout: number
  /** How long it may show no change while it renders; milliseconds. */
  readonly stall: number
  /** How long nexrender-server may be away; milliseconds. */
  readonly patience: number
}

/** Ask nexrender-server, and ask again while it is away; a restart of it is borne. */
export async function patiently<T>(
  ask: () => Promise<T>,
  { patience, poll }: Pick<FollowOptions, 'patience' | 'poll'>,
  signal: AbortSignal,
): Promise<T> {
  for (const until = Date.now() + patience; ; await sleep(poll, undefined, { signal })) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ServerAway)) throw error
      if (Date.now() + poll > until) throw new Postponed(error.message, error)
    }
  }
}

/**
 * Watch a job until nexrender says that it is finished; throws when it fails, disappears, or takes
 * too long. A time limit counts from what this process saw, not from clocks of other PCs.
 */
export async function follow(
  client: NexrenderClient,
  uid: string,
  options: FollowOptions,
  { signal, progress }: { signal: AbortSignal; progress(percent: number): void },
): Promise<void> {
  let phase = ''
  let phaseSince = Date.now()
  let seen = ''
  let seenSince = Date.now()
  for (; ; await sleep(options.poll, undefined, { signal })) {
    const job = await patiently(() => client.find(uid), options, signal)
    if (!job) {
      throw new RenderError(
        `nexrender-server has lost job ${uid}; temporary, it is ordered anew`,
        'retryable',
      )
    }
    if (job.state === 'finished') return
    if (job.state === 'error') throw new RenderError(errorOf(job))
    const percent = percentOf(job)
    progress(percent)
    const now = Date.now()
    const nextPhase = isQueued(job) ? 'queued' : 'rendering'
    if (phase !== nextPhase) [phase, phaseSince] = [nextPhase, now]
    const sight = `${job.state} ${percent} ${job.updatedAt}`
    if (seen !== sight) [seen, seenSince] = [sight, now]
    if (now - phaseSince > options.timeout) {
      throw new RenderError(
        `timeout: ${phase} for ${seconds(options.timeout)} (nexrender job ${uid})`,
        'retryable',
      )
    }
    if (phase === 'rendering' && now - seenSince > options.stall) {
      throw new RenderError(
        `timeout: no sign of life from the render PC for ${seconds(options.stall)} (nexrender job ${uid})`,
        'retryable',
      )
    }
  }
}

function isQueued({ state }: NexrenderJob): boolean {
  return state === 'queued' || state === 'created'
}

/** Per cent of the whole job by nexrender's states; rendering itself is 40 to 80. */
function percentOf({ state, renderProgress }: NexrenderJob): number {
  const named: Readonly<Record<string, number>> = {
    queued: 5,
    picked: 25,
    started: 30,
    'render:setup': 30,
    'render:download': 35,
    'render:script': 38,
    'render:postrender': 85,
    'render:cleanup': 90,
  }
  if (state === 'render:dorender') return 40 + 0.4 * Math.max(0, Math.min(100, renderProgress ?? 0))
  return named[state] ?? 35
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`
}
