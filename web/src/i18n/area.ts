import { useMemo } from 'react'
import { prefs, usePrefs } from '../lib/prefs.ts'
import { fill } from './fill.ts'
import { type Key, type Say, say, useSay, type Values } from './index.ts'

/** Says what its pages say, and what everybody says. */
export type AreaSay<K extends string> = (key: Key | K, values?: Values) => string

/** Words of pages that are opened seldom: they come with their pages, not at first. */
export function area<const K extends string>(
  koWords: Readonly<Record<K, string>>,
  enWords: Readonly<Record<K, string>>,
) {
  const words: Readonly<Record<'ko' | 'en', Readonly<Record<string, string>>>> = { ko: koWords, en: enWords }
  const saying =
    (lang: 'ko' | 'en', everybody: Say): AreaSay<K> =>
    (key, values) => {
      const text = words[lang][key]
      return text === undefined ? everybody(key as Key, values) : fill(text, values)
    }
  return {
    useSay: (): AreaSay<K> => {
      const everybody = useSay()
      const { lang } = usePrefs()
      return useMemo(() => saying(lang, everybody), [lang, everybody])
    },
    /** Outside of components. */
    say: ((key, values) => saying(prefs.get().lang, say)(key, values)) as AreaSay<K>,
    /** A word of the hub, translated if it is known. */
    wordOf: (group: string, word: string): string => words[prefs.get().lang][`${group}.${word}`] ?? word,
  }
}
