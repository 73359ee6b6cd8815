import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { UserError } from '../../user_error.ts'
import type { Place } from './cluster.ts'
import { lastLines, runProgram } from './control.ts'
import { freePort } from './port.ts'
import { disownLockFile, isAlive, isPostmaster, readPostmaster } from './postmaster.ts'
import { probe } from './probe.ts'

/** A server that answers, and whether somebody else had started it. */
export type Running = { readonly port: number; readonly adopted: boolean }

export type LaunchOptions = {
  readonly password: string
  readonly port: number
  /** false: this port or none; a pool is connected to it. */
  readonly mayMove: boolean
  readonly settings: Readonly<Record<string, string>>
}

const patience = 60_000

/**
 * Find the cluster's server, or start one. Either may change at any moment (another hub starts
 * or stops it, the last one's orphan is still recovering), so it looks again until one answers.
 */
export async function ensureRunning(place: Place, options: LaunchOptions): Promise<Running> {
  const deadline = Date.now() + patience
  let port = options.port
  for (;;) {
    const found = await findRunning(place, options.password)
    if (found !== null) return { port: found, adopted: true }
    if (Date.now() > deadline) throw await stuck(place)
    if (await mustWait(place)) {
      await pause(200)
      continue
    }
    port = await choosePort(port, options.mayMove)
    const problem = await start(place, port, options.settings)
    if (problem === null) return { port, adopted: false }
    if (/could not bind|Address already in use|could not create any TCP/i.test(problem))
      port += options.mayMove ? 1 : 0
    else if (!/lock file|pre-existing shared memory|is still in use/i.test(problem)) {
      throw new UserError(
        `PostgreSQL could not start:\n${lastLines(problem)}`,
        `Its log is in ${join(place.clusterDir, 'log')}.`,
      )
    }
    await pause(200)
  }
}

/** Port of the cluster's server if it runs and answers. */
export async function findRunning(
  place: Pick<Place, 'clusterDir'>,
  password: string,
): Promise<number | null> {
  const postmaster = await readPostmaster(place.clusterDir)
  if (!postmaster?.port || !isAlive(postmaster.pid)) return null
  return (await probe(postmaster.port, password, place.clusterDir)) === 'ours' ? postmaster.port : null
}

/** A live server that does not answer is starting or stopping; a lock file with a stranger's id is disowned. */
async function mustWait(place: Place): Promise<boolean> {
  const postmaster = await readPostmaster(place.clusterDir)
  if (!postmaster) return false
  if (await isPostmaster(postmaster.pid, place.clusterDir)) return true
  if (isAlive(postmaster.pid)) await disownLockFile(place.clusterDir)
  return false
}

async function choosePort(preferred: number, mayMove: boolean): Promise<number> {
  if (!mayMove) return preferred
  const port = await freePort(preferred)
  if (port !== null) return port
  throw new UserError(
    `no free port for PostgreSQL from ${preferred} upwards`,
    'Free one, or set DATABASE_URL.',
  )
}

/** Start the server and wait until it accepts connections; what went wrong otherwise. */
async function start(
  place: Place,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<string | null> {
  const flags = Object.entries({ ...settings, port: String(port) }).map(
    ([name, value]) => `-c ${name}=${value}`,
  )
  const log = join(place.clusterDir, 'start.log')
  const before = await readFile(log, 'utf8').catch(() => '')
  const { code, output } = await runProgram(
    place.binaries.pg_ctl,
    ['start', '-w', '-t', '600', '-D', place.clusterDir, '-l', log, '-o', flags.join(' ')],
    { account: place.account, outputFile: join(place.dataDir, 'pg_ctl.log') },
  )
  if (code === 0) return null
  const written = await readFile(log, 'utf8').catch(() => '')
  return `${output}\n${written.slice(before.length)}`
}

/** Stop the server: running statements are cancelled, what is committed is safe. */
export async function stopServer(place: Place): Promise<void> {
  const options = { account: place.account, outputFile: join(place.dataDir, 'pg_ctl.log') }
  const stop = (mode: string) =>
    runProgram(place.binaries.pg_ctl, ['stop', '-w', '-t', '60', '-m', mode, '-D', place.clusterDir], options)
  const fast = await stop('fast')
  if (fast.code === 0 || (await readPostmaster(place.clusterDir)) === null) return
  const immediate = await stop('immediate')
  if (immediate.code !== 0 && (await readPostmaster(place.clusterDir)) !== null) {
    throw new UserError(`PostgreSQL could not be stopped:\n${lastLines(immediate.output)}`)
  }
}

async function stuck(place: Place): Promise<UserError> {
  const postmaster = await readPostmaster(place.clusterDir)
  return new UserError(
    `a PostgreSQL server (process ${postmaster?.pid ?? '?'}) holds ${place.clusterDir} and does not answer`,
    `Stop that process, or look into ${join(place.clusterDir, 'log')}.`,
  )
}
