import { wilson } from '../../src/simulator/labelled/wilson.ts'
import { percentile } from '../support/statistics.ts'
import type { Kept, RunRow } from './measure.ts'

/** Rows of one kind taken together. */
export type Total = {
  readonly days: number
  readonly incidents: number
  readonly hits: number
  readonly seen: number
  readonly right: number
  readonly wrong: number
  readonly dropped: number
  readonly refires: number
  readonly precision: number
  readonly precisionLow: number
  readonly recall: number
  readonly recallLow: number
  readonly wrongPerDay: number
  /** Minutes. */
  readonly delay50: number
  readonly delay95: number
  /** Minutes that alerts outlast their incident. */
  readonly over50: number
  readonly over95: number
}

export function totalOf(rows: readonly RunRow[], pick: (row: RunRow) => Kept | undefined): Total {
  const kept = rows.map(pick).filter((one) => one !== undefined)
  const sum = (of: (one: Kept) => number): number => kept.reduce((total, one) => total + of(one), 0)
  const days = rows.reduce((total, row) => total + row.days, 0)
  const [incidents, hits] = [sum((one) => one.incidents), sum((one) => one.hits)]
  const [right, wrong] = [sum((one) => one.right), sum((one) => one.wrong)]
  const delays = kept.flatMap((one) => one.delays).map((ms) => ms / 60_000)
  const overstays = kept.flatMap((one) => one.overstays ?? []).map((ms) => ms / 60_000)
  return {
    days,
    incidents,
    hits,
    seen: sum((one) => one.seen ?? Number.NaN),
    right,
    wrong,
    dropped: sum((one) => one.dropped),
    refires: sum((one) => one.refires),
    precision: right / (right + wrong),
    precisionLow: wilson(right, right + wrong).low,
    recall: hits / incidents,
    recallLow: wilson(hits, incidents).low,
    wrongPerDay: wrong / days,
    delay50: percentile(delays, 0.5),
    delay95: percentile(delays, 0.95),
    over50: percentile(overstays, 0.5),
    over95: percentile(overstays, 0.95),
  }
}
