import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { watch } from 'chokidar'
import type { ImportReport } from './report.ts'
import { createSettled } from './settled.ts'

export type WatchOptions = {
  readonly folder: string
  /** A file is taken when it has not grown for so long. */
  readonly stableMs: number
  /** One whose last line is not ended is given so long to go on. */
  readonly unendedMs: number
  /** Look every so many milliseconds instead of being told: for network drives. */
  readonly pollMs?: number | undefined
  /** Is this state of the file the one that was stored last? */
  readonly isKnown: (path: string, bytes: Uint8Array) => Promise<boolean>
  readonly take: (path: string, bytes: Uint8Array) => Promise<ImportReport>
  readonly onReport: (path: string, report: ImportReport) => void
  /** Everything there is has been taken. */
  readonly onIdle: () => void
  /** Something cannot be watched, read or reached; it is tried again where that may help. */
  readonly onTrouble: (error: unknown) => void
  readonly isOutage: (error: unknown) => boolean
  readonly signal: AbortSignal
}

const mostBytes = 10 * 1024 * 1024
const pauseMs = 1_000
const togetherMs = 300
const tooLarge = Symbol('too large')

/**
 * Import what is laid into a folder, each state of a file once, one after the other; nothing is moved. What was
 * refused is tried again after another file was stored: that may have brought its tournament.
 */
export async function watchFolder(options: WatchOptions): Promise<void> {
  const { signal } = options
  const touched = new Set<string>()
  const refused = new Map<string, string>()
  let wake = (): void => {}
  signal.addEventListener('abort', () => wake(), { once: true })
  const touch = (path: string): void => {
    touched.add(resolve(path))
    wake()
  }

  const watcher = watch(options.folder, {
    ignored: (path, stats) => stats?.isFile() === true && !isCsvName(path),
    awaitWriteFinish: { stabilityThreshold: options.stableMs, pollInterval: Math.min(100, options.stableMs) },
    ...(options.pollMs ? { usePolling: true, interval: options.pollMs, binaryInterval: options.pollMs } : {}),
  })
  const isReady = new Promise<void>((done) => watcher.once('ready', () => done()))
  watcher.on('add', touch).on('change', touch).on('error', options.onTrouble)

  const settled = createSettled(options.unendedMs)
  const unreadable = new Map<string, string>()
  const timers = new Set<NodeJS.Timeout>()
  const touchLater = (path: string, afterMs: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      touch(path)
    }, afterMs)
    timers.add(timer)
  }

  async function look(path: string): Promise<void> {
    const bytes = await contentOf(path, (error) => {
      // who writes it may still hold it; that is said once
      if (unreadable.get(path) !== error.message) options.onTrouble(error)
      unreadable.set(path, error.message)
      touchLater(path, pauseMs)
    })
    if (bytes === undefined) return
    unreadable.delete(path)
    if (bytes === tooLarge) return options.onTrouble(new Error(`${path} has more than 10 MB: split it`))
    if (await options.isKnown(path, bytes)) return
    const left = settled(path, bytes, performance.now())
    if (left > 0) return touchLater(path, left)
    const report = await options.take(path, bytes)
    const told = JSON.stringify(report)
    if (refused.get(path) !== told) options.onReport(path, report)
    if (!report.stored) refused.set(path, told)
    else refused.delete(path)
    if (report.stored) for (const other of refused.keys()) if (other !== path) touched.add(other)
  }

  try {
    // a signal may come before the folder has been read
    await Promise.race([isReady, new Promise<void>((done) => signal.addEventListener('abort', () => done()))])
    while (!signal.aborted) {
      const [path] = [...touched].sort(byTurn)
      if (path === undefined) {
        options.onIdle()
        await new Promise<void>((done) => {
          wake = done
          if (signal.aborted || touched.size > 0) done()
        })
        // what was laid down with it is heard of a moment later, and may have the first turn
        await sleep(togetherMs, undefined, { signal }).catch(() => {}) // stopped
        continue
      }
      touched.delete(path)
      try {
        await look(path)
      } catch (error) {
        if (!options.isOutage(error)) throw error
        options.onTrouble(error)
        touched.add(path)
        await sleep(pauseMs, undefined, { signal }).catch(() => {}) // stopped
      }
    }
  } finally {
    for (const timer of timers) clearTimeout(timer)
    await watcher.close()
  }
}

/** Tournaments come first: what was laid down with them may be theirs. The name decides nothing but the turn. */
function byTurn(a: string, b: string): number {
  const isLater = (path: string): number => (/tournament[^\\/]*$/i.test(path) ? 0 : 1)
  return isLater(a) - isLater(b) || (a < b ? -1 : 1)
}

/** Is this the name of a CSV? Excel's lock files (~$..) are none. */
export function isCsvName(path: string): boolean {
  return /\.(csv|tsv|txt)$/i.test(path) && !/[\\/]~\$[^\\/]*$/.test(path)
}

/** The bytes of a file; undefined when it is gone, or cannot be read now. */
async function contentOf(
  path: string,
  onTrouble: (error: Error) => void,
): Promise<Uint8Array | typeof tooLarge | undefined> {
  try {
    const found = await stat(path)
    // reading a pipe waits for whoever writes, and all other files with it
    if (!found.isFile()) throw new Error(`${path} is no regular file`)
    return found.size > mostBytes ? tooLarge : await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onTrouble(error as Error)
    return undefined
  }
}
