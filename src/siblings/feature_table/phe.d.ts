/** What we use of the card evaluator; it brings no types. */
declare module 'phe' {
  /** Strength of the best five of 5 to 7 cards such as `Td`: 1 the best, 7462 the worst. */
  export function evaluateCards(cards: readonly string[]): number
  /** 0 straight flush .. 8 high card. */
  export function handRank(strength: number): number
}
