import type { Pool, PoolClient } from 'pg'
import { type Db, typed } from './pool.ts'
import * as verbs from './verbs.ts'

const lists = ['queue', 'events', 'actions', 'notifications', 'outputs', 'workers'] as const
const figures = ['throughput', 'latency', 'error_rate'] as const
const hour = { window: '1 hour', step: '5 minutes', zone: null } as const

/**
 * The questions that read widest, as they are asked over HTTP. Planning them over a year of partitions takes a new
 * connection many times as long as answering them afterwards (docs/benchmarks.md); once is enough, because plans are kept.
 */
function questionsTo(db: Db): readonly (() => Promise<unknown>)[] {
  const first = async (list: 'hands' | 'instructions'): Promise<string | undefined> => {
    const [row] = await verbs.readList(db, list, { after: null, limit: 1, hide: false })
    return row && String(row.place.at(-1))
  }
  return [
    () => verbs.readDashboard(db),
    () => verbs.readFarm(db),
    () => verbs.scrape(db, null),
    () => verbs.readWaiting(db, hour),
    ...figures.map((figure) => () => verbs.readMetrics(db, { ...hour, figure })),
    ...lists.map((list) => () => verbs.readList(db, list, { after: null, limit: 50, hide: false })),
    () => first('instructions').then((id) => id && verbs.readInstruction(db, id)),
    () => first('hands').then((id) => id && verbs.readDataFlow(db, id, false)),
  ]
}

/**
 * Open so many connections ahead and let each make its plans, one after the other, so that nobody waits for them later. Ends
 * early when `stop` says so. Throws what the first failing question throws.
 */
export async function warm(pool: Pool, connections: number, stop: () => boolean): Promise<void> {
  // All are opened before the first is given back: the pool would lend the same one again.
  const clients: PoolClient[] = []
  try {
    while (clients.length < connections && !stop()) clients.push(await pool.connect())
    for (let client = clients.at(-1); client; client = clients.at(-1)) {
      for (const ask of questionsTo(onlyOn(client))) if (!stop()) await ask()
      clients.pop()
      client.release()
    }
  } finally {
    for (const client of clients) client.release()
  }
}

/** A handle whose every statement goes to this connection, which stays its owner's. */
function onlyOn(client: PoolClient): Db {
  const lent = { query: client.query.bind(client), release: () => {} }
  return typed({
    connect: async () => lent as unknown as PoolClient,
    end: async () => {},
    options: {},
  })
}
