import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { type Form, formsOf, translated } from './forms.ts'
import { fieldInKorean } from './korean/fields.ts'
import { defaults, endings, kinds, reasons, unsaid, verbs } from './korean/journal.ts'
import { seeds } from './korean/seeds.ts'
import { sentences } from './korean.ts'
import { settingNotes } from './setting_notes.ts'

const forms = formsOf(sentences)
// What the hub wrote down itself, and what it wrote for those who said nothing. What people wrote is nobody's to change.
const ofHub = formsOf({ ...verbs, ...reasons, ...endings })
const ofNobody = formsOf(unsaid)

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

type Reasoned = { actor: string; reason: string | null; verb?: string }

/** A row of the journal or of the audit with its reason, if the hub gave it; what somebody said himself stays as it is. */
export function reasoned<R extends Reasoned>(c: Context, row: R): R {
  const { actor, reason, verb } = row
  if (isHub(actor)) return { ...row, reason: asWritten(c, ofHub, reason) }
  // The audit knows the act: what is the reason of another one for want of one is what somebody said.
  const isSaid = verb !== undefined && reason !== null && (defaults[reason] ?? reason) !== verb
  return isSaid ? row : { ...row, reason: asWritten(c, ofNobody, reason) }
}

/** An alert that the hub ended; what somebody says who ended one stays as it is. */
export function ended<R extends { resolved_by: string | null; resolution_notes: string | null }>(
  c: Context,
  row: R,
): R {
  return isHub(row.resolved_by)
    ? { ...row, resolution_notes: asWritten(c, ofHub, row.resolution_notes) }
    : row
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

function asWritten(c: Context, forms: readonly Form[], text: string | null): string | null {
  return text !== null && wantsKorean(c) ? (translated(forms, text) ?? text) : text
}

/** Nobody else may bear such a name. */
function isHub(actor: string | null): boolean {
  return actor?.startsWith('hub:') ?? false
}

function wantsKorean(c: Context): boolean {
  return accepts(c, { header: 'Accept-Language', supports: ['en', 'ko'], default: 'en' }) === 'ko'
}
