/** How the hub says something, with a group for each value, and the same in another language: {1}, {2}. */
export type Form = { readonly form: RegExp; readonly said: string }

/** Sentences with the most words of their own come first: "instruction % is completed" before "instruction % is %". */
export function formsOf(sentences: Readonly<Record<string, string>>): readonly Form[] {
  const own = (form: string): number => form.replaceAll('%', '').length
  return Object.entries(sentences)
    .toSorted(([a], [b]) => own(b) - own(a))
    .map(([form, said]) => ({
      form: new RegExp(`^${form.split('%').map(escaped).join('(.*?)')}$`, 's'),
      said,
    }))
}

/** The sentence and, within it, sentences and words that are known; null for one that is not. */
export function inKorean(
  forms: readonly Form[],
  text: string,
  wordOf: (word: string) => string,
): string | null {
  for (const { form, said } of forms) {
    const values = form.exec(text)?.slice(1)
    if (!values) continue
    return said.replace(/\{(\d)\}/g, (_, n: string) => {
      const value = values[Number(n) - 1] ?? ''
      return inKorean(forms, value, wordOf) ?? wordOf(value)
    })
  }
  return null
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
