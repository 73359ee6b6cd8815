import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, migrate } from 'graphile-migrate'
import { clearAllPools } from 'graphile-migrate/dist/pgReal.js'
import { Client, DatabaseError } from 'pg'
import { UserError } from '../user_error.ts'
import { type Applied, applyLayers } from './apply.ts'
import { sqlDir } from './layers/files.ts'

export type MigrateOptions = {
  readonly say?: (step: string) => void
  /** Other SQL than this repository's. */
  readonly sqlDir?: string
}

const root = join(import.meta.dirname, '..', '..')

/** Bring a database to this version: committed migrations, then the layers over them. Safe to run from several hubs. */
export async function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<Applied> {
  const say = options.say ?? (() => {})
  const dir = options.sqlDir ?? sqlDir
  return withMigrationLock(url, async () => {
    await runMigrations(url, join(dir, 'migrations'), say)
    return applyLayers(url, { say, sqlDir: dir })
  })
}

/** graphile-migrate refuses to wait for another run; a hub that starts beside another has to. */
async function withMigrationLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'automation_hub migrate' })
  client.on('error', () => {}) // the query reports it
  await client.connect()
  try {
    for (let locked = false; !locked; ) {
      const { rows } = await client.query('select pg_try_advisory_lock(7461, 101) as locked')
      locked = rows[0].locked
      if (!locked) await pause(100)
    }
    return await work()
  } finally {
    await client.end()
  }
}

async function runMigrations(
  url: string,
  migrationsFolder: string,
  say: (step: string) => void,
): Promise<void> {
  const settings = await readSettings()
  const logger = new Logger(() => (level, message) => {
    const file = /Running migration '(.*)'/.exec(message)?.[1]
    if (file) say(`migration ${file}`)
    else if (level === 'error') say(message)
  })
  for (let left = 10; ; left--) {
    try {
      await migrate({ ...settings, migrationsFolder, connectionString: url, logger })
      return
    } catch (error) {
      // A migration waits for its tables for a moment only; nothing of it is left when it gives up.
      if (!(error instanceof DatabaseError) || error.code !== '55P03' || left === 0) throw inWords(error)
      say('waiting for the tables')
      await pause(500)
    } finally {
      // It keeps idle connections for a while, and ends the process if the server stops meanwhile.
      clearAllPools()
    }
  }
}

/** The settings that the command line of graphile-migrate reads too. */
async function readSettings(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(root, '.gmrc'), 'utf8'))
}

function inWords(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error
  return new UserError(`a migration failed: ${error.message} (${error.code})`, error.hint ?? '', {
    cause: error,
  })
}
