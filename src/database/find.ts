import type { Config } from '../config.ts'
import { UserError } from '../user_error.ts'
import { findEmbedded } from './embedded/server.ts'

/** The database a command works on: DATABASE_URL, else the hub's own server if it runs. */
export async function findDatabaseUrl(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<string> {
  if (config.databaseUrl) return config.databaseUrl
  const url = await findEmbedded(config.dataDir)
  if (url) return url
  throw new UserError(
    `no database: DATABASE_URL is not set, and no hub runs with its own PostgreSQL in ${config.dataDir}`,
    'Start the hub (npm start), name its data directory (--data-dir), or give --database-url.',
  )
}
