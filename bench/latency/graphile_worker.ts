import { Logger, run, runMigrations } from 'graphile-worker'
import { Pool } from 'pg'
import { graphic } from '../support/payload.ts'
import type { LatencySystem } from './systems.ts'

/** Silent but for what goes wrong. */
const logger = new Logger(() => (level, message) => {
  if (level === 'error') console.error(`graphile-worker: ${message}`)
})

/**
 * LISTEN is always on. The local queue and batched completion stay off: its documents call both
 * a trade of latency for throughput.
 */
export const graphileWorker: LatencySystem = {
  install: (url) => runMigrations({ connectionString: url, logger }),
  async work(url, claimed) {
    const runner = await run({
      connectionString: url,
      concurrency: 10,
      maxPoolSize: 10,
      noHandleSignals: true,
      logger,
      taskList: {
        bench: (_payload, { job }) => claimed(job.id),
      },
    })
    return () => runner.stop()
  },
  async produce(url) {
    const pool = new Pool({ connectionString: url, max: 8, application_name: 'bench producer' })
    return {
      add: async (n) => {
        const { rows } = await pool.query({
          name: 'add_job',
          text: `select id from graphile_worker.add_job('bench', $1::json)`,
          values: [JSON.stringify(graphic(n))],
        })
        return rows[0].id
      },
      close: () => pool.end(),
    }
  },
}
