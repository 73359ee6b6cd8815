import type { Entry } from './entry.ts'
import type { Ledger } from './ledger.ts'
import { minute, union } from './types.ts'
import type { Wait } from './waits.ts'

/** Minutes that work of a priority may wait, as the product promises. */
function allowedMinutes(priority: number): number {
  return priority === 1 ? 5 : priority <= 3 ? 10 : 30
}

/**
 * Lines for stale_pending: right by definition, from the deadline of each wait to its end. Waits close together
 * are one incident. One that no tick could be sure to see, or that is over within two minutes, is harmless.
 */
export function staleEntries({ ticks }: Ledger, waits: readonly Wait[]): Entry[] {
  const late = waits
    .map((wait) => ({ from: wait.from + allowedMinutes(wait.priority) * minute, to: wait.to }))
    .filter(({ from, to }) => to > from)
  return union(late, 5 * minute).map(({ from, to }) => {
    const seen = late.some((one) => one.to - one.from > 2 * minute && one.from >= from && one.from <= to)
    const ticked = ticks.some((at) => at >= from + minute && at <= to - minute)
    return {
      kind: 'stale_pending',
      scope: null,
      from,
      to,
      class: seen && ticked ? 'incident' : 'harmless',
      evidence: from,
      cause: 'deadline',
    }
  })
}

/** Attempts that a job gets. */
const attempts = 4

/**
 * Lines for poison_job: retries used up on two workers or more, and what failed for good at once, told by
 * template. One worker alone may be to blame instead, and what a person puts back while it fails may be told between.
 */
export function jobEntries({ plan, tries, returns }: Ledger): Entry[] {
  const groups = Map.groupBy(tries, ({ instruction }) => instruction)
  const again = new Map(returns.map(({ instruction, at }) => [instruction, at]))
  const byHand = new Set(returns.filter((one) => one.byHand).map(({ instruction }) => instruction))
  return [...groups].flatMap(([instruction, tried]): Entry[] => {
    const last = tried.at(-1)
    const first = tried.find(({ failed }) => failed)
    if (first?.to && byHand.has(instruction)) {
      const entry = {
        kind: 'poison_job',
        from: first.to,
        to: plan.end,
        evidence: first.to,
        cause: 'put back',
      }
      const scopes = [`instruction:${instruction}`, `template:${first.template}`]
      return scopes.map((scope) => ({ ...entry, scope, class: 'harmless' }))
    }
    const spent = tried.slice(0, attempts).every(({ failed }) => failed) ? tried[attempts - 1]?.to : null
    if (spent && last && !last.failed) {
      // used up, and the one more try that it got when a surge was over went well: told meanwhile or not, both are right
      const scope = `instruction:${instruction}`
      const entry = { kind: 'poison_job', scope, from: spent, evidence: spent, cause: 'one more try' }
      return [{ ...entry, to: last.from, class: 'harmless' }]
    }
    if (!last?.failed || last.to === null || (again.get(instruction) ?? 0) > last.to) return []
    const workers = new Set(tried.filter((one) => one.failed).map(({ session }) => session)).size
    const entry = {
      kind: 'poison_job',
      from: spent ?? last.to,
      to: plan.end,
      evidence: spent ?? last.to,
      cause: 'poison',
    } as const
    return [
      {
        ...entry,
        scope: `instruction:${instruction}`,
        class: tried.length >= attempts && workers >= 2 && !last.lasting ? 'incident' : 'harmless',
      },
      { ...entry, scope: `template:${last.template}`, class: last.lasting ? 'incident' : 'harmless' },
    ]
  })
}
