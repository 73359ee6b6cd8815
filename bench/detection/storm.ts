import { Client } from 'pg'
import type { AlertLine } from '../../src/simulator/labelled/ledger.ts'
import { createLedger, watchAlerts } from '../../src/simulator/labelled/ledger.ts'
import { planBroadcast } from '../../src/simulator/labelled/plan.ts'
import { minute } from '../../src/simulator/labelled/types.ts'
import { prepare } from './prepare.ts'
import { createSender } from './sender.ts'
import { createSqlHub } from './sql_hub.ts'

/** What people were told while every worker was gone and thousands of jobs waited. */
export type Storm = {
  readonly pending: number
  readonly processing: number
  /** Alerts that appeared to people, and how often anything did. */
  readonly visible: readonly string[]
  readonly messages: number
  /** Alerts that another one told of. */
  readonly hidden: readonly string[]
  /** Instructions that had to be told of at the end, and those that open alerts count as theirs. */
  readonly concerned: number
  readonly accounted: number
  /** Milliseconds of the slowest tick. */
  readonly slowestTick: number
}

const workers = 30
const each = 10

/** All workers die with 300 jobs in their hands while 5 000 wait; nobody comes back for an hour. */
export async function runStorm(url: string): Promise<Storm> {
  const client = new Client({ connectionString: url, application_name: 'simulation' })
  await client.connect()
  try {
    const base = await prepare(client, {})
    const send = createSender(client, base)
    const hub = createSqlHub(send)
    const ledger = createLedger(
      planBroadcast({ seed: 1, days: 1, regime: { load: 'high', workers, pollers: false } }),
    )
    const showing = new Set<number>()
    let slowestTick = 0
    const tick = async (at: number): Promise<void> => {
      const began = performance.now()
      const { alerts } = await hub.look(at)
      slowestTick = Math.max(slowestTick, performance.now() - began)
      watchAlerts(ledger, at, alerts, showing)
    }

    const rows = Array.from({ length: 5000 + workers * each }, (_, number) => ({
      number,
      template: 'lower_third',
      priority: 2 + (number % 7),
      notBefore: null,
      createdAt: 0,
      poison: false,
    }))
    await hub.orders(minute, rows)
    for (let n = 0; n < workers; n++) {
      const session = await hub.register(minute, `ae-${n}`, [])
      await send.run(`select count(*) from hub.claim_instructions($1, ${each}, '12 seconds', null, $2)`, [
        session,
        send.time(minute),
      ])
      await hub.beat(minute, [{ session, progress: {} }])
    }
    // every ten seconds while leases run out, then by the minute
    for (let at = minute + 10_000; at < 6 * minute; at += 10_000) await tick(at)
    for (let at = 6 * minute; at <= 61 * minute; at += minute) await tick(at)
    return { ...(await summarize(client, ledger.alerts)), slowestTick: Math.round(slowestTick) }
  } finally {
    await client.end()
  }
}

async function summarize(client: Client, alerts: readonly AlertLine[]): Promise<Omit<Storm, 'slowestTick'>> {
  const { rows } = await client.query(
    `select count(*) filter (where status in ('pending', 'processing'))::int as concerned from public.render_instructions`,
  )
  const { rows: told } = await client.query(
    `select coalesce(sum((members ->> 'total')::int), 0)::int as accounted
     from public.monitoring_events where kind = 'stale_pending' and state <> 'resolved' and severity <> 'info'`,
  )
  const paging = alerts.filter(({ severity }) => severity !== 'info')
  const nameOf = ({ kind, subject }: AlertLine): string => `${kind} ${subject}`
  return {
    pending: 5000,
    processing: workers * each,
    visible: paging.filter(({ shown }) => shown.length > 0).map(nameOf),
    hidden: paging.filter(({ shown }) => shown.length === 0).map(nameOf),
    messages: paging.reduce((sum, { shown }) => sum + shown.length, 0),
    concerned: rows[0].concerned,
    accounted: told[0].accounted,
  }
}
