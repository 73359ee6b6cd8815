import { seededBy } from '../random.ts'
import type { Lent } from './hub.ts'
import type { Try } from './ledger.ts'
import { drawRender } from './templates.ts'

/** What a worker does with what it was lent. */
export type Job = {
  readonly lent: Lent
  readonly entry: Try
  readonly total: number
  fails: string | null
  /** When it ends if nothing changes, and what is left of it while it stands still. */
  endsAt: number
  left: number | null
}

export type Worker = {
  readonly host: string
  session: string
  job: Job | null
  idleSince: number
  /** Sends signs of life. */
  beats: boolean
  /** Takes and ends work. */
  works: boolean
  /** Takes one more job and then neither beats nor ends it. */
  hangsNext: 'silent' | 'beating' | null
  /** Share of its jobs that fail besides the usual one. */
  bad: number
  /** Tells the present end of its job from former ones. */
  version: number
}

export function createWorker(host: string): Worker {
  return {
    host,
    session: '',
    job: null,
    idleSince: 0,
    beats: true,
    works: true,
    hangsNext: null,
    bad: 0,
    version: 0,
  }
}

const passing = ['Nexrender 503', 'connection timeout', 'network unavailable']
const lasting = ['composition not found', 'missing file']

/** Whether an error is one that a person has to see to. */
export function isLasting(error: string): boolean {
  return lasting.includes(error)
}

export type Conditions = {
  /** Seed and regime. */
  readonly run: string
  readonly at: number
  /** How many times slower everything is, and the share of attempts that fail. */
  readonly slower: number
  readonly failing: number
  readonly poison: boolean
}

/** How a job will go: drawn from what it is and how often it was tried, not from who has it when. */
export function startJob(lent: Lent, key: string, worker: Worker, conditions: Conditions, entry: Try): Job {
  const { run, at, slower, failing, poison } = conditions
  const random = seededBy(`${run}/render/${key}/${lent.attempt}`)
  const full = drawRender(lent.template, random)
  const [usual, burst, breaks, share] = [random(), random(), random(), random()]
  const error = usual < 0.003 ? random.of(lasting) : random.of(passing)
  const fails = poison || usual < 0.015 || burst < failing || breaks < worker.bad ? error : null
  const total = Math.max(3000, (fails ? full * (0.05 + 0.6 * share) : full) * slower)
  return { lent, entry, total, fails, endsAt: at + total, left: null }
}

/** Per cent done, as the worker would report. */
export function progressOf(job: Job, at: number): number {
  const left = job.left ?? job.endsAt - at
  return Math.max(0, Math.min(99, Math.round(100 * (1 - left / job.total))))
}

/** A poll of an idle worker comes this late. */
export function pollDelay(pollers: boolean, draw: number): number {
  return pollers ? 500 + draw * 5000 : 200 + draw * 1500
}
