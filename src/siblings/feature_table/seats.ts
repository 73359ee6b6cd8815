import { type Cards, readCards } from './cards.ts'
import type { Replay } from './replay.ts'
import type { GfxHand, GfxPlayer } from './schema.ts'

/** A player row with what the replay says about it. */
export type Seat = {
  readonly row: GfxPlayer
  readonly cards: Cards
  readonly folded: boolean
  readonly allIn: boolean
  /** Dealt in and not folded: still in at the end. */
  readonly live: boolean
  /** By the stacks: end - start + what the seat had in the pot. */
  readonly received: number
}

/** The rows of a hand, joined with its replay. */
export function seatsOf(hand: GfxHand, played: Replay): Seat[] {
  const acted = new Set(played.actions.map((action) => action.seat))
  return hand.Players.map((row) => {
    const stake = played.stakes.get(row.PlayerNum) ?? { live: 0, dead: 0 }
    const cards = readCards(row.HoleCards)
    const folded = played.folded.has(row.PlayerNum)
    // A seat that has chips, but neither cards nor an action, is a player who is away.
    const dealt = !row.SittingOut && (cards.cards.length > 0 || acted.has(row.PlayerNum))
    return {
      row,
      cards,
      folded,
      allIn: played.allIn.has(row.PlayerNum),
      live: dealt && !folded,
      received: row.EndStackAmt - row.StartStackAmt + stake.live + stake.dead,
    }
  })
}

/** The name as it is shown. */
export function nameOf({ row }: Seat): string {
  return row.Name.trim() || row.LongName.trim() || `Seat ${row.PlayerNum}`
}
