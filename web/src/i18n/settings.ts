import { prefs } from '../lib/prefs.ts'
import { settingNotes } from './ko/setting_notes.ts'
import { policy } from './policy.ts'

type Setting = { readonly key: string; readonly description: string; readonly unit: string | null }

/** What a setting does, in the language of this browser; one that the page does not know yet in English. */
export function noteOf({ key, description }: Setting): string {
  return (prefs.get().lang === 'ko' ? settingNotes[key] : undefined) ?? description
}

export function unitOf({ unit }: Setting): string {
  return unit === null ? '' : policy.wordOf('unit', unit)
}
