import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { formsOf, translated } from './forms.ts'
import { fieldInKorean } from './korean/fields.ts'
import { endings, kinds, reasons, verbs } from './korean/journal.ts'
import { seeds } from './korean/seeds.ts'
import { sentences } from './korean.ts'
import { settingNotes } from './setting_notes.ts'

const forms = formsOf(sentences)
// What people write is read with these alone: few, and nothing that they could mean.
const written = formsOf({ ...verbs, ...reasons, ...endings })

/**
 * A sentence of the hub for people, in the language that the request asks for (Accept-Language: ko). One that is not known
 * in Korean, and all for those who ask for nothing, are in English.
 */
export function told(c: Context, text: string): string {
  return (wantsKorean(c) ? translated(forms, text) : null) ?? text
}

/** What was done, with what speaks against it. */
export function doubted<D extends { warnings: readonly string[] }>(c: Context, done: D): D {
  return { ...done, warnings: done.warnings.map((warning) => told(c, warning)) }
}

/** A fault with the field it is in, which people know by another name than requests do: player 1, card 2. */
export function toldFault(c: Context, { path, message }: { path: string; message: string }): string {
  const [place = '', ...rest] = path.split('.')
  const field = rest.length === 0 ? place : wantsKorean(c) ? fieldInKorean(rest) : rest.join('.')
  return `${field}: ${told(c, message)}`
}

/** A setting, described in the language that the request asks for. */
export function described<S extends { key: string; description: string }>(c: Context, setting: S): S {
  const description = wantsKorean(c) ? settingNotes[setting.key] : undefined
  return description === undefined ? setting : { ...setting, description }
}

/** A rule or a template: one that came with the hub, and still says what it said then, is described in that language, too. */
export function describedSeed<S extends { description: string }>(c: Context, row: S): S {
  const description = wantsKorean(c) ? seeds[row.description] : undefined
  return description === undefined ? row : { ...row, description }
}

/** A row with a reason that may be the hub's own; what somebody said himself stays as it is. */
export function reasoned<R extends { reason: string | null }>(c: Context, row: R): R {
  return { ...row, reason: asWritten(c, row.reason) }
}

/** An alert that the hub ended, or somebody with words of his own. */
export function ended<R extends { resolution_notes: string | null }>(c: Context, row: R): R {
  return { ...row, resolution_notes: asWritten(c, row.resolution_notes) }
}

/** What verbs of the audit and kinds of the journal mean; in English they say it themselves. */
export function wordsOf(c: Context): { verbs: Record<string, string>; kinds: Record<string, string> } {
  const korean = wantsKorean(c)
  const plain = (words: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(words).map(([id, said]) => [id, korean ? said : id.replace(/[_.]/g, ' ')]),
    )
  return { verbs: plain(verbs), kinds: plain(kinds) }
}

function asWritten(c: Context, text: string | null): string | null {
  return text !== null && wantsKorean(c) ? (translated(written, text) ?? text) : text
}

function wantsKorean(c: Context): boolean {
  return accepts(c, { header: 'Accept-Language', supports: ['en', 'ko'], default: 'en' }) === 'ko'
}
