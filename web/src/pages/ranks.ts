import type { Hand } from '../api/types.ts'

/** Ranks of hands, best first; a name that the API does not have does not compile. (The schema itself would bring zod into the page.) */
export const ranks = [
  'royal_flush',
  'straight_flush',
  'four_of_a_kind',
  'full_house',
  'flush',
  'straight',
  'three_of_a_kind',
  'two_pair',
  'one_pair',
  'high_card',
] as const satisfies readonly NonNullable<Hand['hand_rank']>[]
