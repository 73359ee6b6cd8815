/**
 * Parse JSON from the database without rounding: an integer that a JavaScript number cannot
 * hold exactly (a PokerGFX id) becomes text.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? context?.source : value,
  )
}
