import { Client } from 'pg'
import { UserError } from '../user_error.ts'
import { checkLaid } from './layers/laid.ts'
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
    const { migrates, acts, name } = await rightsOf(client)
    if (migrates) {
      options.say?.('migrating...')
      await migrateDatabase(url, options)
    } else if (acts) await checkLaid(client)
    else {
      const hint = `As an administrator: grant ${appRole} to "${name}"; or connect as one who may migrate.`
      throw new UserError(`login "${name}" may neither migrate nor act as ${appRole}`, hint)
    }
  } finally {
    await client.end()
  }
}

type Rights = { readonly migrates: boolean; readonly acts: boolean; readonly name: string }

/** A superuser, a member of hub_owner and whoever finds a server without these roles may try to migrate. */
async function rightsOf(client: Client): Promise<Rights> {
  const { rows } = await client.query<Rights>(`
    select session_user as name,
      coalesce(pg_has_role(to_regrole('hub_owner'), 'member'), true) or has_database_privilege(current_database(), 'create') as migrates,
      coalesce(pg_has_role(to_regrole('hub_app'), 'member'), false) as acts`)
  if (!rows[0]) throw new Error('the current role does not exist')
  return rows[0]
}
