import { join } from 'node:path'
import { type Side, startSide } from '../latency/child.ts'
import { startHubProcess } from '../support/hub_process.ts'
import { startBusyMeter, untilQuiet } from '../support/quiet.ts'
import { type BenchServer, connect } from '../support/server.ts'
import { describe, type Latencies, round } from '../support/statistics.ts'
import { checkAnswers, untilReady } from './check.ts'
import type { Asked, Order } from './client_side.ts'
import type { Done } from './jobs_side.ts'
import { findValues, type Target, targetsOf } from './targets.ts'

/** One question in one measurement. */
export type HttpRow = {
  readonly round: number
  /** Inserted, claimed and completed meanwhile, as it was meant and as it came to be. */
  readonly jobsPerSecond: number
  readonly jobsDone: number
  readonly question: string
  /** From when the request was due to its last byte; see client_side.ts. */
  readonly latencyMs: Latencies
  readonly kilobytes: number
  /** Of the whole machine, 0 to 1: before, and while it was measured. */
  readonly busyBefore: number
  readonly busyDuring: number
  /** So often the hub said that it was not ready: a tick was late by ten seconds. */
  readonly notReady: number
  /** How late the clients themselves were, within the latencies. */
  readonly clientsLateMs: number
}

/** The yardstick in the same run. */
const constant = 'a constant (plain hono)'

/** Requests, over all questions. */
export const perSecond = 100

/** So many jobs a second have to be done beside the questions; of more it is told how many were. */
const goalJobs = 100

type Conditions = {
  readonly server: BenchServer
  readonly url: string
  readonly token: string
  readonly jobs: number
  readonly seconds: number
  /** Where the pictures of the outputs lie. */
  readonly pictures: string
}

/** Every question many times, in an order drawn anew, while work goes on. */
export async function measureHttp({
  server,
  url,
  token,
  jobs,
  seconds,
  pictures,
}: Conditions): Promise<Omit<HttpRow, 'round'>[]> {
  await using open = new AsyncDisposableStack()
  const side = async (name: string, args: readonly string[]): Promise<Side> => {
    const started = await startSide(join(import.meta.dirname, `${name}_side.ts`), args)
    open.defer(() => started.end())
    return started
  }
  const hub = await startHubProcess(server.checkout, url, { OUTPUT_DIRS: pictures })
  open.defer(() => hub.stop())
  const plain = await side('constant', [])
  const work = await side('jobs', [url, String(jobs)])
  const client = await connect(url)
  const values = await findValues(client).finally(() => client.end())
  const targets: Target[] = [
    { name: constant, urls: [await plain.ask<string>('url')] },
    ...targetsOf(hub.url, values),
  ]
  await untilReady(hub.url)
  await checkAnswers(hub.url, targets, token)
  const clients = await side('client', [])
  const ask = (lasting: number): Promise<Asked> =>
    clients.ask<Asked>({ targets, token, perSecond, seconds: lasting } satisfies Order)
  await ask(Math.min(10, seconds)) // warm: connections, plans, caches
  await server.admin.query('checkpoint')
  const busyBefore = await untilQuiet(2000)

  const before = await work.ask<Done>('done')
  const began = performance.now()
  const busy = startBusyMeter()
  const { answered, lateMs, notReady } = await ask(seconds)
  const busyDuring = busy()
  const jobsDone = round(((await work.ask<Done>('done')) - before) / ((performance.now() - began) / 1000))
  if (jobs <= goalJobs && jobsDone < jobs * 0.9)
    throw new Error(`only ${jobsDone} of ${jobs} jobs a second were done`)
  const shared = {
    jobsPerSecond: jobs,
    jobsDone,
    busyBefore,
    busyDuring,
    notReady,
    clientsLateMs: describe([...lateMs]).p99,
  }
  return answered.map(({ name, ms, bytes }) => ({
    ...shared,
    question: name,
    latencyMs: describe([...ms]),
    kilobytes: round(bytes / 1024),
  }))
}
