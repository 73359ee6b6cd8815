/**
 * A sentence with values in it: what stands before, between and after them, the same in another language ({1}, {2}), and
 * which values are names: those stay as they are, whatever they are called.
 */
export type Form = {
  readonly pieces: readonly string[]
  readonly said: string
  readonly names: readonly boolean[]
}

/** Deeper than this no sentence of the hub quotes another one. */
const maxDepth = 4

/**
 * Sentences by how the hub says them, a % for each value; the more words of its own, the sooner one is tried. A value between
 * quotes is a name, and so is one that is said as {=1}: the hub puts no quotes around it.
 */
export function formsOf(sentences: Readonly<Record<string, string>>): readonly Form[] {
  const own = (form: string): number => form.replaceAll('%', '').length
  return Object.entries(sentences)
    .toSorted(([a], [b]) => own(b) - own(a))
    .map(([form, said]) => {
      const pieces = form.split('%')
      const names = pieces
        .slice(1)
        .map(
          (after, n) => (pieces[n]?.endsWith('"') && after.startsWith('"')) || said.includes(`{=${n + 1}}`),
        )
      return { pieces, said: said.replace(/\{=(\d)\}/g, '{$1}'), names }
    })
}

/** The same in the other language, and within it the values that are sentences or words of the hub; null for one not known. */
export function translated(forms: readonly Form[], text: string, depth = 1): string | null {
  for (const { pieces, said, names } of forms) {
    const values = valuesOf(pieces, text)
    if (!values) continue
    return said.replace(/\{(\d)\}/g, (_, digit: string) => {
      const n = Number(digit) - 1
      const value = values[n] ?? ''
      return (names[n] || depth >= maxDepth ? null : translated(forms, value, depth + 1)) ?? value
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
