import { hasDuplicate } from './cards.ts'
import { type QualityFlag, qualityFlags } from './flags.ts'
import { type Replay, replay } from './replay.ts'
import type { GfxHand } from './schema.ts'
import { type Seat, seatsOf } from './seats.ts'
import { type Shares, sharePot } from './shares.ts'
import { isEvenSplit, rankShowdown, type Showdown } from './showdown.ts'

/** All that can be said about a hand. */
export type Verdict = {
  readonly played: Replay
  readonly seats: readonly Seat[]
  readonly shares: Shares
  readonly showdown: Showdown
  /** Cards of the first board. */
  readonly board: readonly string[]
  /** Seats that lost their last chips in this hand; empty when the chips are in doubt. */
  readonly eliminated: ReadonlySet<number>
  /** In the order of flags.ts. */
  readonly flags: readonly QualityFlag[]
}

/** A flag that says why makes others superfluous: one cause, one flag. */
const explains: Readonly<Partial<Record<QualityFlag, readonly QualityFlag[]>>> = {
  pot_unknown: ['pot_mismatch', 'impossible_action'],
  no_winner: ['board_incomplete', 'unknown_cards'],
}

/** Play a hand again and say what is certain about it, with flags for what does not add up. */
export function judge(hand: GfxHand): Verdict {
  const played = replay(hand)
  const seats = seatsOf(hand, played)
  const shares = sharePot(hand, played, seats, () => isEvenSplit(hand, played.boards, seats))
  const showdown = rankShowdown(hand, played.boards, seats, shares.receivers)
  const found = new Set([...played.flags, ...cardFlags(played, seats), ...shares.flags, ...showdown.flags])
  for (const [reason, explained] of Object.entries(explains)) {
    if (found.has(reason as QualityFlag)) for (const flag of explained) found.delete(flag)
  }
  const names = Object.keys(qualityFlags) as QualityFlag[]
  const busted = shares.won ? seats.filter(({ row }) => row.StartStackAmt > 0 && row.EndStackAmt === 0) : []
  return {
    played,
    seats,
    shares,
    showdown,
    board: played.boards[0] ?? [],
    eliminated: new Set(busted.map(({ row }) => row.PlayerNum)),
    flags: names.filter((name) => found.has(name)),
  }
}

function cardFlags(played: Replay, seats: readonly Seat[]): QualityFlag[] {
  const flags: QualityFlag[] = []
  if (hasDuplicate([...played.boards.flat(), ...seats.flatMap((seat) => seat.cards.cards)])) {
    flags.push('duplicate_card')
  }
  if (seats.some((seat) => seat.cards.unreadable.length > 0)) flags.push('unreadable_card')
  return flags
}
