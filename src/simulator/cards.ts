import { evaluateCards } from 'phe'
import type { Random } from './random.ts'

/** A card in the hub's notation: `Td`. */
export type Card = string
export type HoleCards = readonly [Card, Card]

const ranks = '23456789TJQKA'

/** All 52 cards in order. */
export const deck: readonly Card[] = [...'cdhs'].flatMap((suit) => [...ranks].map((rank) => rank + suit))

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const card = order[last] as T
    order[last] = order[other] as T
    order[other] = card
  }
  return order
}

/** As PokerGFX writes it: lower case, ten as `10`. */
export function gfxCard(card: Card): string {
  return card.replace('T', '10').toLowerCase()
}

/** Share of all starting hands that are better than this one: 0 for aces. */
export function topShare(hole: HoleCards): number {
  return shareAbove.get(scoreOf(hole)) ?? 1
}

/** Chance to be ahead of one random opponent now, seen in a sample. */
export function chanceAhead(hole: HoleCards, board: readonly Card[], random: Random): number {
  const seen = new Set([...hole, ...board])
  const rest = deck.filter((card) => !seen.has(card))
  const mine = evaluateCards([...hole, ...board])
  const samples = 24
  let ahead = 0
  for (let sample = 0; sample < samples; sample++) {
    const first = random.below(rest.length)
    const second = (first + 1 + random.below(rest.length - 1)) % rest.length
    const theirs = evaluateCards([rest[first] as Card, rest[second] as Card, ...board])
    ahead += mine < theirs ? 1 : mine === theirs ? 0.5 : 0
  }
  return ahead / samples
}

/** Strength of a starting hand before the flop by Chen's count, in half points. */
function scoreOf([one, other]: HoleCards): number {
  const [low = 0, high = 0] = [one, other].map((card) => ranks.indexOf(card.charAt(0))).sort((a, b) => a - b)
  const points = high === 12 ? 20 : high === 11 ? 16 : high === 10 ? 14 : high === 9 ? 12 : high + 2
  if (low === high) return Math.max(10, points * 2)
  const gap = high - low - 1
  const suited = one.charAt(1) === other.charAt(1) ? 4 : 0
  const straight = gap <= 1 && high < 10 ? 2 : 0
  return points + suited + straight - ([0, 2, 4, 8][gap] ?? 10)
}

const scores = deck.flatMap((one, index) => deck.slice(index + 1).map((other) => scoreOf([one, other])))
const shareAbove = new Map(
  scores.map((score) => [score, scores.filter((other) => other > score).length / scores.length]),
)
