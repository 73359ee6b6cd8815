import type { QualityFlag } from './flags.ts'
import type { HandRank } from './hand_rank.ts'
import type { Verdict } from './judge.ts'

/** What a summary counts of a hand. */
export type Facts = {
  readonly flop: boolean
  readonly contested: boolean
  readonly rank: HandRank | null
  readonly allIn: boolean
  /** Players who lost their last chips. */
  readonly eliminated: number
  /** Players who received chips. */
  readonly receivers: number
  /** Exact pot; null when it is not certain. */
  readonly pot: number | null
  readonly flags: readonly QualityFlag[]
}

/** The small part of a verdict that is worth remembering. */
export function factsOf({ board, showdown, played, eliminated, shares, flags }: Verdict): Facts {
  return {
    flop: board.length > 0,
    contested: showdown.contested,
    rank: showdown.rank,
    allIn: played.allIn.size > 0,
    eliminated: eliminated.size,
    receivers: shares.receivers.length,
    pot: shares.pot,
    flags,
  }
}
