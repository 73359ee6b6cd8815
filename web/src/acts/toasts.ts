import { external } from '../lib/external.ts'

/** What became of one's own act. Alerts are never toasts: those vanish. */
export type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: 'done' | 'busy' | 'refused'
  readonly hint?: string
  /** Row of the audit that can be taken back, and until when here. */
  readonly undo?: { readonly action: number; readonly until: number }
}

export const toasts = external<readonly Toast[]>([])

/** How long an undo is offered at one key. The audit offers it for longer. */
export const undoMs = 10_000
const readMs = 6000
let last = 0

/** Show one; it goes by itself, a refusal stays until it is closed. */
export function toast(told: Omit<Toast, 'id'>): number {
  last += 1
  const id = last
  toasts.set((now) => [...now.slice(-3), { ...told, id }])
  if (told.tone === 'done') setTimeout(() => closeToast(id), told.undo ? undoMs : readMs)
  return id
}

export function closeToast(id: number): void {
  toasts.set((now) => now.filter((each) => each.id !== id))
}
