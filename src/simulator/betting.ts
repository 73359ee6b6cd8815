import type { Level } from './blinds.ts'
import type { Card, HoleCards } from './cards.ts'

/** A player in a hand. */
export type Chair = {
  readonly seat: number
  readonly hole: HoleCards
  /** Chips not bet. */
  left: number
  /** Bet on this street, in the whole hand, and as ante. */
  street: number
  live: number
  dead: number
  folded: boolean
  /** Has had its say since the last full raise. */
  acted: boolean
  /** Put chips in, or raised, of its own will before the flop. */
  entered: boolean
  raised: boolean
  /** Bets and raises, and all decisions, after the flop. */
  aggressive: number
  decisions: number
}

/** What happened, as PokerGFX lists it. */
export type TableEvent = {
  readonly type: 'FOLD' | 'CHECK' | 'CALL' | 'BET' | 'ALL IN' | 'BOARD CARD'
  readonly seat: number
  /** Total on the street. */
  readonly to: number
  /** Pot before it; 0 where PokerGFX tells none. */
  readonly pot: number
  readonly card: Card | null
  /** A bet over another one; only the companion log tells. */
  readonly raise: boolean
}

/** A hand under way. */
export type Play = {
  /** Clockwise, the first one left of the button. */
  readonly chairs: readonly Chair[]
  readonly level: Level
  readonly events: TableEvent[]
  readonly board: Card[]
  /** Highest bet of the street, and by how much the last full raise raised. */
  toMatch: number
  step: number
  raises: number
  aggressor: Chair | null
}

/** What a player decides; a bet or raise says its total on the street. */
export type Decision = { readonly kind: 'fold' | 'check' | 'call' } | { readonly kind: 'raise'; to: number }
export type Decide = (play: Play, chair: Chair) => Decision

export function potOf(play: Play): number {
  return play.chairs.reduce((pot, chair) => pot + chair.live + chair.dead, 0)
}

/** Total on the street that a player must reach to stay. */
export function dueOf(play: Play, chair: Chair): number {
  const others = play.chairs.filter((other) => other !== chair && !other.folded)
  // Nobody has to bet more than the others can have.
  if (others.some((other) => other.left > 0)) return play.toMatch
  return Math.min(play.toMatch, Math.max(...others.map((other) => other.street)))
}

/** One round of betting, beginning with the chair at `first`. */
export function bettingRound(play: Play, first: number, decide: Decide): void {
  const { chairs } = play
  for (let turn = first, passed = 0; passed < chairs.length; turn++) {
    const chair = chairs[turn % chairs.length] as Chair
    if (!mustAct(play, chair)) {
      passed += 1
      continue
    }
    passed = 0
    act(play, chair, decide(play, chair))
  }
}

function mustAct(play: Play, chair: Chair): boolean {
  const others = play.chairs.filter((other) => other !== chair && !other.folded)
  if (chair.folded || chair.left === 0 || others.length === 0) return false
  if (chair.street < dueOf(play, chair)) return true
  return !chair.acted && others.some((other) => other.left > 0)
}

function act(play: Play, chair: Chair, decision: Decision): void {
  const due = dueOf(play, chair)
  // An all-in for less than a full raise lets those who have spoken call, not raise.
  const mayRaise = !chair.acted
  chair.acted = true
  if (play.board.length > 0) chair.decisions += 1
  if (decision.kind === 'fold') {
    chair.folded = true
    tell(play, { type: 'FOLD', seat: chair.seat, to: 0, pot: 0 })
  } else if (decision.kind === 'check') {
    tell(play, { type: 'CHECK', seat: chair.seat, to: 0, pot: potOf(play) })
  } else if (decision.kind === 'raise' && mayRaise) raise(play, chair, decision.to)
  else putIn(play, chair, due)
}

function raise(play: Play, chair: Chair, wanted: number): void {
  const least = play.toMatch + play.step
  const to = Math.min(Math.max(wanted, least), chair.street + chair.left)
  if (to >= least) {
    play.step = to - play.toMatch
    for (const other of play.chairs) other.acted = other === chair
  }
  if (to > play.toMatch) {
    play.raises += 1
    play.aggressor = chair
    if (play.board.length === 0) chair.raised = true
    else chair.aggressive += 1
  }
  putIn(play, chair, to)
}

/** Bring a player's bet to `to`, or to all there is. */
function putIn(play: Play, chair: Chair, to: number): void {
  const pot = potOf(play)
  const total = Math.min(to, chair.street + chair.left)
  const raise = total > play.toMatch && play.toMatch > 0
  const type = total === chair.street + chair.left ? 'ALL IN' : total > play.toMatch ? 'BET' : 'CALL'
  stake(chair, total - chair.street)
  play.toMatch = Math.max(play.toMatch, total)
  if (play.board.length === 0) chair.entered = true
  tell(play, { type, seat: chair.seat, to: total, pot, raise })
}

/** Move chips in front of a player. */
export function stake(chair: Chair, chips: number): void {
  chair.left -= chips
  chair.street += chips
  chair.live += chips
}

type Said = Pick<TableEvent, 'type' | 'seat' | 'to' | 'pot'> & Partial<TableEvent>

export function tell(play: Play, said: Said): void {
  play.events.push({ card: null, raise: false, ...said })
}
