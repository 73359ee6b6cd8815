import { readCards } from './cards.ts'
import type { QualityFlag } from './flags.ts'
import type { GfxEvent, GfxHand } from './schema.ts'
import { bet, openStakes, post, postsOf, potOf, returnUncalled, type Stakes } from './stakes.ts'

/** One action as the hub stores it. */
export type Action = {
  readonly street: Street
  readonly seat: number
  readonly action: string
  /** Total on this street (of an ante: the ante). */
  readonly amount: number
  readonly added: number
  /** Pot before it. */
  readonly pot: number
}

export type Street = 'preflop' | 'flop' | 'turn' | 'river'

/** The hand played again from its events, nothing concluded yet. */
export type Replay = {
  readonly actions: readonly Action[]
  /** Cards by board; the first is the only one in an ordinary hand. */
  readonly boards: readonly (readonly string[])[]
  readonly folded: ReadonlySet<number>
  readonly allIn: ReadonlySet<number>
  /** What each seat had in the pot at the end. */
  readonly stakes: Stakes
  readonly pot: number
  readonly flags: ReadonlySet<QualityFlag>
}

type Table = {
  readonly stakes: Stakes
  readonly actions: Action[]
  readonly boards: Map<number, string[]>
  readonly folded: Set<number>
  readonly allIn: Set<number>
  readonly flags: Set<QualityFlag>
}

const actions: ReadonlyMap<string, string> = new Map([
  ['FOLD', 'fold'],
  ['CHECK', 'check'],
  ['CALL', 'call'],
  ['BET', 'bet'],
  ['ALL IN', 'all_in'],
])

/** Play a hand again: who put in what, street by street. */
export function replay(hand: GfxHand): Replay {
  const table: Table = {
    stakes: openStakes(hand.Players),
    actions: [],
    boards: new Map(),
    folded: new Set(),
    allIn: new Set(),
    flags: new Set(),
  }
  for (const forced of postsOf(hand)) {
    const stake = table.stakes.get(forced.seat)
    if (!stake) continue
    const pot = potOf(table.stakes)
    const added = post(stake, forced)
    const amount = forced.action === 'ante' ? added : stake.street
    act(table, { seat: forced.seat, action: `post_${forced.action}`, amount, added, pot })
  }
  for (const event of hand.Events) play(table, event)
  returnUncalled(table.stakes)
  const boards = [...table.boards].sort(([a], [b]) => a - b).map(([, cards]) => cards)
  return { ...table, boards, pot: potOf(table.stakes) }
}

function play(table: Table, event: GfxEvent): void {
  const pot = potOf(table.stakes)
  if (event.Pot > 0 && event.Pot !== pot) table.flags.add('pot_mismatch')
  if (event.EventType === 'BOARD CARD') deal(table, event)
  else if (actions.has(event.EventType)) take(table, event, pot)
  else table.flags.add('unknown_event')
}

function take(table: Table, event: GfxEvent, pot: number): void {
  const stake = table.stakes.get(event.PlayerNum)
  if (!stake) {
    table.flags.add('impossible_action')
    return
  }
  const word = actions.get(event.EventType) ?? ''
  const action = word === 'bet' && isRaise(table, event.BetAmt) ? 'raise' : word
  const moves = event.EventType !== 'FOLD' && event.EventType !== 'CHECK'
  if (moves && (event.BetAmt < stake.street || event.BetAmt - stake.street > stake.left)) {
    table.flags.add('impossible_action')
  }
  const added = moves ? bet(stake, event.BetAmt) : 0
  if (action === 'fold') table.folded.add(event.PlayerNum)
  act(table, { seat: event.PlayerNum, action, amount: stake.street, added, pot })
}

/** PokerGFX has no word for a raise: it is a bet over another one on the same street. */
function isRaise(table: Table, to: number): boolean {
  const highest = Math.max(...[...table.stakes.values()].map((stake) => stake.street))
  return highest > 0 && to > highest
}

function deal(table: Table, event: GfxEvent): void {
  const { cards, unreadable } = readCards([event.BoardCards])
  if (unreadable.length > 0) table.flags.add('unreadable_card')
  const number = event.BoardNum || 1
  table.boards.set(number, [...(table.boards.get(number) ?? []), ...cards])
  for (const stake of table.stakes.values()) stake.street = 0
}

function act(table: Table, action: Omit<Action, 'street'>): void {
  table.actions.push({ street: streetOf(table.boards), ...action })
  const exhausted = action.added > 0 && table.stakes.get(action.seat)?.left === 0
  if (action.action === 'all_in' || exhausted) table.allIn.add(action.seat)
}

function streetOf(boards: ReadonlyMap<number, readonly string[]>): Street {
  const cards = Math.max(0, ...[...boards.values()].map((board) => board.length))
  if (cards === 0) return 'preflop'
  if (cards <= 3) return 'flop'
  return cards === 4 ? 'turn' : 'river'
}
