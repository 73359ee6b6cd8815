import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { migrateDatabase } from '../../src/database/migrate.ts'
import { withDatabase } from './server.ts'

const root = join(import.meta.dirname, '..', '..')
const sources = [
  'sql/{functions,migrations,roles,triggers,views}/**/*.sql',
  'src/database/{apply,migrate}.ts',
  'src/database/layers/*.ts',
  '.gmrc',
]

/** A migrated database to clone, made once per state of the SQL: its name holds the hash of everything that makes it. */
export async function ensureTemplate(adminUrl: string): Promise<string> {
  const name = `hub_template_${await sourceHash()}`
  const admin = await connect(adminUrl)
  try {
    if (!(await exists(admin, name))) await build(admin, adminUrl, name)
    await dropStale(admin, name)
    return name
  } finally {
    await admin.end()
  }
}

/** Built under another name and renamed at the end: a failed build must not poison the next run. */
async function build(admin: Client, adminUrl: string, name: string): Promise<void> {
  const draft = `hub_building_${process.pid}_${Date.now()}`
  await admin.query(`create database ${draft} template template0 encoding 'UTF8'`)
  try {
    await migrateDatabase(withDatabase(adminUrl, draft))
    await untilUnused(admin, draft)
    if (!(await exists(admin, name)))
      await admin.query(`alter database ${draft} rename to ${escapeIdentifier(name)}`)
  } finally {
    await admin.query(`drop database if exists ${draft} with (force)`)
  }
}

/** A pool's end is told before its backends are gone. */
async function untilUnused(admin: Client, name: string): Promise<void> {
  for (;;) {
    const { rowCount } = await admin.query('select from pg_stat_activity where datname = $1', [name])
    if (rowCount === 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Templates of other states of the SQL that nobody has made within the last hours. */
async function dropStale(admin: Client, current: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database
     where datname ~ '^hub_(template|building)_' and datname <> $1
       and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '3 hours'`,
    [current],
  )
  for (const { name } of rows) await admin.query(`drop database if exists ${escapeIdentifier(name)}`)
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const path of (await Array.fromAsync(glob(sources, { cwd: root }))).sort()) {
    hash.update(path).update(await readFile(join(root, path)))
  }
  return hash.digest('hex').slice(0, 12)
}

async function exists(admin: Client, name: string): Promise<boolean> {
  return ((await admin.query('select from pg_database where datname = $1', [name])).rowCount ?? 0) > 0
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}
