import type { Client } from 'pg'
import type { Part } from '../support/part.ts'
import { untilQuiet } from '../support/quiet.ts'
import { cloneDatabase, connect, dropDatabase, hubTemplate } from '../support/server.ts'
import { median, round } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import { fillHistory } from '../tick/fill.ts'
import { cutOutbox, fillOutbox } from './fill.ts'

/** One way to be set up, against a hub that has no outbox: medians over pairs that were measured side by side. */
export type OutboxRow = {
  readonly variant: string
  /** `messages` is the step of a tick that writes them, by itself: the least disturbed by all others. */
  readonly step: 'tick' | 'messages' | 'completion'
  readonly p50Ms: number
  readonly ratio: number
  readonly moreMs: number
  readonly busyBefore: number
}

type Variant = { readonly name: string; prepare(client: Client, messages: number): Promise<void> }

const variants: readonly Variant[] = [
  { name: 'no outbox', prepare: (client) => cutOutbox(client) },
  { name: 'no routes', prepare: async () => {} },
  { name: 'routes, 10 open stories, history', prepare: fillOutbox },
  {
    name: 'the same, each graphic awaited',
    prepare: async (client, messages) => {
      await fillOutbox(client, messages)
      await client.query('update hub.render_rules set notify_done = true')
      await client.query('set session_replication_role = replica') // whose rule it is cannot be said later
      await client.query(
        "update public.render_instructions set rule_id = (select min(id) from hub.render_rules) where status in ('pending', 'processing')",
      )
      await client.query('reset session_replication_role')
    },
  },
]

type Times = Readonly<Record<OutboxRow['step'], number[]>>

/** What messages cost the tick that writes them and the completions that they may tell of. */
export const outbox: Part<OutboxRow> = {
  key: 'outbox',
  title: 'the outbox of alerts, on tick() and on completions',
  summarize: (rows) =>
    table(
      ['step', 'set up', 'p50 ms', 'ratio', 'more ms'],
      rows.map(({ step, variant, p50Ms, ratio, moreMs }) => [
        step,
        variant,
        plain(p50Ms),
        plain(ratio),
        plain(moreMs),
      ]),
    ),
  async run({ server, quick, say, only }) {
    const finished = quick ? 10_000 : 200_000
    const messages = quick ? 10_000 : 1_000_000
    const rounds = only.rounds ?? (quick ? 40 : 300)
    const live = { pending: 4000, processing: 300, failed: 700 }
    const open: { name: string; client: Client; worker: string; times: Times }[] = []
    for (const [n, { name, prepare }] of variants.entries()) {
      say(`  filling: ${name}...`)
      const client = await connect(await cloneDatabase(server, hubTemplate, `bench_outbox_${n}`))
      await fillHistory(client, { finished, ...live, hands: 10_000 })
      await prepare(client, messages)
      await client.query('analyze')
      const worker = (await client.query(`select hub.register_worker('ae-measured') as id`)).rows[0].id
      for (let i = 0; i < 10; i++) await client.query('select * from hub.tick()')
      open.push({ name, client, worker, times: { tick: [], messages: [], completion: [] } })
    }
    await server.admin.query('checkpoint')
    const busyBefore = await untilQuiet()
    for (let i = 0; i < rounds; i++) {
      const began = performance.now()
      // another one is first each time, so that none has the better place
      for (let j = 0; j < open.length; j++)
        await measureOne(open[(i + j) % open.length] as (typeof open)[0], i % 2 === 0)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 500 - (performance.now() - began))))
    }
    for (const [n, { client }] of open.entries()) {
      const { rows } = await client.query(
        `select count(*)::int as count from hub.notifications where reason = 'notice'`,
      )
      if (rows[0].count < rounds !== n < open.length - 1)
        throw new Error(`${open[n]?.name}: ${rows[0].count} notices`)
      await client.end()
      await dropDatabase(server, `bench_outbox_${n}`)
    }
    const base = open[0]?.times as Times
    const rows = (['tick', 'messages', 'completion'] as const).flatMap((step) =>
      open.map(({ name, times }) => ({
        variant: name,
        step,
        p50Ms: round(median(times[step])),
        ratio: round(median(times[step].map((time, i) => time / (base[step][i] as number)))),
        moreMs: round(median(times[step].map((time, i) => time - (base[step][i] as number)))),
        busyBefore,
      })),
    )
    return { conditions: { ...live, finished, messages, rounds, rowsPerCompletion: 1 }, rows }
  },
}

type One = { readonly client: Client; readonly worker: string; readonly times: Times }

/** A completion and a tick, as they follow each other in a hub at work; every second time its step of messages alone. */
async function measureOne({ client, worker, times }: One, alone: boolean): Promise<void> {
  const { rows } = await client.query('select id, attempt from hub.claim_instructions($1, 1)', [worker])
  let began = performance.now()
  await client.query(`select hub.complete_instruction($1, $2, '//nas/x.mov', 1)`, [
    rows[0].id,
    rows[0].attempt,
  ])
  times.completion.push(performance.now() - began)
  began = performance.now()
  if (alone) {
    await client.query('select hub.tell_alerts()')
    times.messages.push(performance.now() - began)
    await client.query('select * from hub.tick()')
  } else {
    await client.query('select * from hub.tick()')
    times.tick.push(performance.now() - began)
  }
}
