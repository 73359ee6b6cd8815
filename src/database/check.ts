import { Client } from 'pg'
import { UserError } from '../user_error.ts'

const oldest = 160_000

type Facts = { version: number; version_text: string; encoding: string; standby: boolean; name: string }

/** Connect once and refuse what the hub cannot work on, in words; errors of the driver say too little. */
export async function checkServer(url: string): Promise<void> {
  const reason = refusal(await ask(url))
  if (reason) throw reason
}

/** Why the hub cannot work on such a database; null = it can. */
export function refusal({ version, version_text, encoding, standby, name }: Facts): UserError | null {
  if (version < oldest) {
    return new UserError(
      `PostgreSQL ${version_text} is too old: the hub needs 16 or newer`,
      'Upgrade the server, or leave DATABASE_URL unset: the hub then runs its own PostgreSQL 18.',
    )
  }
  if (encoding !== 'UTF8') {
    return new UserError(
      `database "${name}" has encoding ${encoding}: the hub needs UTF8`,
      `Make another one: create database automation_hub template template0 encoding 'UTF8';`,
    )
  }
  if (standby) {
    return new UserError(
      `database "${name}" is on a standby, which cannot be written`,
      'Point DATABASE_URL at the primary; a standby may serve as DATABASE_REPLICA_URL.',
    )
  }
  return null
}

async function ask(url: string): Promise<Facts> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'automation_hub',
  })
  client.on('error', () => {}) // the query reports it
  try {
    await client.connect()
    const { rows } = await client.query<Facts>(`
      select current_setting('server_version_num')::int as version, current_setting('server_version') as version_text,
        pg_encoding_to_char(encoding) as encoding, pg_is_in_recovery() as standby, datname as name
      from pg_database where datname = current_database()`)
    if (!rows[0]) throw new Error('the server does not know its own database')
    return rows[0]
  } catch (cause) {
    throw unreachable(url, cause as Error & { code?: string })
  } finally {
    await client.end()
  }
}

function unreachable(url: string, error: Error & { code?: string }): UserError {
  const { host, pathname, username } = new URL(url)
  const hints: Record<string, string> = {
    ECONNREFUSED: 'No server listens there: is it running, is the port right?',
    ENOTFOUND: 'The host name is not known.',
    '28P01': `The password of "${username}" is wrong.`,
    '3D000': `Make it first: create database ${pathname.slice(1)} template template0 encoding 'UTF8';`,
  }
  // A refused connection to several addresses has no message of its own.
  const message = error.message || error.code || 'no answer'
  return new UserError(
    `cannot use the database ${pathname.slice(1)} at ${host}: ${message}`,
    hints[error.code ?? ''] ?? 'Check DATABASE_URL.',
    { cause: error },
  )
}
