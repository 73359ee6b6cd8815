import { external, useExternal } from '../lib/external.ts'
import { prefs } from '../lib/prefs.ts'
import { fill, type Values } from './fill.ts'
import type { Key } from './ko.ts'

export type { Values } from './fill.ts'
export type { Key } from './ko.ts'

/** Says a thing in the language of this browser. */
export type Say = (key: Key, values?: Values) => string
type Words = Readonly<Record<Key, string>>

// Who reads one language does not wait for the other's words.
const books: Readonly<Record<'ko' | 'en', () => Promise<Words>>> = {
  ko: async () => (await import('./ko.ts')).ko,
  en: async () => (await import('./en.ts')).en,
}
const spoken = external<{ readonly words: Partial<Words>; readonly say: Say }>({
  words: {},
  say: (key) => key,
})

function sayer(words: Words): Say {
  return (key, values) => fill(words[key], values)
}

/** Speak the language of this browser from now on, whichever it will be; the first words are there when it resolves. */
export async function startWords(): Promise<void> {
  let lang: 'ko' | 'en' | undefined
  const speak = async (): Promise<void> => {
    const wanted = prefs.get().lang
    if (lang === wanted) return
    lang = wanted
    const words = await books[wanted]()
    // Somebody may have thought better of it meanwhile.
    if (lang === wanted) spoken.set({ words, say: sayer(words) })
  }
  prefs.subscribe(() => void speak())
  await speak()
}

export function useSay(): Say {
  return useExternal(spoken).say
}

/** Outside of components. */
export const say: Say = (key, values) => spoken.get().say(key, values)

/** A word of the hub, translated if it is known: states, kinds and ranks may grow with the hub. */
export function wordOf(group: string, word: string | null | undefined): string {
  if (!word) return '-'
  const key = `${group}.${word}`
  return key in spoken.get().words ? say(key as Key) : word
}
