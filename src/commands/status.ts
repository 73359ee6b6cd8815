import type { Command } from 'commander'
import { type Config, loadConfig } from '../config.ts'
import { findDatabaseUrl } from '../database/find.ts'
import { openDatabase } from '../database/pool.ts'
import { contractVersion, readDashboard } from '../database/verbs.ts'

/** `hub status`: is it up, where is its database, what waits. */
export function registerStatus(program: Command): void {
  program
    .command('status')
    .description(
      'show the database and what is in it; with a bare --database-url its connection string alone',
    )
    .option('--database-url [url]', 'bare: print the connection string, for psql; with a value: look there')
    .action((options: { databaseUrl?: string | true }, command: Command) => {
      const bare = options.databaseUrl === true
      const config = loadConfig(bare ? { ...command.opts(), databaseUrl: undefined } : command.opts())
      return bare ? printUrl(config) : printStatus(config)
    })
}

async function printUrl(config: Config): Promise<void> {
  console.log(await findDatabaseUrl(config))
}

async function printStatus(config: Config): Promise<void> {
  const url = await findDatabaseUrl(config)
  const { hostname, port, pathname } = new URL(url)
  const database = openDatabase(url, { max: 1 })
  try {
    const contract = await contractVersion(database.db)
    const dashboard = await readDashboard(database.db)
    console.log(`database  ${hostname}:${port || 5432}${pathname}, contract ${contract}`)
    console.log(JSON.stringify(dashboard, null, 2))
  } finally {
    await database.close()
  }
}
