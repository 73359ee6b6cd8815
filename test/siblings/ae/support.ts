import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { test as plain } from 'vitest'
import type { Instruction, Render, Rendered, WorkerNews } from '../../../src/siblings/ae/types.ts'
import { runWorker, type Summary, type WorkerOptions } from '../../../src/siblings/ae/worker.ts'
import { test as base } from '../../support/database.ts'

/** A worker at work, and what it has said so far. */
export type Started = {
  readonly news: WorkerNews[]
  readonly done: Promise<Summary>
  stop(): Promise<Summary>
  /** The first news of this kind, past or to come. */
  heard<K extends WorkerNews['kind']>(kind: K): Promise<Extract<WorkerNews, { kind: K }>>
}

/** `test` with `start`, which runs a worker on the test's database; all are stopped at the end. */
export const test = base.extend('start', async ({ url }, { onCleanup }) => {
  const started: Started[] = []
  onCleanup(async () => {
    await Promise.all(started.map((worker) => worker.stop()))
  })
  return (changes: Partial<WorkerOptions> = {}): Started => {
    const worker = startWorker(url, changes)
    started.push(worker)
    return worker
  }
})

/** Run a worker and take down what it says. */
export function startWorker(url: string, changes: Partial<WorkerOptions>): Started {
  const stop = new AbortController()
  const news: WorkerNews[] = []
  const waiting = new Set<() => void>()
  const done = runWorker({
    url,
    host: 'ae-test',
    client: 'test',
    capabilities: [],
    templates: null,
    count: Number.POSITIVE_INFINITY,
    render: async () => aRendered(),
    tell: (said) => {
      news.push(said)
      for (const look of waiting) look()
    },
    signal: stop.signal,
    pauses: [20, 50],
    ...changes,
  })
  return {
    news,
    done,
    stop: () => {
      stop.abort()
      return done
    },
    heard: (kind) => {
      type Said = Extract<WorkerNews, { kind: typeof kind }>
      const { promise, resolve, reject } = Promise.withResolvers<Said>()
      const look = (): void => {
        const found = news.find((said): said is Said => said.kind === kind)
        if (found) resolve(found)
      }
      waiting.add(look)
      look()
      done.then(() => reject(new Error(`the worker ended without saying "${kind}"`)), reject)
      return promise
    },
  }
}

/** A picture that exists on paper only. */
export function aRendered(discard: () => Promise<void> = async () => {}): Rendered {
  return { report: { path: '/out/x.png', size: 10, frames: 1, details: { width: 16, height: 16 } }, discard }
}

/** A renderer that works until it is told to finish or to stop. */
export function aSlowRender(): {
  render: Render
  begun: Promise<Instruction>
  finish: () => void
} {
  const begun = Promise.withResolvers<Instruction>()
  const finished = Promise.withResolvers<void>()
  return {
    begun: begun.promise,
    finish: finished.resolve,
    render: async (job, { signal, progress }) => {
      progress(40)
      begun.resolve(job)
      const stopped = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => stopped.reject(signal.reason))
      await Promise.race([finished.promise, stopped.promise])
      return aRendered()
    },
  }
}

/** Short leases make heartbeats frequent. */
export async function shortenLeases(client: Client): Promise<void> {
  await client.query("select hub.change_setting('lease.default', '1', 'test', 'frequent heartbeats')")
}

/** `test` with `out`, an empty folder that is gone afterwards. */
export const testWithFolder = plain.extend('out', async ({ task }, { onCleanup }) => {
  const dir = await mkdtemp(join(tmpdir(), `hub-${task.id}-`))
  onCleanup(() => rm(dir, { recursive: true }))
  return dir
})
