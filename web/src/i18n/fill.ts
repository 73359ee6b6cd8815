export type Values = Readonly<Record<string, string | number>>

/** A sentence with its values: {n} is a value, {n:alert|alerts} the word that goes with one or with several. */
export function fill(text: string, values: Values | undefined): string {
  if (!values) return text
  return text.replace(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (_, name: string, one?: string, several?: string) =>
      one === undefined
        ? String(values[name] ?? '')
        : String((String(values[name]) === '1' ? one : several) ?? ''),
  )
}
