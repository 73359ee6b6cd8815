/** A sentence with values in it: what stands before, between and after them, and the same in another language: {1}, {2}. */
export type Form = { readonly pieces: readonly string[]; readonly said: string }

/** Deeper than this no sentence of the hub quotes another one. */
const maxDepth = 4

/** Sentences by how the hub says them, a % for each value; the more words of its own, the sooner one is tried. */
export function formsOf(sentences: Readonly<Record<string, string>>): readonly Form[] {
  const own = (form: string): number => form.replaceAll('%', '').length
  return Object.entries(sentences)
    .toSorted(([a], [b]) => own(b) - own(a))
    .map(([form, said]) => ({ pieces: form.split('%'), said }))
}

/** The same in the other language, and within it the values that are sentences themselves; null for one that is not known. */
export function translated(forms: readonly Form[], text: string, depth = 1): string | null {
  for (const { pieces, said } of forms) {
    const values = valuesOf(pieces, text)
    if (!values) continue
    return said.replace(/\{(\d)\}/g, (_, n: string) => {
      const value = values[Number(n) - 1] ?? ''
      return (depth < maxDepth ? translated(forms, value, depth + 1) : null) ?? value
    })
  }
  return null
}

/** What stands between the pieces; null where they are not there in this order. One pass, whatever the text is. */
function valuesOf(pieces: readonly string[], text: string): string[] | null {
  const [first = '', ...others] = pieces
  const last = others.pop()
  if (last === undefined) return text === first ? [] : null
  if (!text.startsWith(first)) return null
  const values: string[] = []
  let at = first.length
  for (const piece of others) {
    const next = text.indexOf(piece, at)
    if (next < 0) return null
    values.push(text.slice(at, next))
    at = next + piece.length
  }
  const end = text.length - last.length
  if (end < at || !text.endsWith(last)) return null
  return [...values, text.slice(at, end)]
}
