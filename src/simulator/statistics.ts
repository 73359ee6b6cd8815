import type { Play } from './betting.ts'

/** What PokerGFX counts for a player in a session. */
export type Statistics = {
  hands: number
  entered: number
  raised: number
  aggressive: number
  decisions: number
  flops: number
  showdowns: number
  winnings: number
}

export function emptyStatistics(): Statistics {
  return {
    hands: 0,
    entered: 0,
    raised: 0,
    aggressive: 0,
    decisions: 0,
    flops: 0,
    showdowns: 0,
    winnings: 0,
  }
}

/** Count a hand for the player of a seat who began it with `stack` chips. */
export function countHand(statistics: Statistics, play: Play, seat: number, stack: number): void {
  const chair = play.chairs.find((one) => one.seat === seat)
  if (!chair) return
  const flop = play.events.findIndex((event) => event.type === 'BOARD CARD')
  const fold = play.events.findIndex((event) => event.type === 'FOLD' && event.seat === seat)
  const contested = play.chairs.filter((one) => !one.folded).length > 1
  statistics.hands += 1
  statistics.entered += Number(chair.entered)
  statistics.raised += Number(chair.raised)
  statistics.aggressive += chair.aggressive
  statistics.decisions += chair.decisions
  statistics.flops += Number(flop >= 0 && (fold < 0 || fold > flop))
  statistics.showdowns += Number(contested && !chair.folded)
  statistics.winnings += chair.left - stack
}

/** Per cent, 0 when there is nothing to divide by. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole)
}
