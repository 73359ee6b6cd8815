import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'

/** Ask a server that may be on its way down or up; it is asked again until it answers. */
export async function askPatiently(url: string, sql: string): Promise<Record<string, unknown>[]> {
  for (let left = 200; ; left--) {
    const client = new Client({ connectionString: url, application_name: 'chaos' })
    client.on('error', () => {}) // the query reports it
    try {
      await client.connect()
      return (await client.query(sql)).rows
    } catch (error) {
      if (left === 0) throw error
      await pause(50)
    } finally {
      void client.end().catch(() => {}) // it may be gone already
    }
  }
}
