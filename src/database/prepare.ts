import { Client, DatabaseError } from 'pg'
import { UserError } from '../user_error.ts'
import { readLayers } from './layers/files.ts'
import { type MigrateOptions, migrateDatabase } from './migrate.ts'

/** The process acts with the rights of this role: it reads what it shows, and changes rows through verbs alone. */
export const appRole = 'hub_app'

/**
 * Make sure that a database is of this version: migrate it, if this login may; else look whether
 * somebody else did, so that a hub can run on a login that is a member of hub_app and nothing more.
 */
export async function prepareDatabase(url: string, options: MigrateOptions): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'automation_hub check' })
  client.on('error', () => {}) // the query reports it
  await client.connect()
  try {
    if (!(await isAppOnly(client))) {
      options.say?.('migrating...')
      await migrateDatabase(url, options)
    } else await checkLaid(client)
    await mayAct(client)
  } finally {
    await client.end()
  }
}

/** A login of the process alone: a member of hub_app and not of hub_owner. */
async function isAppOnly(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ only: boolean }>(`
    select coalesce(pg_has_role(to_regrole('hub_app'), 'member') and not pg_has_role(to_regrole('hub_owner'), 'member'), false) as only`)
  return rows[0]?.only ?? false
}

async function checkLaid(client: Client): Promise<void> {
  const laid = await client
    .query<{ path: string; hash: string }>('select path, hash from hub.laid_files()')
    .catch((cause) => {
      throw notPrepared('the database was not prepared, or by an older version', cause)
    })
  const stored = new Map(laid.rows.map(({ path, hash }) => [path, hash]))
  const differ = (await readLayers()).filter(({ path, hash }) => stored.get(path) !== hash)
  if (differ.length > 0) {
    throw notPrepared(
      `the database is of another version (${differ.length} files differ, ${differ[0]?.path} first)`,
    )
  }
}

function notPrepared(what: string, cause?: unknown): UserError {
  const hint =
    'This login may not change that. As one that may: npm run hub -- migrate --database-url postgres://...'
  return new UserError(what, hint, { cause })
}

async function mayAct(client: Client): Promise<void> {
  try {
    await client.query(`set role ${client.escapeIdentifier(appRole)}`)
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause
    const { rows } = await client.query<{ name: string }>('select session_user as name')
    throw new UserError(
      `this login may not act as ${appRole}`,
      `As an administrator: grant ${appRole} to "${rows[0]?.name}";`,
      { cause },
    )
  }
}
