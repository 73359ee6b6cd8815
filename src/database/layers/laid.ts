import type { Client } from 'pg'
import { UserError } from '../../user_error.ts'
import { readLayers } from './files.ts'

/** Refuse a database that somebody else laid from other files than these. */
export async function checkLaid(client: Client): Promise<void> {
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
