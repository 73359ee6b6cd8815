import { busyListener, type Company, type CompanyReport, idleListener } from '../support/busy.ts'
import type { Part } from '../support/part.ts'
import { untilQuiet } from '../support/quiet.ts'
import { type BenchServer, cloneDatabase, connect, dropDatabase, hubTemplate } from '../support/server.ts'
import { describe, type Latencies, round } from '../support/statistics.ts'
import type { Load, LoadResult } from './load.ts'
import { insertWithNode } from './node_writers.ts'
import { findPgbench, insertWithPgbench, versionOf } from './pgbench.ts'
import { summarizeInserts } from './summary.ts'
import { type Variant, variants } from './variants.ts'

const listeners: Readonly<Record<string, (url: string, checkout: string) => Promise<Company>>> = {
  idle: idleListener,
  busy: busyListener,
}

/** One measurement. */
export type InsertRow = {
  readonly round: number
  readonly writers: number
  readonly listener: string
  readonly variant: string
  readonly perSecond: number
  readonly latencyMs: Latencies
  /** Graphics that the hands asked for, those of the warm-up too. */
  readonly instructions: number
  /** Share of the machine that something else took just before. */
  readonly busyBefore: number
} & CompanyReport

/** (a) How many hands a second can be stored, beside less and less. */
export const inserts: Part<InsertRow> = {
  key: 'a',
  title: 'inserts into hands, single-row transactions',
  summarize: summarizeInserts,
  async run({ server, quick, say, only }) {
    const pgbench = only.generator === 'node' ? null : await findPgbench()
    const generator = pgbench ? await versionOf(pgbench) : 'node'
    say(`load generator: ${generator}`)
    const insert = (load: Load): Promise<LoadResult> =>
      pgbench ? insertWithPgbench(pgbench, load) : insertWithNode(load)
    const chosen = variants.filter(({ name, onDemand }) => only.variants?.includes(name) ?? !onDemand)
    const seconds = only.seconds ?? (quick ? 1 : 3)
    await makeTemplates(server, chosen)
    const rows: InsertRow[] = []
    const producer = await producerUrl(server)
    for (let number = 1; number <= (only.rounds ?? (quick ? 1 : 3)); number++) {
      for (const writers of only.writers ?? [1, 8, 32]) {
        for (const listener of only.listeners ?? Object.keys(listeners)) {
          for (const variant of chosen) {
            const row = await measure({ server, insert, producer, variant, writers, listener, seconds })
            rows.push({ round: number, ...row })
            say(line(number, row))
          }
        }
      }
    }
    for (const { name } of chosen) await dropDatabase(server, templateOf(name))
    return {
      conditions: {
        generator,
        seconds,
        warmSeconds,
        variants: Object.fromEntries(chosen.map((v) => [v.name, v.what])),
      },
      rows,
    }
  },
}

/** 32 connections on two cores need this long until each has its plans. */
const warmSeconds = 2

const templateOf = (name: string): string => `bench_hands_${name}`

async function makeTemplates(server: BenchServer, chosen: readonly Variant[]): Promise<void> {
  for (const variant of chosen) {
    const client = await connect(await cloneDatabase(server, hubTemplate, templateOf(variant.name)))
    await variant.prepare(client)
    await client.end()
  }
}

/** Writers are what a sibling's producer is: a login that is a member of hub_producer. */
async function producerUrl(server: BenchServer): Promise<(database: string) => string> {
  const password = crypto.randomUUID()
  await server.admin.query(`drop role if exists bench_producer`)
  await server.admin.query(`create role bench_producer login password '${password}' in role hub_producer`)
  return (database) => {
    const url = new URL(server.urlOf(database))
    url.username = 'bench_producer'
    url.password = password
    return url.href
  }
}

type Cell = {
  readonly server: BenchServer
  readonly insert: (load: Load) => Promise<LoadResult>
  readonly producer: (database: string) => string
  readonly variant: Variant
  readonly writers: number
  readonly listener: string
  readonly seconds: number
}

/** A database of its own for each measurement: none inherits what the one before left behind. */
async function measure(cell: Cell): Promise<Omit<InsertRow, 'round'>> {
  const { server, insert, variant, writers, listener, seconds } = cell
  const database = 'bench_inserts'
  const url = await cloneDatabase(server, templateOf(variant.name), database)
  const start = listeners[listener]
  if (!start) throw new Error(`no such listener: ${listener}`)
  const busyBefore = await untilQuiet()
  const company = await start(url, server.checkout)
  await server.admin.query('checkpoint')
  const { perSecond, latenciesMs } = await insert({
    url: cell.producer(database),
    table: variant.table,
    mix: variant.mix,
    writers,
    seconds,
    warmSeconds,
  })
  const report = await company.stop()
  const client = await connect(url)
  const { rows } = await client.query(
    'select count(*)::int as instructions from public.render_instructions where hand_id is not null',
  )
  await client.end()
  await dropDatabase(server, database)
  const { instructions } = rows[0]
  if (!variant.onDemand && instructions > 0 !== (variant.table === 'public.hands'))
    throw new Error(`${variant.name}: ${instructions} instructions`)
  return {
    writers,
    listener,
    variant: variant.name,
    perSecond: round(perSecond),
    latencyMs: describe(latenciesMs),
    instructions,
    busyBefore,
    ...report,
  }
}

function line(number: number, row: Omit<InsertRow, 'round'>): string {
  const { p50, p99 } = row.latencyMs
  const what = `${row.writers} writers, ${row.listener}, ${row.variant}`
  return `  round ${number}: ${what.padEnd(32)} ${Math.round(row.perSecond)}/s  p50 ${p50} p99 ${p99} ms`
}
