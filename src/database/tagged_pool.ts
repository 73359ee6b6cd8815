import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'

/**
 * A pool whose connections bear the name of who asks (application_name) while they are his. A connection is
 * told only when its name changes; without a name it bears the pool's own.
 */
export function tagged(pool: Pool, own: string, tagOf: () => string | undefined): PostgresPool {
  const bears = new WeakMap<PoolClient, string>()
  return {
    connect: async (): Promise<PostgresPoolClient> => {
      const client = await pool.connect()
      const name = tagOf() ?? own
      if (name !== (bears.get(client) ?? own)) {
        try {
          await client.query(`select set_config('application_name', $1, false)`, [name])
          bears.set(client, name)
        } catch (error) {
          client.release(true)
          throw error
        }
      }
      return client
    },
    end: () => pool.end(),
    options: pool.options,
  }
}
