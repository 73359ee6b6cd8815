import type { Suggestion } from '../../../src/http/schemas/suggested.ts'
import * as acts from '../acts/acts.ts'
import { order } from '../acts/bulk.ts'
import type { Alert } from '../api/types.ts'
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

/** What the hub proposes to do, done through the API; null where only people can. */
export function actOf(alert: Alert): (() => unknown) | null {
  const act = suggestionOf(alert)?.act
  const reason = `alert ${alert.id}`
  switch (act?.verb) {
    case 'retry_instruction':
      return () => acts.retry(act.arguments.instruction_id, reason)
    case 'release_stuck':
      return () => acts.release(act.arguments.instruction_id, act.arguments.attempt, reason)
    case 'make_graphic':
      return () => acts.makeGraphic(act.arguments.hand_id, reason)
    case 'pause':
      return () => acts.pause(act.arguments.scope, reason)
    case 'bulk_retry':
      return () => order.set({ act: 'retry', filter: act.arguments.filter, running: false })
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
