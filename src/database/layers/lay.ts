import { type Client, DatabaseError } from 'pg'
import { UserError } from '../../user_error.ts'
import type { LayerFile } from './files.ts'

/** Missing function, table, type, schema, column: another file of the same run may make it. */
const notYet = new Set(['42883', '42P01', '42704', '3F000', '42703'])
/** A view may not lose or rename columns in place. */
const shapeChanged = '42P16'

/** Run files; one that needs what a later one makes takes another turn. */
export async function layFiles(client: Client, files: readonly LayerFile[]): Promise<void> {
  let waiting = files
  while (waiting.length > 0) {
    const failed: { file: LayerFile; error: DatabaseError }[] = []
    for (const file of waiting) {
      const error = await layFile(client, file)
      if (error) failed.push({ file, error })
    }
    const first = failed[0]
    if (first && failed.length === waiting.length) throw inFile(first.file, first.error)
    waiting = failed.map((f) => f.file)
  }
}

async function layFile(client: Client, file: LayerFile): Promise<DatabaseError | null> {
  await client.query('savepoint file')
  try {
    await runFile(client, file)
    await client.query('release savepoint file')
    return null
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (!notYet.has(error.code ?? '')) throw inFile(file, error)
    await client.query('rollback to savepoint file')
    return error
  }
}

async function runFile(client: Client, file: LayerFile): Promise<void> {
  try {
    await client.query(file.sql)
  } catch (error) {
    const views = file.objects.filter((object) => object.kind === 'view')
    if ((error as DatabaseError).code !== shapeChanged || views.length === 0) throw error
    await client.query('rollback to savepoint file')
    // What hangs on it falls with it, is then missed, and is laid again.
    for (const view of views) await client.query(`drop view if exists ${view.name} cascade`)
    await client.query(file.sql)
  }
}

/**
 * Lay triggers, whose tables nobody may write meanwhile. All tables are taken at once and within
 * one short wait, because from the first lock to the commit every insert there stands behind us.
 */
export async function layTriggers(client: Client, files: readonly LayerFile[]): Promise<void> {
  const tables = new Set(files.flatMap((file) => file.objects.map((o) => o.name.replace(/\.\w+$/, ''))))
  if (tables.size === 0) return
  const order = [...tables].sort().join(', ')
  await client.query(`set local statement_timeout = '150ms'`)
  await client.query(`lock table ${order} in share row exclusive mode`)
  await client.query(`set local statement_timeout = 0`)
  await layFiles(client, files)
}

/** Locks and races are for the caller to retry; everything else names its file and line. */
function inFile(file: LayerFile, error: DatabaseError): Error {
  if (isTransient(error)) return error
  const line = file.sql.slice(0, Number(error.position ?? 0)).split('\n').length
  const where = error.position ? `:${line}` : ''
  const details = [error.detail, error.hint, error.where].filter(Boolean).join('\n')
  return new UserError(`sql/${file.path}${where}: ${error.message} (${error.code})`, details, {
    cause: error,
  })
}

/** Somebody else was in the way; the same again may well succeed. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false
  if (['55P03', '57014', '40P01', '40001'].includes(error.code ?? '')) return true
  return error.code === 'XX000' && /tuple concurrently/.test(error.message)
}
