import type { Instruction } from '../api/types.ts'

export type Eta = { readonly fromMs: number; readonly toMs: number; readonly late: boolean }

/** From half as long to twice as long: the next renders may be other ones than the last. */
const spread = [0.6, 1.7] as const

/**
 * When an instruction will be there. Rendering: from its progress so far. Waiting: from what stands before it and the
 * pace of the workers (usePace). Nothing where neither says anything.
 */
export function etaOf(row: Instruction, place: number, pace: number | null, now: number): Eta | null {
  const middle = row.status === 'processing' ? remaining(row, now) : waiting(row, place, pace)
  if (middle === null) return null
  const late = row.expires_at !== null && Date.parse(row.expires_at) < now + middle
  return { fromMs: middle * spread[0], toMs: middle * spread[1], late }
}

function remaining({ started_at, progress }: Instruction, now: number): number | null {
  if (started_at === null || progress < 5 || progress >= 100) return null
  const spent = now - Date.parse(started_at)
  return (spent * (100 - progress)) / progress
}

function waiting({ status, eligible_at }: Instruction, place: number, pace: number | null): number | null {
  if (status !== 'pending' || eligible_at === null || place < 0 || pace === null) return null
  return (place + 1) * pace
}
