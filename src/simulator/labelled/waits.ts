import type { Ledger } from './ledger.ts'
import { known } from './templates.ts'
import { type Span, union } from './types.ts'

/** A time in which an instruction could have been taken and was not. */
export type Wait = Span & {
  readonly instruction: number
  readonly template: string
  readonly priority: number
  /** Somebody could render it, had he been there and free. */
  readonly renderable: boolean
}

/** All waits of a run, pauses cut out: after a resume a wait begins anew. */
export function waitsOf(ledger: Ledger): Wait[] {
  const { plan, ordered, returns, tries, attempts, remainders } = ledger
  const capable = plan.seed % 2 === 0 && !plan.regime.pollers
  const begins = groupBy([
    ...ordered.map(({ instruction, runnableAt }) => ({ instruction, at: runnableAt })),
    ...returns.map(({ instruction, at, byHand }) => ({
      instruction,
      at: byHand ? at : afterPause(ledger, at),
    })),
    ...attempts
      .filter(({ outcome, finishedAt }) => outcome === 'rescued' && finishedAt !== null)
      .map(({ instruction, finishedAt }) => ({ instruction, at: finishedAt as number })),
  ])
  const claims = groupBy(tries.map((one) => ({ ...one, at: one.from })))
  return remainders.flatMap(({ instruction, status, template, priority, recordedAt, cancelledAt }) => {
    const starts = begins.get(instruction) ?? [{ instruction, at: recordedAt }]
    const taken = claims.get(instruction) ?? []
    return starts.flatMap(({ at }, index) => {
      const claim = taken.find((one) => one.at >= at - 1)
      const next = starts[index + 1]?.at
      if (claim && next !== undefined && next <= claim.at) return [] // put back twice
      if (!claim && status === 'failed') return [] // taken back once too often: given up, it waits for nobody
      const to = claim?.at ?? cancelledAt ?? plan.end
      const renderable = !capable || known.includes(template)
      const wait = { instruction, template, priority, renderable }
      return withoutPauses({ from: at, to }, template, ledger).map((span) => ({ ...wait, ...span }))
    })
  })
}

/** Retries that the hub holds back, and says so (remedy_paused), do not wait for a worker meanwhile. */
function afterPause({ alerts, plan }: Ledger, at: number): number {
  const pause = alerts.find(
    ({ kind, subject, from, to }) =>
      kind === 'remedy_paused' && subject === 'remedy:retry' && from <= at && (to ?? plan.end) > at,
  )
  return pause ? (pause.to ?? plan.end) : at
}

/** When at least one instruction waited that somebody could render. */
export function waitingSpans(waits: readonly Wait[]): Span[] {
  return union(waits.filter(({ renderable }) => renderable))
}

function withoutPauses(wait: Span, template: string, { pauses }: Ledger): Span[] {
  let left = [wait]
  for (const { scope, from, to } of pauses) {
    if (scope !== 'queue' && scope !== `template:${template}`) continue
    left = left.flatMap((span) => [
      { from: span.from, to: Math.min(span.to, from) },
      { from: Math.max(span.from, to), to: span.to },
    ])
  }
  return left.filter(({ from, to }) => to > from)
}

function groupBy<T extends { readonly instruction: number; readonly at: number }>(
  items: readonly T[],
): Map<number, T[]> {
  const groups = Map.groupBy(items, ({ instruction }) => instruction)
  for (const group of groups.values()) group.sort((a, b) => a.at - b.at)
  return groups
}
