import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { UserError } from '../user_error.ts'
import { checkObjects, validateRoutines } from './layers/checks.ts'
import { type LayerFile, readLayers } from './layers/files.ts'
import { isTransient, layFiles, layTriggers } from './layers/lay.ts'
import { closeTemporary, takeOwnership } from './layers/owners.ts'
import { compare, key, readPresent } from './layers/present.ts'

export type ApplyOptions = {
  readonly say?: (step: string) => void
  /** Lay every file again, changed or not. */
  readonly force?: boolean
  readonly sqlDir?: string
  /** Give up after this; a sibling's open transaction is waited for until then. */
  readonly patienceMs?: number
}

export type Applied = {
  readonly laid: readonly string[]
  readonly removed: readonly string[]
  readonly owned: number
}

/**
 * Make functions, views, grants and triggers of a database equal to the files under sql/.
 *
 * One transaction under an advisory lock. What is unchanged is not touched, so that a start on a
 * live database takes no lock that a sibling could feel. A changed trigger needs its table for a
 * moment: it waits a short while only, because every insert queues behind it, then backs off.
 */
export async function applyLayers(url: string, options: ApplyOptions = {}): Promise<Applied> {
  const files = await readLayers(options.sqlDir)
  const client = new Client({ connectionString: url, application_name: 'automation_hub apply' })
  client.on('error', () => {}) // the query that was under way reports it
  await client.connect()
  try {
    const applied = await untilQuiet(() => attempt(client, files, options), client, options)
    await maintain(client)
    return applied
  } finally {
    await client.end()
  }
}

async function untilQuiet<T>(work: () => Promise<T>, client: Client, options: ApplyOptions): Promise<T> {
  const deadline = Date.now() + (options.patienceMs ?? 120_000)
  for (let wait = 100; ; wait = Math.min(wait * 1.5, 2000)) {
    try {
      return await work()
    } catch (error) {
      await client.query('rollback')
      if (!isTransient(error)) throw error
      if (Date.now() > deadline) throw inUse(error)
      options.say?.(`waiting for the tables (${(error as Error).message})`)
      await pause(wait * (0.75 + Math.random() / 2))
    }
  }
}

async function attempt(client: Client, files: readonly LayerFile[], options: ApplyOptions): Promise<Applied> {
  await client.query(`begin; set local lock_timeout = '200ms'; set local check_function_bodies = off`)
  // Waiting for another hub's run counts as a lock like any other: 200 ms, then again.
  await client.query('select pg_advisory_xact_lock(7461, 100)')
  const laid = await layChanged(client, files, options.force ?? false)
  const ofLayer = (layer: string): LayerFile[] => files.filter((f) => f.layer === layer && laid.has(f))
  await layFiles(client, ofLayer('roles'))
  await closeTemporary(client)
  const owned = await takeOwnership(client)
  await validateRoutines(client)
  await layTriggers(client, ofLayer('triggers'))
  await checkObjects(client, files)
  const removed = await remember(client, files, laid)
  await client.query('commit')
  return { laid: [...laid].map((file) => file.path), removed, owned }
}

/** Lay functions and views; tell every file, of any layer, that is or must be laid in this run. */
async function layChanged(
  client: Client,
  files: readonly LayerFile[],
  force: boolean,
): Promise<Set<LayerFile>> {
  const stored = await storedHashes(client)
  const laid = new Set<LayerFile>()
  let due = files.filter((file) => force || stored.get(file.path) !== file.hash)
  due = [...new Set([...due, ...(await incomplete(client, files))])]
  // A view that changes its shape takes others with it: they are missed in the next turn.
  for (let turn = 0; due.length > 0 && turn < 5; turn++) {
    for (const file of due) laid.add(file)
    await layFiles(client, due.filter(isRoutineOrView))
    due = (await incomplete(client, files)).filter((file) => isRoutineOrView(file) || !laid.has(file))
  }
  // Grants on a view that was made anew are gone, and a new function is open to everybody.
  if (laid.size > 0) for (const file of files) if (file.layer === 'roles') laid.add(file)
  return laid
}

function isRoutineOrView(file: LayerFile): boolean {
  return file.layer === 'functions' || file.layer === 'views'
}

async function storedHashes(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ path: string; hash: string }>('select path, hash from hub.applied')
  return new Map(rows.map((row) => [row.path, row.hash]))
}

/** Files of which something is missing in the catalogue. */
async function incomplete(client: Client, files: readonly LayerFile[]): Promise<LayerFile[]> {
  const missing = new Set(compare(files, await readPresent(client)).missing.map(key))
  return files.filter((file) => file.objects.some((object) => missing.has(key(object))))
}

async function remember(
  client: Client,
  files: readonly LayerFile[],
  laid: ReadonlySet<LayerFile>,
): Promise<string[]> {
  const paths = [...laid].map((file) => file.path)
  const hashes = [...laid].map((file) => file.hash)
  await client.query(
    `insert into hub.applied (path, hash) select * from unnest($1::text[], $2::text[])
     on conflict (path) do update set hash = excluded.hash, applied_at = now()`,
    [paths, hashes],
  )
  const { rows } = await client.query<{ path: string }>(
    'delete from hub.applied where path <> all ($1) returning path',
    [files.map((file) => file.path)],
  )
  return rows.map((row) => row.path)
}

/** Partitions for the weeks to come. */
async function maintain(client: Client): Promise<void> {
  const { rows } = await client.query(`select to_regproc('hub.maintain') is not null as present`)
  if (rows[0].present) await client.query('call hub.maintain()')
}

function inUse(cause: unknown): UserError {
  return new UserError(
    'functions and triggers could not be laid: the tables are in use all the time',
    'Who holds them: select pid, application_name, xact_start, query from pg_stat_activity order by xact_start;',
    { cause },
  )
}
