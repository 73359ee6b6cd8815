import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { now, startSide } from '../latency/child.ts'
import type { Part } from '../support/part.ts'
import { untilQuiet } from '../support/quiet.ts'
import { type BenchServer, cloneDatabase, connect, dropDatabase, hubTemplate } from '../support/server.ts'
import { describe, type Latencies, round } from '../support/statistics.ts'
import type { Heard } from './client_side.ts'
import type { Usage } from './server_side.ts'
import { streamServers } from './servers.ts'
import { summarizeStream } from './summary.ts'

/** One measurement. */
export type StreamRow = {
  readonly round: number
  readonly system: string
  readonly clients: number
  readonly perSecond: number
  /** From the moment at which the writer knew that it had committed, to each of the browsers. */
  readonly commitToClientMs: Latencies
  /** Of one core. */
  readonly cpuShare: number
  readonly rssMb: number
  readonly busyBefore: number
}

type Order = { readonly clients: number; readonly perSecond: number; readonly seconds: number }

/** How long a change takes to all browsers. */
export const stream: Part<StreamRow> = {
  key: 'stream',
  title: 'commit -> received by every browser that listens (Server-Sent Events)',
  summarize: summarizeStream,
  async run({ server, quick, say, only }) {
    const rows: StreamRow[] = []
    const seconds = only.seconds ?? (quick ? 3 : 15)
    for (let number = 1; number <= (only.rounds ?? (quick ? 1 : 3)); number++) {
      for (const clients of [10, 500]) {
        for (const system of Object.keys(streamServers)) {
          const row = {
            round: number,
            ...(await measure(server, system, { clients, perSecond: 50, seconds })),
          }
          rows.push(row)
          const { p50, p95, p99 } = row.commitToClientMs
          say(
            `  round ${number}: ${clients} clients, ${system.padEnd(20)} p50 ${p50}  p95 ${p95}  p99 ${p99} ms  ` +
              `cpu ${row.cpuShare}  ${row.rssMb} MB`,
          )
        }
      }
    }
    return { conditions: { seconds, perSecond: 50, browsers: 'in one process beside it' }, rows }
  },
}

async function measure(server: BenchServer, system: string, order: Order): Promise<Omit<StreamRow, 'round'>> {
  const database = 'bench_stream'
  await using open = new AsyncDisposableStack()
  const url = await cloneDatabase(server, system === 'hub' ? hubTemplate : 'template0', database)
  open.defer(() => dropDatabase(server, database))
  const writer = await connect(url, 'bench writer')
  open.defer(() => writer.end())
  if (system !== 'hub') await writer.query(barePayloads)
  const side = await startSide(join(import.meta.dirname, 'server_side.ts'), [system, url])
  open.defer(() => side.end())
  const target = await side.ask<string>('url')
  const browsers = await startSide(join(import.meta.dirname, 'client_side.ts'), [target, `${order.clients}`])
  open.defer(() => browsers.end())

  await write(writer, order.perSecond, 2) // warm
  await sleep(500)
  await browsers.ask('heard')
  await server.admin.query('checkpoint')
  const busyBefore = await untilQuiet()
  const before = await side.ask<Usage>('usage')
  const began = now()
  const committed = await write(writer, order.perSecond, order.seconds)
  const lasted = now() - began
  const after = await side.ask<Usage>('usage')
  await sleep(1000)
  const { ids, at } = await browsers.ask<Heard>('heard')
  const latencies = Array.from(ids, (id, i) =>
    Math.max(0, (at[i] as number) - (committed.get(id) ?? Number.NaN)),
  )
  if (latencies.length !== committed.size * order.clients || latencies.some(Number.isNaN)) {
    throw new Error(`${latencies.length} messages for ${committed.size} changes and ${order.clients} clients`)
  }
  return {
    system,
    clients: order.clients,
    perSecond: order.perSecond,
    commitToClientMs: describe(latencies),
    cpuShare: round((after.cpuMs - before.cpuMs) / lasted),
    rssMb: after.rssMb,
    busyBefore,
  }
}

/** Make so many instructions a second, each in a transaction of its own; when each commit was known. */
async function write(writer: Client, perSecond: number, seconds: number): Promise<Map<number, number>> {
  const committed = new Map<number, number>()
  const began = now()
  for (let n = 0; n < perSecond * seconds; n++) {
    const wait = began + (n * 1000) / perSecond - now()
    if (wait > 1) await sleep(wait)
    const { rows } = await writer.query(
      `insert into public.render_instructions (template_name, layer_data_json) values ('bench', '{"Name 1": "KIM"}') returning id`,
    )
    committed.set(Number(rows[0].id), now())
  }
  return committed
}

/** A table of this name that tells each row in a notification, as long as the hub's message is. */
const barePayloads = `
  create table public.render_instructions (
    id bigint generated always as identity primary key, template_name text, layer_data_json text);
  create function public.tell() returns trigger language plpgsql as $$
  begin
    perform pg_notify('bench_payload', json_build_object('subject', 'instruction:' || new.id, 'rest', repeat('x', 1100))::text);
    return null;
  end $$;
  create trigger tell after insert on public.render_instructions for each row execute function public.tell();`
