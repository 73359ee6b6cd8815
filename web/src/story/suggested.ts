import * as acts from '../acts/acts.ts'
import { order } from '../acts/bulk.ts'
import type { Alert } from '../api/types.ts'
import { prefs } from '../lib/prefs.ts'
import { instructions } from '../live/stores.ts'

/** What an alert proposes, as the hub says it. */
type Suggestion = { readonly text?: string; readonly text_ko?: string; readonly sql?: string }

export function suggestionOf({ suggested_action }: Alert): Suggestion | null {
  return typeof suggested_action === 'object' && suggested_action !== null
    ? (suggested_action as Suggestion)
    : null
}

/** The proposal in words of this browser's language. */
export function textOf({ text, text_ko }: Suggestion): string {
  return (prefs.get().lang === 'ko' && text_ko) || text || ''
}

/** The act of the page that does what the statement does; null for a statement that only looks. */
export function actOf(alert: Alert): (() => unknown) | null {
  const sql = suggestionOf(alert)?.sql ?? ''
  const reason = `alert ${alert.id}`
  const one = (verb: string): string[] | null => new RegExp(`hub\\.${verb}\\((\\d+)(?:, (\\d+))?`).exec(sql)
  const retried = one('retry_instruction')
  if (retried) return () => acts.retry(Number(retried[1]), reason)
  const made = one('make_graphic')
  if (made) return () => acts.makeGraphic(Number(made[1]), reason)
  const released = one('release_stuck')
  if (released) {
    return () => {
      const row = instructions.get(Number(released[1]))
      return row && acts.release({ ...row, attempt: Number(released[2]) }, reason)
    }
  }
  const scope = /hub\.pause\('((?:template|worker):[^']+|queue)'/.exec(sql)?.[1]
  if (scope) return () => acts.pause(scope, reason)
  const ids = membersOf(alert).instructions
  if (/hub\.bulk_retry\(/.test(sql) && ids.length > 0) {
    return () => order.set({ act: 'retry', filter: { ids: [...ids] }, running: false })
  }
  return null
}

/** What it is about: the first of them, and how many in all. */
export function membersOf({ members }: Alert): { instructions: number[]; hands: number[]; total: number } {
  const said = (typeof members === 'object' && members !== null ? members : {}) as Record<string, unknown>
  const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [])
  const [ofInstructions, ofHands] = [numbers(said.instructions), numbers(said.hands)]
  const total = typeof said.total === 'number' ? said.total : ofInstructions.length + ofHands.length
  return { instructions: ofInstructions, hands: ofHands, total }
}
