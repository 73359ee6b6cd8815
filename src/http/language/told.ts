import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { formsOf, translated } from './forms.ts'
import { sentences } from './korean.ts'

const forms = formsOf(sentences)

/**
 * A sentence of the hub for people, in the language that the request asks for (Accept-Language: ko). One that is not known
 * in Korean, and all for those who ask for nothing, are in English.
 */
export function told(c: Context, text: string): string {
  const lang = accepts(c, { header: 'Accept-Language', supports: ['en', 'ko'], default: 'en' })
  return (lang === 'ko' ? translated(forms, text) : null) ?? text
}
