import { external } from '../lib/external.ts'

/** What became of one's own act. Alerts are never toasts: those vanish. */
export type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: 'done' | 'busy' | 'refused'
  readonly hint?: string
  /** Whether something was done is not known, or somebody may have to act: it stays until it is closed, and says so. */
  readonly stays?: boolean
  /** Row of the audit that can be taken back, and until when here. */
  readonly undo?: { readonly action: number; readonly until: number }
}

export const toasts = external<readonly Toast[]>([])

/** How long an undo is offered at one key. The audit offers it for longer. */
export const undoMs = 10_000
const readMs = 6000
/** A refusal changed nothing: it goes when it can have been read, the sooner the shorter it is. */
const msPerLetter = 70
const longestMs = 30_000
const againMs = 2000
let last = 0

/** Show one; it goes by itself, but never while somebody is at it or looks elsewhere. */
export function toast(told: Omit<Toast, 'id'>): number {
  last += 1
  const id = last
  // Told once more, it takes the place of what says the same.
  toasts.set((now) => [...room(now.filter(({ text, undo }) => undo || text !== told.text)), { ...told, id }])
  const ms = lifeOf(told)
  if (ms !== null) setTimeout(() => expire(id), ms)
  return id
}

/** Four at once; what has to be closed is the last to go. */
function room(now: readonly Toast[]): readonly Toast[] {
  if (now.length < 4) return now
  const first = now.find(({ stays }) => !stays) ?? now[0]
  return now.filter((each) => each !== first)
}

function lifeOf({ tone, text, hint = '', stays, undo }: Omit<Toast, 'id'>): number | null {
  if (tone === 'busy' || stays) return null
  if (tone === 'done') return undo ? undoMs : readMs
  return Math.min(longestMs, readMs + msPerLetter * (text.length + hint.length))
}

function expire(id: number): void {
  const read = document.hidden || document.querySelector('.toasts:is(:hover, :focus-within)') !== null
  if (read) setTimeout(() => expire(id), againMs)
  else closeToast(id)
}

export function closeToast(id: number): void {
  toasts.set((now) => now.filter((each) => each.id !== id))
}
