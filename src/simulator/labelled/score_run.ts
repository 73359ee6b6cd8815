import type { Entry } from './entry.ts'
import type { AlertLine, Carried, Ledger } from './ledger.ts'
import { type Episode, type Judged, judge } from './score.ts'
import { minute } from './types.ts'

/** How a run went: each kind of alert judged, and how much people were told. */
export type RunScore = {
  readonly kinds: Readonly<Record<string, Judged>>
  /** Of each fault that was an incident: alerts that appeared to people from it to twenty minutes after it. */
  readonly messages: readonly number[]
  /** All that appeared to people, and most within an hour and within ten minutes. */
  readonly shown: number
  readonly worstHour: number
  readonly worstTenMinutes: number
}

export function scoreRun(ledger: Ledger, entries: readonly Entry[]): RunScore {
  const told = ledger.alerts.filter(({ severity }) => severity !== 'info')
  const names = new Set([...entries, ...told].map(({ kind }) => kind))
  const kinds = [...names].sort().map((kind) => {
    const episodes = told.filter((alert) => alert.kind === kind).map((alert) => episodeOf(alert, ledger))
    return [
      kind,
      judge(
        entries.filter((entry) => entry.kind === kind),
        episodes,
      ),
    ] as const
  })
  const shown = told.flatMap((alert) => alert.shown).sort((a, b) => a - b)
  return {
    kinds: Object.fromEntries(kinds),
    messages: ledger.faults
      .filter((fault) => isFelt(fault, entries))
      .map((fault) => countDuring(fault, shown)),
    shown: shown.length,
    worstHour: mostWithin(shown, 60 * minute),
    worstTenMinutes: mostWithin(shown, 10 * minute),
  }
}

function episodeOf({ from, to, subject, title, shown }: AlertLine, { plan }: Ledger): Episode {
  return { from, to: to ?? plan.end, subject, title, hidden: shown.length === 0 }
}

function isFelt({ kind, from }: Carried, entries: readonly Entry[]): boolean {
  return entries.some((entry) => entry.cause === kind && entry.from === from && entry.class === 'incident')
}

function countDuring({ from, to }: Carried, shown: readonly number[]): number {
  return shown.filter((at) => at >= from && at <= to + 20 * minute).length
}

function mostWithin(times: readonly number[], span: number): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + span).length))
}
