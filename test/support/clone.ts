import { randomBytes } from 'node:crypto'
import { Client, escapeIdentifier } from 'pg'
import { isAlive } from '../../src/database/embedded/postmaster.ts'
import { withDatabase } from './server.ts'

/** Clones carry the process id of the run that made them. */
const prefix = 'hub_clone_'

/** A database of its own, as the template is; dropped at the end of the whole run. */
export async function cloneDatabase(adminUrl: string, template: string, run: number): Promise<string> {
  const name = `${prefix}${run}_${randomBytes(5).toString('hex')}`
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    for (const old of released.splice(0)) await drop(admin, old)
    await admin.query(`create database ${name} template ${escapeIdentifier(template)}`)
  } finally {
    await admin.end()
  }
  return withDatabase(adminUrl, name)
}

/** A clone that its test has done with: dropped when the next one is made, when its sessions have gone. */
export function releaseClone(url: string): void {
  released.push(new URL(url).pathname.slice(1))
}

const released: string[] = []

async function drop(admin: Client, name: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_stat_activity where datname = $1', [name])
  if (rowCount) released.push(name)
  else await admin.query(`drop database if exists ${name}`)
}

/** Drop the clones of one run, and those of runs that were killed. Not in tests: forcing would kill closing clients. */
export async function dropClones(adminUrl: string, run: number): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const { rows } = await admin.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [prefix],
    )
    for (const { name } of rows) {
      const owner = Number(name.slice(prefix.length).split('_')[0])
      if (owner === run || !isAlive(owner)) await admin.query(`drop database if exists ${name} with (force)`)
    }
  } finally {
    await admin.end()
  }
}
