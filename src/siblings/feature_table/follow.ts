import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { BrokenDocument } from './document.ts'

/** What is done with the files that are followed. */
export type FollowOptions = {
  /** A new state of a file. Throws BrokenDocument when it may be half written. */
  readonly take: (path: string, bytes: Uint8Array) => Promise<void>
  /** A file stayed broken for longer than any writer takes. */
  readonly onBroken: (path: string, error: BrokenDocument) => void
  /** Everything known so far has been taken. */
  readonly onIdle: () => Promise<void>
  /** How long a file may stay broken before it is called so. */
  readonly patienceMs: number
  readonly signal: AbortSignal
}

type FileState = { taken?: string; broken?: { hash: string; since: number; told: boolean } }

/** Takes files one after the other, each state once, as often as they are touched. */
export type Follower = {
  /** Something may have happened to this file. */
  touch(path: string): void
  /** Work until the signal; rejects with what `take` or `onIdle` throw, broken documents aside. */
  run(): Promise<void>
}

/** Follow files that others are writing: a broken one may be half written and gets time. */
export function createFollower(options: FollowOptions): Follower {
  const states = new Map<string, FileState>()
  const touched = new Set<string>()
  const timers = new Map<string, NodeJS.Timeout>()
  let wake = (): void => {}
  options.signal.addEventListener('abort', () => wake(), { once: true })

  function touch(path: string): void {
    touched.add(path)
    wake()
  }

  async function check(path: string): Promise<void> {
    const state = states.get(path) ?? {}
    states.set(path, state)
    const bytes = await contentOf(path)
    if (bytes === undefined) return // gone; its hands stay
    const hash = bytes instanceof BrokenDocument ? '' : createHash('sha256').update(bytes).digest('base64')
    try {
      if (bytes instanceof BrokenDocument) throw bytes
      if (hash !== state.taken) await options.take(path, bytes)
      state.taken = hash
      delete state.broken
    } catch (error) {
      if (!(error instanceof BrokenDocument)) throw error
      if (state.broken?.hash !== hash) state.broken = { hash, since: Date.now(), told: false }
      wait(path, state.broken, error)
    }
  }

  function wait(path: string, broken: NonNullable<FileState['broken']>, error: BrokenDocument): void {
    const left = broken.since + options.patienceMs - Date.now()
    if (left <= 0) {
      if (!broken.told) options.onBroken(path, error)
      broken.told = true
      return
    }
    clearTimeout(timers.get(path))
    timers.set(path, setTimeout(touch, left, path))
  }

  async function run(): Promise<void> {
    try {
      while (!options.signal.aborted) {
        const [path] = touched
        if (path === undefined) {
          await options.onIdle()
          if (touched.size > 0 || options.signal.aborted) continue
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        } else {
          touched.delete(path)
          await check(path)
        }
      }
    } finally {
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }

  return { touch, run }
}

/** The bytes of a file; undefined when it is gone. Its writer may hold it locked for a moment. */
async function contentOf(path: string): Promise<Uint8Array | BrokenDocument | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    return new BrokenDocument({ where: '1:1', message: `cannot be read: ${message}` }, { cause: error })
  }
}
