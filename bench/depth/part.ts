import type { Client } from 'pg'
import type { Part } from '../support/part.ts'
import { untilQuiet } from '../support/quiet.ts'
import { cloneDatabase, connect, dropDatabase, hubTemplate } from '../support/server.ts'
import { describe, type Latencies } from '../support/statistics.ts'
import { fillQueue } from './fill.ts'
import { summarizeDepth } from './summary.ts'

/** One measurement. */
export type DepthRow = {
  readonly round: number
  readonly queue: string
  readonly plans: string
  readonly limit: number
  readonly latencyMs: Latencies
  readonly busyBefore: number
}

type Session = { readonly plans: string; readonly client: Client; readonly worker: string }

/** (d) What a claim costs on a queue that has grown deep. */
export const depth: Part<DepthRow> = {
  key: 'd',
  title: 'claim at depth, statistics of an empty table',
  summarize: summarizeDepth,
  async run({ server, quick, say, only }) {
    const scale = quick ? 0.05 : 1
    const rowsOf = { paused: 5e5 * scale, pending: 5e5 * scale, deferred: 2e5 * scale, failed: 1e5 * scale }
    const claims = quick ? 50 : 500
    const database = 'bench_depth'
    const url = await cloneDatabase(server, hubTemplate, database)
    const admin = await connect(url)
    await admin.query('alter table public.render_instructions set (autovacuum_enabled = off)')
    await admin.query('analyze public.render_instructions')
    const old = await openSession(url, 'made when it was empty')
    for (let i = 0; i < 12; i++) await claim(old, 1) // more than enough for plans to be kept
    say('  filling the queue...')
    await fillQueue(admin, rowsOf)
    await server.admin.query('checkpoint')
    const sessions = [await openSession(url, 'of this size'), old]

    const rows: DepthRow[] = []
    for (const queue of ['nothing paused', 'paused in front']) {
      if (queue === 'paused in front') await pauseFront(admin)
      for (let number = 1; number <= (only.rounds ?? (quick ? 1 : 3)); number++) {
        for (const limit of [1, 50]) {
          for (const session of sessions) {
            const busyBefore = await untilQuiet()
            const times: number[] = []
            for (let i = 0; i < (limit === 1 ? claims : claims / 5); i++) {
              times.push(await claim(session, limit))
              if (i % (limit === 1 ? 50 : 10) === 0) await complete(session)
            }
            const latencyMs = describe(times)
            rows.push({ round: number, queue, plans: session.plans, limit, latencyMs, busyBefore })
            const what = `${queue}, plans ${session.plans}, ${limit} at a time`
            say(`  round ${number}: ${what.padEnd(58)} p50 ${latencyMs.p50} p99 ${latencyMs.p99} ms`)
          }
        }
      }
    }
    await Promise.all([...sessions.map(({ client }) => client), admin].map((client) => client.end()))
    await dropDatabase(server, database)
    return { conditions: { ...rowsOf, claims }, rows }
  },
}

async function openSession(url: string, plans: string): Promise<Session> {
  const client = await connect(url)
  const { rows } = await client.query(`select hub.register_worker('bench', '{}', 'bench contract/1.0') as id`)
  return { plans, client, worker: rows[0].id }
}

/** What is claimed does not pile up in hands: a claim looks at all that is held, and nobody holds thousands. */
async function complete({ client, worker }: Session): Promise<void> {
  await client.query(
    `select hub.complete_instructions(jsonb_agg(jsonb_build_object(
       'instruction_id', i.id, 'attempt', i.attempt, 'output_path', '//nas/x.mov')))
     from (select id, attempt from public.render_instructions
           where worker_id = $1 and status = 'processing' limit 1000) as i having count(*) > 0`,
    [worker],
  )
}

/** Milliseconds. */
async function claim({ client, worker }: Session, limit: number): Promise<number> {
  const began = performance.now()
  await client.query({
    name: 'claim',
    text: `select id, attempt, template_name, layer_data_json from hub.claim_instructions($1, $2, interval '1 hour')`,
    values: [worker, limit],
  })
  return performance.now() - began
}

async function pauseFront(admin: Client): Promise<void> {
  for (const name of ['held_0', 'held_1']) {
    await admin.query(`select hub.pause($1, 'bench', 'measured beside it')`, [`template:${name}`])
  }
}
