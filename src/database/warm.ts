import type { Pool, PoolClient } from 'pg'

/**
 * The questions that read widest, each as it is asked over HTTP. Planning them over a year of partitions takes a new
 * connection a hundred times as long as answering them afterwards; once is enough, because their plans are kept.
 */
const wide = [
  'select hub.dashboard()',
  'select hub.farm()',
  'select hub.scrape(null)',
  'select hub.data_flow(h.id) from public.hands as h order by h.id desc limit 1',
  'select hub.show_instruction(i.id) from public.render_instructions as i order by i.id desc limit 1',
  `select hub.measure_waiting('1 hour', '5 minutes', null)`,
  ...['throughput', 'latency', 'error_rate'].map(
    (figure) => `select hub.measure('1 hour', '5 minutes', null, '${figure}')`,
  ),
]

/**
 * Open so many connections ahead and let each make its plans, one after the other, so that nobody waits for them later. Ends
 * early when the pool is closed, or when `stop` says so. Throws what the first failing question throws.
 */
export async function warm(pool: Pool, connections: number, stop: () => boolean): Promise<void> {
  // All are opened before the first is given back: the pool would lend the same one again.
  const clients: PoolClient[] = []
  try {
    while (clients.length < connections && !stop()) clients.push(await pool.connect())
    for (let client = clients.at(-1); client; client = clients.at(-1)) {
      for (const question of wide) if (!stop()) await client.query(question)
      clients.pop()
      client.release()
    }
  } finally {
    for (const client of clients) client.release()
  }
}
