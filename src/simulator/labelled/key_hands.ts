import type { Entry } from './entry.ts'
import type { DealtHand, Ledger } from './ledger.ts'
import { minute } from './types.ts'

/** What a premium hand's graphic may take at least. */
const grace = 2 * minute

/** Lines for orphan_hand and generator_down: premium hands that nobody served in time. */
export function handEntries(ledger: Ledger): Entry[] {
  const { plan, hands, faults, remainders } = ledger
  const byRule = new Map(
    remainders.filter((one) => one.byRule && one.hand !== null).map((one) => [one.hand, one.recordedAt]),
  )
  const servedAt = ({ hand }: DealtHand): number => ledger.made.get(hand) ?? byRule.get(hand) ?? plan.end
  const orphans = hands.filter((hand) => hand.premium && servedAt(hand) > hand.at + grace)
  const missed = hands.filter(({ hand, premium }) => premium && !ledger.made.has(hand))

  return [
    ...orphans.map((hand): Entry => {
      const from = hand.at + grace
      const to = servedAt(hand)
      // a grace may be longer than the least one, and the last minutes of a run prove nothing
      const isIncident = to - from > 3 * minute && plan.end - from > 5 * minute
      return {
        kind: 'orphan_hand',
        scope: `hand:${hand.hand}`,
        from,
        to,
        class: isIncident ? 'incident' : 'harmless',
        evidence: from,
        cause: 'no_order',
      }
    }),
    ...faults
      .filter(({ kind }) => kind === 'generator_down')
      .map((fault): Entry => {
        const during = missed.filter(({ at }) => at >= fault.from && at < fault.to)
        const third = during[2]
        const next = hands.find(({ at, premium, hand }) => premium && at > fault.to && ledger.made.has(hand))
        return {
          kind: 'generator_down',
          scope: null,
          from: fault.from,
          // it is over with the first hand that is served again
          to: Math.max(fault.to, next?.at ?? plan.end),
          class: third && fault.to - third.at > 0 ? 'incident' : 'harmless',
          evidence: third ? third.at + grace : fault.from,
          cause: fault.kind,
        }
      }),
  ]
}
