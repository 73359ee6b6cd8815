import { hasDuplicate } from './cards.ts'
import type { QualityFlag } from './flags.ts'
import { evaluate, type HandRank, type Strength } from './hand_rank.ts'
import type { GfxHand } from './schema.ts'
import type { Seat } from './seats.ts'

/** What the cards say at the end of a hand. */
export type Showdown = {
  /** Two or more players still in with known cards, five board cards, a game that we can rank. */
  readonly contested: boolean
  /** Rank of the winner; null without a contested showdown or when the cards contradict. */
  readonly rank: HandRank | null
  readonly ranks: ReadonlyMap<number, HandRank>
  readonly flags: readonly QualityFlag[]
}

/** Rank the players who were still in. Cards confirm the winner; they never decide who it was. */
export function rankShowdown(
  hand: GfxHand,
  boards: readonly (readonly string[])[],
  seats: readonly Seat[],
  receivers: readonly Seat[],
): Showdown {
  const flags = gameFlags(hand, boards)
  const live = seats.filter((seat) => seat.live)
  const board = boards[0] ?? []
  const holdem = !flags.includes('not_holdem')
  if (live.length >= 2 && holdem) {
    if (boards.length <= 1 && board.length !== 5) flags.push('board_incomplete')
    if (live.some((seat) => !hasTwoCards(seat))) flags.push('unknown_cards')
  }
  const known = live.filter(hasTwoCards)
  const plain = flags.every((flag): boolean => flag === 'bomb_pot' || flag === 'unknown_cards')
  if (!plain || known.length < 2) return { contested: false, rank: null, ranks: new Map(), flags }
  if (hasDuplicate([...board, ...known.flatMap((seat) => seat.cards.cards)])) {
    return { contested: true, rank: null, ranks: new Map(), flags }
  }
  const strengths = new Map(known.map((seat) => [seat, evaluate([...seat.cards.cards, ...board])]))
  const best = bestOf([...strengths.values()])
  const won = receivers.map((seat) => strengths.get(seat))
  const confirmed = won.some((strength) => strength?.strength === best?.strength)
  // A receiver with unknown cards may have had any hand, so nothing is contradicted.
  if (!confirmed && won.length > 0 && !won.includes(undefined)) flags.push('winner_contradicts_cards')
  const ranks = new Map([...strengths].map(([seat, { rank }]) => [seat.row.PlayerNum, rank]))
  return { contested: true, rank: confirmed ? (best?.rank ?? null) : null, ranks, flags }
}

/** Have all who put chips in the same strength at a showdown? Then a split gives everybody the stake back. */
export function isEvenSplit(
  hand: GfxHand,
  boards: readonly (readonly string[])[],
  seats: readonly Seat[],
): boolean {
  const payers = seats.filter((seat) => seat.received > 0)
  const { contested, ranks } = rankShowdown(hand, boards, seats, [])
  const board = boards[0] ?? []
  if (!contested || payers.length < 2 || !payers.every((seat) => ranks.has(seat.row.PlayerNum))) return false
  return new Set(payers.map((seat) => evaluate([...seat.cards.cards, ...board]).strength)).size === 1
}

function gameFlags(hand: GfxHand, boards: readonly (readonly string[])[]): QualityFlag[] {
  const flags: QualityFlag[] = []
  if (hand.GameVariant !== 'HOLDEM') flags.push('not_holdem')
  if (hand.RunItNumTimes > 1) flags.push('run_it_twice')
  if (hand.NumBoards > 1 || (boards.length > 1 && hand.RunItNumTimes <= 1)) flags.push('multi_board')
  if (hand.BombPotAmt > 0) flags.push('bomb_pot')
  return flags
}

function hasTwoCards({ cards }: Seat): boolean {
  return cards.cards.length === 2 && cards.unreadable.length === 0
}

function bestOf(strengths: readonly Strength[]): Strength | undefined {
  return [...strengths].sort((a, b) => a.strength - b.strength)[0]
}
