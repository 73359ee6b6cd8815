import { Client } from 'pg'
import type { Entry } from '../../src/simulator/labelled/entry.ts'
import { answerKey } from '../../src/simulator/labelled/key.ts'
import type { Carried, Ledger } from '../../src/simulator/labelled/ledger.ts'
import { minute, nameOf, overlap, type Regime } from '../../src/simulator/labelled/types.ts'
import { waitsOf } from '../../src/simulator/labelled/waits.ts'
import { clock } from './measure.ts'
import { acting } from './prepare.ts'
import { simulate } from './simulate.ts'

/** One run with every remedy on: what was left for a person. */
export type ClosedRow = {
  readonly regime: string
  readonly seed: number
  readonly days: number
  /** Faults that were felt, and those after which everything was rendered and every alert ended by itself. */
  readonly faults: number
  readonly closed: number
  /** What was left for a person: fault, time and what of it. */
  readonly left: readonly string[]
  /** Instructions that the hub tried again by itself, and those that were rendered in the end; poison aside. */
  readonly retried: number
  readonly rendered: number
  /** Instructions that were rendered twice. */
  readonly twice: number
  readonly acts: Readonly<Record<string, number>>
}

export async function measureClosed(
  url: string,
  regime: Regime,
  seed: number,
  days: number,
): Promise<ClosedRow> {
  const ledger = await simulate(url, {
    regime,
    seed,
    days,
    faultsPerDay: 2,
    ruleMode: 'after_grace',
    settings: acting,
  })
  const entries = answerKey(ledger)
  const felt = ledger.faults.filter(
    (fault) => isFelt(fault, entries) && fault.to < ledger.plan.end - 2 * 60 * minute,
  )
  const left = felt.map((fault) => leftOf(fault, ledger)).filter((text) => text !== null)
  const poison = poisonOf(ledger)
  const failed = new Set(ledger.tries.filter((one) => one.failed).map(({ instruction }) => instruction))
  const returned = new Set(ledger.returns.map(({ instruction }) => instruction))
  const retried = [...failed.intersection(returned).difference(poison)]
  const status = new Map(ledger.remainders.map((one) => [one.instruction, one.status]))
  const done = ledger.attempts.filter(({ outcome }) => outcome === 'completed' || outcome === 'reconciled')
  return {
    regime: nameOf(regime),
    seed,
    days,
    faults: felt.length,
    closed: felt.length - left.length,
    left,
    retried: retried.length,
    rendered: retried.filter((instruction) => status.get(instruction) === 'completed').length,
    twice: done.length - new Set(done.map(({ instruction }) => instruction)).size,
    acts: await countActs(url),
  }
}

function isFelt({ kind, from, to }: Carried, entries: readonly Entry[]): boolean {
  return entries.some(
    (entry) =>
      entry.class === 'incident' &&
      (entry.cause === kind || entry.cause === 'no_order') &&
      overlap(entry, { from, to }) > 0,
  )
}

/** What a fault left for a person; null = nothing. */
function leftOf(fault: Carried, ledger: Ledger): string | null {
  const poison = poisonOf(ledger)
  // A try that never ended, because its render stood still or its worker died, held its job until the hub took it back.
  const taken = new Map(
    ledger.attempts.map(({ instruction, attempt, finishedAt }) => [`${instruction}/${attempt}`, finishedAt]),
  )
  const tries = ledger.tries.map((one) => ({
    ...one,
    to: one.to ?? taken.get(`${one.instruction}/${one.attempt}`) ?? ledger.plan.end,
  }))
  const touched = new Set(
    [...tries, ...waitsOf(ledger)]
      .filter((one) => overlap(one, fault) > 0)
      .map(({ instruction }) => instruction),
  )
  const undone = ledger.remainders.filter(
    (one) =>
      touched.has(one.instruction) &&
      !poison.has(one.instruction) &&
      !['completed', 'superseded'].includes(one.status),
  )
  const open = ledger.alerts.filter(
    ({ kind, subject, severity, from, to }) =>
      severity !== 'info' &&
      from >= fault.from &&
      from <= fault.to + 20 * minute &&
      to === null &&
      !(kind === 'poison_job' && (subject.startsWith('template:') || poison.has(idOf(subject)))),
  )
  if (undone.length === 0 && open.length === 0) return null
  const statuses = [...new Set(undone.map(({ status }) => status))].join(', ')
  const alerts = [...new Set(open.map(({ kind }) => kind))].join(', ')
  return `${fault.kind} ${clock(fault.from)}: ${undone.length} jobs ${statuses}; open alerts: ${alerts || 'none'}`
}

function idOf(subject: string): number {
  return Number(subject.replace('instruction:', ''))
}

/** Instructions that nobody could have rendered, fault or not: they are a person's in any case. */
function poisonOf(ledger: Ledger): Set<number> {
  const numbers = new Set(
    ledger.plan.orders.flatMap(({ orders }) =>
      orders.filter(({ poison }) => poison).map((order) => order.number),
    ),
  )
  const lasting = ledger.tries.filter((one) => one.lasting)
  const poison = ledger.ordered.filter(({ order }) => order !== null && numbers.has(order))
  return new Set([...lasting, ...poison].map(({ instruction }) => instruction))
}

async function countActs(url: string): Promise<Record<string, number>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select actor, count(*)::int from hub.actions where actor like 'hub:%' group by actor order by actor`,
    )
    return Object.fromEntries(rows.map(({ actor, count }) => [actor, count]))
  } finally {
    await client.end()
  }
}
