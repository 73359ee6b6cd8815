import { createRequire } from 'node:module'
import { PgBoss } from 'pg-boss'
import { graphic } from '../support/payload.ts'
import { connect } from '../support/server.ts'
import { emptyWith, type LoadedQueue, type QueueSystem } from './queue.ts'

const { version } = createRequire(import.meta.url)('../node_modules/pg-boss/package.json') as {
  version: string
}

const queue = 'bench'

/** The peer through its library, its housekeeping off. */
export const pgBoss: QueueSystem = {
  name: 'pg-boss',
  version,
  how: 'fetch and complete of its library, maintenance off; keeps the row with its final state',
  async load(url, jobs, connections): Promise<LoadedQueue> {
    const admin = await connect(url)
    const boss = new PgBoss({ connectionString: url, max: connections, supervise: false, schedule: false })
    boss.on('error', (error) => {
      throw error
    })
    await boss.start()
    await boss.createQueue(queue)
    for (let from = 0; from < jobs; from += 1000) {
      const count = Math.min(1000, jobs - from)
      await boss.insert(
        queue,
        Array.from({ length: count }, (_, n) => ({ data: graphic(from + n) })),
      )
    }
    await admin.query('analyze')
    const hand = {
      claim: (limit: number) => boss.fetch(queue, { batchSize: limit }),
      complete: async (claimed: readonly { id: string }[]) =>
        void (await boss.complete(
          queue,
          claimed.map(({ id }) => id),
        )),
    }
    return {
      empty: (batch) =>
        emptyWith(
          Array.from({ length: connections }, () => hand),
          batch,
        ),
      countDone: async () => {
        const { rows } = await admin.query(
          `select count(*)::int as done from pgboss.job where state = 'completed'`,
        )
        return rows[0].done
      },
      close: async () => {
        await boss.stop({ graceful: false })
        await admin.end()
      },
    }
  },
}
