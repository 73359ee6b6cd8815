import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { checkServer } from '../database/check.ts'
import { startEmbedded } from '../database/embedded/server.ts'
import { migrateDatabase } from '../database/migrate.ts'
import { configOf } from './config.ts'

/** `hub migrate`: bring a database to this version without serving. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to this version: tables, functions, triggers, views, grants')
    .action((_options, command: Command) => migrateCommand(configOf(command)))
}

async function migrateCommand(config: Config): Promise<void> {
  if (config.databaseUrl) return report(config.databaseUrl)
  // Shared with a hub that runs, else only for this moment.
  const server = await startEmbedded({ dataDir: config.dataDir, say: console.log })
  try {
    await report(server.url)
  } finally {
    await server.stop()
  }
}

async function report(url: string): Promise<void> {
  await checkServer(url)
  const { laid, removed } = await migrateDatabase(url, { say: console.log })
  console.log(`up to date: ${laid.length} files laid, ${removed.length} forgotten`)
}
