import { isOutage } from '../../database/outage.ts'
import { completeInstruction, failInstruction, releaseInstruction } from '../../database/verbs.ts'
import type { Held } from './heartbeat.ts'
import type { Link } from './link.ts'
import {
  type Instruction,
  type Render,
  RenderError,
  type Rendered,
  RendererClosed,
  type WorkerNews,
} from './types.ts'

/**
 * How a job ended for this worker: `cancelled` by a person, `lost` to another worker or to an
 * expired lease, `released` because the worker was told to stop or the renderer takes no work.
 */
export type Outcome = 'completed' | 'failed' | 'cancelled' | 'lost' | 'released'

export type JobContext = {
  readonly link: Link
  readonly render: Render
  readonly tell: (news: WorkerNews) => void
  readonly signal: AbortSignal
  /** Told before the job goes back, so that nobody here claims it again at once. */
  readonly closed: (error: RendererClosed) => void
}

/** Render one claimed instruction and report what became of it. */
export async function serveJob(held: Held, context: JobContext): Promise<Outcome> {
  try {
    const news = await attempt(held, context)
    context.tell(news)
    return news.kind
  } finally {
    held.drop()
  }
}

type Ending = Extract<WorkerNews, { kind: Outcome }>

async function attempt(held: Held, context: JobContext): Promise<Ending> {
  const { job, stopped } = held
  const { link, render, signal } = context
  const began = performance.now()
  let rendered: Rendered
  try {
    rendered = await render(job, {
      signal: AbortSignal.any([signal, stopped]),
      progress: held.progress,
    })
  } catch (error) {
    if (stopped.reason instanceof Error) throw stopped.reason
    if (stopped.aborted || signal.aborted) return giveBack(held, link)
    if (error instanceof RendererClosed) {
      context.closed(error)
      return giveBack(held, link)
    }
    return confess(job, error, link)
  }

  try {
    const output = await unlessStale(() =>
      link.call((db) => completeInstruction(db, job.id, job.attempt, rendered.report)),
    )
    if (output) {
      await rendered.accepted?.()
      return { kind: 'completed', job, output, seconds: (performance.now() - began) / 1000 }
    }
  } catch (error) {
    // After an outage nobody knows whether the picture was accepted: then it stays.
    if (isOutage(error)) throw error
    await rendered.discard()
    return confess(job, error, link)
  }
  await rendered.discard()
  return giveBack(held, link)
}

/** Say that it failed; the hub decides what follows. */
async function confess(job: Instruction, error: unknown, link: Link): Promise<Ending> {
  const text = error instanceof Error ? error.message : String(error)
  const errorClass = error instanceof RenderError ? error.errorClass : null
  const told = await unlessStale(() =>
    link.call((db) => failInstruction(db, job.id, job.attempt, text, errorClass)),
  )
  return told ? { kind: 'failed', job, error } : { kind: 'lost', job }
}

/** Put it down: unfinished back into the queue, or as the answer to `cancel`. */
async function giveBack({ job, stopped }: Held, link: Link): Promise<Ending> {
  const row = await unlessStale(() => link.call((db) => releaseInstruction(db, job.id, job.attempt)))
  if (!row) return { kind: 'lost', job }
  const cancelled = row.status === 'cancelled' || stopped.reason === 'cancel'
  return { kind: cancelled ? 'cancelled' : 'released', job }
}

/** The answer, or null: this attempt does not hold the instruction any more (UB409). */
async function unlessStale<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if ((error as { code?: string }).code === 'UB409') return null
    throw error
  }
}
