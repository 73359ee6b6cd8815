/**
 * Parse JSON from the database without rounding: an integer that a JavaScript number cannot
 * hold exactly (a PokerGFX id) becomes text.
 */
export function parseExactJson(text: string): unknown {
  if (!mayRound.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? context?.source : value,
  )
}

/**
 * Where a number of so many digits, or with an exponent, may begin; within a text too, which costs no more than a closer look. A closer
 * look at every value takes seven times as long as parsing does.
 */
const mayRound = /(?:^|[:,[])\s*-?(?:\d{16}|\d[\d.]*e)/i
