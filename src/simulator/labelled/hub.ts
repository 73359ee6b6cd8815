import type { PlannedHand, PlannedOrder } from './types.ts'

/** What a worker was lent. */
export type Lent = {
  readonly instruction: number
  readonly attempt: number
  readonly template: string
}

/** A sign of life: progress in per cent by instruction. */
export type Beat = { readonly session: string; readonly progress: Readonly<Record<string, number>> }

/** An alert as it stood after a tick. */
export type SeenAlert = {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly severity: string
  readonly state: string
  /** Another alert tells its cause. */
  readonly suppressed: boolean
  readonly title: string
}

export type Tick = {
  /** Those that are open, and those resolved by this very tick. */
  readonly alerts: readonly SeenAlert[]
  /** Runnable work waits: idle workers are rung. */
  readonly waiting: boolean
}

/** An attempt as the hub's history tells it. */
export type Attempt = {
  readonly instruction: number
  readonly attempt: number
  readonly startedAt: number
  readonly finishedAt: number | null
  readonly outcome: string | null
}

/** An instruction as it stood at the end of a run. */
export type Remainder = {
  readonly instruction: number
  readonly status: string
  readonly template: string
  /** As its maker asked: what the hub raised by itself changes no deadline. */
  readonly priority: number
  readonly recordedAt: number
  readonly cancelledAt: number | null
  readonly hand: number | null
  /** Made by a rule of the hub. */
  readonly byRule: boolean
}

export type Recorded = { readonly attempts: readonly Attempt[]; readonly instructions: readonly Remainder[] }

/** The hub under test as its siblings, its operators and its clock meet it; times are of the simulation. */
export type Hub = {
  /** Id of the hand; null when it was refused as a repetition. */
  hand(at: number, hand: PlannedHand): Promise<number | null>
  orders(at: number, orders: readonly PlannedOrder[]): Promise<number[]>
  premium(at: number, hand: number): Promise<number>
  /** A worker starts: its session. */
  register(at: number, host: string, capabilities: readonly string[]): Promise<string>
  claim(at: number, session: string): Promise<Lent | null>
  /** Instructions that a worker no longer holds. */
  beat(at: number, beats: readonly Beat[]): Promise<number[]>
  complete(at: number, session: string, lent: Lent): Promise<void>
  /** When it will be tried again; null = not by itself. */
  fail(at: number, session: string, lent: Lent, error: string): Promise<number | null>
  retry(at: number, instruction: number): Promise<boolean>
  cancel(at: number, instruction: number): Promise<void>
  holdBack(at: number, scope: string): Promise<void>
  letGo(at: number, scope: string): Promise<void>
  look(at: number): Promise<Tick>
  recorded(): Promise<Recorded>
}
