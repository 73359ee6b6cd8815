import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { formsOf, translated } from './forms.ts'
import { sentences } from './korean.ts'
import { settingNotes } from './setting_notes.ts'

const forms = formsOf(sentences)

/**
 * A sentence of the hub for people, in the language that the request asks for (Accept-Language: ko). One that is not known
 * in Korean, and all for those who ask for nothing, are in English.
 */
export function told(c: Context, text: string): string {
  return (wantsKorean(c) ? translated(forms, text) : null) ?? text
}

/** A setting, described in the language that the request asks for. */
export function described<S extends { key: string; description: string }>(c: Context, setting: S): S {
  const description = wantsKorean(c) ? settingNotes[setting.key] : undefined
  return description === undefined ? setting : { ...setting, description }
}

function wantsKorean(c: Context): boolean {
  return accepts(c, { header: 'Accept-Language', supports: ['en', 'ko'], default: 'en' }) === 'ko'
}
