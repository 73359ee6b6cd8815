import { prefs, usePrefs } from '../lib/prefs.ts'
import { en } from './en.ts'
import { type Key, sayer, type Values } from './index.ts'
import { ko } from './ko.ts'

/** Says what its pages say, and what everybody says. */
export type AreaSay<K extends string> = (key: Key | K, values?: Values) => string

/** Words of pages that are opened seldom: they come with their pages, not at first. */
export function area<const K extends string>(
  koWords: Readonly<Record<K, string>>,
  enWords: Readonly<Record<K, string>>,
) {
  const words = { ko: { ...ko, ...koWords }, en: { ...en, ...enWords } } as const
  const says: Readonly<Record<'ko' | 'en', AreaSay<K>>> = { ko: sayer(words.ko), en: sayer(words.en) }
  return {
    useSay: (): AreaSay<K> => says[usePrefs().lang],
    /** Outside of components. */
    say: ((key, values) => says[prefs.get().lang](key, values)) as AreaSay<K>,
    /** A word of the hub, translated if it is known. */
    wordOf: (group: string, word: string): string => {
      const key = `${group}.${word}`
      return key in koWords ? says[prefs.get().lang](key as K) : word
    },
  }
}
