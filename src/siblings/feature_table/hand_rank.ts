import { evaluateCards, handRank } from 'phe'

const names = [
  'straight_flush',
  'four_of_a_kind',
  'full_house',
  'flush',
  'straight',
  'three_of_a_kind',
  'two_pair',
  'one_pair',
  'high_card',
] as const

export type HandRank = 'royal_flush' | (typeof names)[number]

/** The best five of seven: a lower strength beats a higher one, equal ones split. */
export type Strength = { readonly strength: number; readonly rank: HandRank }

const royal = 1

/** Evaluate two hole cards with five board cards, all different, in the hub's notation. */
export function evaluate(cards: readonly string[]): Strength {
  const strength = evaluateCards(cards)
  const rank = strength === royal ? 'royal_flush' : names[handRank(strength)]
  if (cards.length !== 7 || rank === undefined) throw new RangeError(`cannot rank ${cards.join(' ')}`)
  return { strength, rank }
}
