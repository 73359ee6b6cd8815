import { createHash } from 'node:crypto'
import { type BroadcastOptions, broadcast } from '../../src/simulator/broadcast.ts'
import { exportText } from '../../src/simulator/gfx_document.ts'
import type { Step } from '../../src/simulator/table.ts'

/** The steps of a broadcast up to so many hands. */
export function stepsOf(hands: number, options: Partial<BroadcastOptions> = {}): Step[] {
  const steps: Step[] = []
  let played = 0
  for (const step of broadcast({ seed: '1', tables: 2, start: Date.UTC(2026, 5, 1, 9), ...options })) {
    steps.push(step)
    if (step.kind === 'hand') played += 1
    if (played === hands) break
  }
  return steps
}

/** One figure for all bytes that the steps write. */
export function fingerprint(steps: readonly Step[]): string {
  const hash = createHash('sha256')
  for (const { table, session, hands, log } of steps) {
    hash.update(`${table}\n${hands ? exportText(session, hands) : ''}\n${log}\n`)
  }
  return hash.digest('hex')
}

/** A hand of an export as far as the tests look into it. */
export type GfxHand = {
  readonly HandNum: number
  readonly StartDateTimeUTC: string
  readonly FlopDrawBlinds: { readonly SmallBlindAmt: number; readonly BigBlindAmt: number }
  readonly Players: readonly GfxPlayer[]
  readonly Events: readonly { readonly EventType: string; readonly BoardCards: string | null }[]
}
type GfxPlayer = {
  readonly PlayerNum: number
  readonly Name: string
  readonly StartStackAmt: number
  readonly EndStackAmt: number
  readonly HoleCards: readonly [string]
  readonly EliminationRank: number
  readonly SittingOut: boolean
}

/** The hand that a step of the kind `hand` has added. */
export function handOf(step: Step): GfxHand {
  return JSON.parse(step.hands?.at(-1) ?? '') as GfxHand
}
