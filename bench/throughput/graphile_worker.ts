import { createRequire } from 'node:module'
import { Logger, run, runMigrations } from 'graphile-worker'
import type { Client } from 'pg'
// The library's own statements, called as its worker calls them, on connections that are counted.
import { processSharedOptions } from '../node_modules/graphile-worker/dist/lib.js'
import { batchCompleteJobs } from '../node_modules/graphile-worker/dist/sql/completeJobs.js'
import { batchGetJobs } from '../node_modules/graphile-worker/dist/sql/getJobs.js'
import { graphic } from '../support/payload.ts'
import { connect } from '../support/server.ts'
import { emptyWith, type Hand, type LoadedQueue, type QueueSystem } from './queue.ts'

const { version } = createRequire(import.meta.url)('../node_modules/graphile-worker/package.json') as {
  version: string
}

/** What the peer's library does in SQL, without what the library itself costs. */
export const graphileWorker: QueueSystem = {
  name: 'graphile-worker',
  version,
  how: 'its own getJobs and completeJobs, prepared, one after another; deletes the row',
  async load(url, jobs, connections): Promise<LoadedQueue> {
    const admin = await connect(url)
    await loadGraphileJobs(url, admin, jobs)
    const clients = await Promise.all(Array.from({ length: connections }, () => connect(url)))
    return {
      empty: (batch) =>
        emptyWith(
          clients.map((client, n) => openHand(client, `bench_${n}`)),
          batch,
        ),
      countDone: async () => jobs - (await countLeft(admin)),
      close: async () => {
        await Promise.all([...clients, admin].map((client) => client.end()))
      },
    }
  },
}

/** The same work through its runner with everything on that its documents name for throughput. */
export const graphileRunner: QueueSystem = {
  name: 'graphile-worker run()',
  version,
  how: 'its runner; batch 50: local queue of 500, completions batched, 50 jobs at a time; batch 1: neither, one job per connection',
  async load(url, jobs, connections): Promise<LoadedQueue> {
    const admin = await connect(url)
    await loadGraphileJobs(url, admin, jobs)
    return {
      async empty(batch) {
        const { promise: allDone, resolve } = Promise.withResolvers<void>()
        let left = jobs
        const worker =
          batch === 1
            ? { concurrentJobs: connections }
            : { concurrentJobs: batch, localQueue: { size: 10 * batch }, completeJobBatchDelay: 0 }
        const runner = await run({
          preset: {
            worker: {
              ...worker,
              connectionString: url,
              maxPoolSize: connections,
              logger: new Logger(() => () => {}),
            },
          },
          noHandleSignals: true,
          taskList: {
            bench: () => {
              left -= 1
              if (left === 0) resolve()
            },
          },
        })
        await allDone
        await runner.stop()
      },
      countDone: async () => jobs - (await countLeft(admin)),
      close: () => admin.end(),
    }
  },
}

/** Install the peer and give it work. */
async function loadGraphileJobs(url: string, admin: Client, jobs: number): Promise<void> {
  await runMigrations({ connectionString: url })
  await admin.query(
    `select graphile_worker.add_jobs(array(
       select json_populate_record(null::graphile_worker.job_spec, json_build_object(
         'identifier', 'bench', 'payload', $1::jsonb || jsonb_build_object('n', n::text)))
       from generate_series(1, $2) as n))`,
    [JSON.stringify(graphic(0)), jobs],
  )
  await admin.query('analyze')
}

async function countLeft(admin: Client): Promise<number> {
  const { rows } = await admin.query('select count(*)::int as left from graphile_worker.jobs')
  return rows[0].left
}

type Job = Awaited<ReturnType<typeof batchGetJobs>>[number]
type GetJobs = Parameters<typeof batchGetJobs>

function openHand(client: Client, pool: string): Hand<Job> {
  const options = processSharedOptions({}) as GetJobs[0]
  const run = (work: (client: Client) => Promise<unknown>): Promise<unknown> => work(client)
  const withClient = Object.assign(run, { withRetries: run }) as unknown as GetJobs[1]
  return {
    claim: (limit) => batchGetJobs(options, withClient, { bench: () => {} }, pool, null, limit),
    complete: (jobs) => batchCompleteJobs(options, withClient, pool, jobs),
  }
}
