import type { Suggestion } from '../../../src/http/schemas/suggested.ts'
import * as acts from '../acts/acts.ts'
import { order } from '../acts/bulk.ts'
import type { Alert } from '../api/types.ts'
import { say } from '../i18n/index.ts'
import { subjectOf } from '../i18n/subject.ts'
import { prefs } from '../lib/prefs.ts'

/** What an alert proposes, as the hub says it. */
export function suggestionOf({ suggested_action }: Alert): Suggestion | null {
  return typeof suggested_action === 'object' && suggested_action !== null
    ? (suggested_action as Suggestion)
    : null
}

/** The proposal in words of this browser's language. */
export function textOf({ text, text_ko }: Suggestion): string {
  return (prefs.get().lang === 'ko' && text_ko) || text || ''
}

/** Does it repeat what failed? That helps only once the cause is mended. */
export const repeats = (suggestion: Suggestion | null): boolean => suggestion?.act?.verb === 'bulk_retry'

/** What a button says and does. */
export type Proposed = { readonly label: string; readonly run: () => unknown }

/** What the hub proposes to do, done through the API; null where only people can. */
export function actOf(alert: Alert): Proposed | null {
  const act = suggestionOf(alert)?.act
  const reason = `alert ${alert.id}`
  switch (act?.verb) {
    case 'retry_instruction': {
      const { instruction_id: id } = act.arguments
      return { label: say('suggest.retry', { id }), run: () => acts.retry(id, reason) }
    }
    case 'release_stuck': {
      const { instruction_id: id, attempt } = act.arguments
      return { label: say('suggest.release', { id }), run: () => acts.release(id, attempt, reason) }
    }
    case 'make_graphic': {
      const { hand_id: id } = act.arguments
      return { label: say('suggest.graphic', { id }), run: () => acts.makeGraphic(id, reason) }
    }
    case 'pause': {
      const { scope } = act.arguments
      // The id of a worker's session says nothing to anybody.
      const label = scope.startsWith('worker:')
        ? say('suggest.pauseWorker')
        : say('suggest.pause', { scope: subjectOf(scope).slice(0, 40) })
      return { label, run: () => acts.pause(scope, reason) }
    }
    case 'bulk_retry': {
      const { filter } = act.arguments
      const label = Array.isArray(filter.ids)
        ? say('suggest.bulkOf', { n: filter.ids.length })
        : say('suggest.bulk')
      return { label, run: () => order.set({ act: 'retry', filter, running: false }) }
    }
    default:
      return null
  }
}

/** What it is about: the first of them, and how many in all. */
export function membersOf({ members }: Alert): { instructions: number[]; hands: number[]; total: number } {
  const said = (typeof members === 'object' && members !== null ? members : {}) as Record<string, unknown>
  const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [])
  const [ofInstructions, ofHands] = [numbers(said.instructions), numbers(said.hands)]
  const total = typeof said.total === 'number' ? said.total : ofInstructions.length + ofHands.length
  return { instructions: ofInstructions, hands: ofHands, total }
}
