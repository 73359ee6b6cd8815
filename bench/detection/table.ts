import { table } from '../support/table.ts'
import type { RunRow } from './measure.ts'
import { type Total, totalOf } from './totals.ts'

/** The kinds that the specification or the method promises figures for, in this order. */
export const scoredKinds = [
  'stale_pending',
  'orphan_hand',
  'generator_down',
  'error_surge',
  'throughput_drop',
  'stall',
  'worker_lost',
  'stuck_processing',
]

const head = [
  'incidents',
  'found',
  'seen',
  'right',
  'false',
  'P',
  'P at least',
  'R',
  'R at least',
  'false a day',
  'delay p50',
  'p95',
  'ends p50',
  'p95',
  're-fires',
]

/** One line per kind, all regimes together. */
export function kindsTable(rows: readonly RunRow[], of: 'kinds' | 'literal' = 'kinds'): string {
  const faulty = rows.filter((row) => !row.twin)
  return table(
    ['alert', ...head],
    kindsIn(faulty, of).map((kind) => [kind, ...cells(totalOf(faulty, (row) => row[of][kind]))]),
  )
}

/** One line per kind and regime. */
export function regimesTable(rows: readonly RunRow[]): string {
  const faulty = rows.filter((row) => !row.twin)
  const regimes = [...new Set(faulty.map(({ regime }) => regime))]
  return table(
    ['alert', 'regime', 'days', ...head],
    kindsIn(faulty, 'kinds')
      .filter((kind) => scoredKinds.includes(kind))
      .flatMap((kind) =>
        regimes.map((regime) => {
          const total = totalOf(
            faulty.filter((row) => row.regime === regime),
            (row) => row.kinds[kind],
          )
          return [kind, regime, total.days, ...cells(total)]
        }),
      ),
  )
}

/** False alarms of the runs without faults. */
export function twinsTable(rows: readonly RunRow[]): string {
  const quiet = rows.filter((row) => row.twin)
  return table(
    ['alert', 'days', 'false', 'a day', 'literal rule: false', 'a day'],
    kindsIn(quiet, 'kinds').map((kind) => {
      const [ours, literal] = [
        totalOf(quiet, (row) => row.kinds[kind]),
        totalOf(quiet, (row) => row.literal[kind]),
      ]
      const known = quiet.some((row) => row.literal[kind])
      return [
        kind,
        ours.days,
        ours.wrong,
        rate(ours.wrongPerDay),
        known ? literal.wrong : '',
        known ? rate(literal.wrongPerDay) : '',
      ]
    }),
  )
}

/** How much people are told. */
export function messagesTable(rows: readonly RunRow[]): string {
  const of = (some: readonly RunRow[], name: string): (string | number)[] => {
    const messages = some.flatMap((row) => row.messages)
    const days = some.reduce((sum, row) => sum + row.days, 0)
    const shown = some.reduce((sum, row) => sum + row.shown, 0)
    const mean = messages.reduce((sum, count) => sum + count, 0) / messages.length
    const worst = (pick: (row: RunRow) => number): number => Math.max(0, ...some.map(pick))
    return [
      name,
      days,
      messages.length,
      share(mean),
      rate(shown / days),
      worst((r) => r.worstHour),
      worst((r) => r.worstTenMinutes),
    ]
  }
  return table(
    ['runs', 'days', 'incidents', 'shown for each', 'shown a day', 'worst hour', 'worst 10 min'],
    [
      of(
        rows.filter((row) => !row.twin),
        'with faults',
      ),
      of(
        rows.filter((row) => row.twin),
        'quiet twins',
      ),
    ],
  )
}

function kindsIn(rows: readonly RunRow[], of: 'kinds' | 'literal'): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row[of])))
  return [
    ...scoredKinds.filter((kind) => names.has(kind)),
    ...[...names].filter((kind) => !scoredKinds.includes(kind)).sort(),
  ]
}

function cells(total: Total): (string | number)[] {
  const { incidents, hits, seen, right, wrong, precision, precisionLow, recall, recallLow } = total
  return [
    incidents,
    hits,
    Number.isNaN(seen) ? '' : seen,
    right,
    wrong,
    share(precision),
    right + wrong > 0 ? share(precisionLow) : '',
    share(recall),
    incidents > 0 ? share(recallLow) : '',
    rate(total.wrongPerDay),
    minutes(total.delay50),
    minutes(total.delay95),
    minutes(total.over50),
    minutes(total.over95),
    total.refires,
  ]
}

function share(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(3).replace(/^0/, '')
}

function rate(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(3)
}

function minutes(value: number): string {
  return Number.isNaN(value) ? '' : `${value.toFixed(1)} min`
}
