import { evaluate } from '../siblings/feature_table/hand_rank.ts'
import type { Chair, Play } from './betting.ts'

/**
 * Give the pot to whom it belongs: side pot after side pot to the best hand among those who
 * paid for it, so that what nobody matched goes back; odd chips go left of the button.
 */
export function settle(play: Play): void {
  const live = play.chairs.filter((chair) => !chair.folded)
  const heights = [...new Set(live.map((chair) => chair.live))].sort((a, b) => a - b)
  let below = 0
  let pot = play.chairs.reduce((sum, chair) => sum + chair.dead, 0)
  for (const height of heights) {
    for (const chair of play.chairs) pot += Math.min(chair.live, height) - Math.min(chair.live, below)
    const payers = live.filter((chair) => chair.live >= height)
    pay(pot, bestOf(play, payers))
    pot = 0
    below = height
  }
}

function bestOf(play: Play, chairs: readonly Chair[]): readonly Chair[] {
  if (chairs.length === 1) return chairs
  const strengths = chairs.map((chair) => evaluate([...chair.hole, ...play.board]).strength)
  const best = Math.min(...strengths)
  return chairs.filter((_, index) => strengths[index] === best)
}

function pay(pot: number, winners: readonly Chair[]): void {
  const share = Math.floor(pot / winners.length)
  for (const [index, winner] of winners.entries()) {
    winner.left += share + (index < pot % winners.length ? 1 : 0)
  }
}
