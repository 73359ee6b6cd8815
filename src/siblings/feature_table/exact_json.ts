/** A number whose digits are kept as they were written; JSON.stringify writes them back. */
type RawJson = { readonly rawJSON: string }

// ES2026, in Node 24 but not yet in TypeScript's library.
const json = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown
  rawJSON(source: string): RawJson
  isRawJSON(value: unknown): value is RawJson
}

/** Parse JSON without rounding: what a JavaScript number cannot hold exactly keeps its digits. */
export function parseExact(text: string): unknown {
  return json.parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined) return value
    return Number.isSafeInteger(value) || String(value) === source ? value : json.rawJSON(source)
  })
}

/** A whole number from a document as its digits, however long; undefined when it is none. */
export function digitsOf(value: unknown): string | undefined {
  const text = json.isRawJSON(value) ? value.rawJSON : value
  const digits = typeof text === 'number' || typeof text === 'string' ? String(text) : ''
  return /^\d+$/.test(digits) ? digits : undefined
}
