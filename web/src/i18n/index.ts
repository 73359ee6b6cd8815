import { prefs, usePrefs } from '../lib/prefs.ts'
import { en } from './en.ts'
import { type Key, ko } from './ko.ts'

export type { Key } from './ko.ts'

export type Values = Readonly<Record<string, string | number>>

/** Says a thing in the language of this browser. */
export type Say = (key: Key, values?: Values) => string

const says: Readonly<Record<'ko' | 'en', Say>> = { ko: sayer(ko), en: sayer(en) }

/** Says what stands in these words, with its values. */
export function sayer<K extends string>(
  words: Readonly<Record<K, string>>,
): (key: K, values?: Values) => string {
  return (key, values) => {
    const text = words[key]
    return values ? text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')) : text
  }
}

export function useSay(): Say {
  return says[usePrefs().lang]
}

/** Outside of components. */
export const say: Say = (key, values) => says[prefs.get().lang](key, values)

/** A word of the hub, translated if it is known: states, kinds and ranks may grow with the hub. */
export function wordOf(group: string, word: string | null | undefined): string {
  if (!word) return '-'
  const key = `${group}.${word}`
  return key in ko ? say(key as Key) : word
}
