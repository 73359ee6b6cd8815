import { hostname } from 'node:os'
import type { Config } from './config.ts'
import { checkServer } from './database/check.ts'
import { startEmbedded } from './database/embedded/server.ts'
import { type DatabaseOptions, type Db, type OpenDatabase, openDatabase } from './database/pool.ts'
import { appRole, prepareDatabase } from './database/prepare.ts'
import { preferReplica } from './database/replica.ts'
import { warm } from './database/warm.ts'
import { createIdentify } from './http/access/identify.ts'
import { isLocal, missingNames, namesOf, refuseOpenHost } from './http/access/open_host.ts'
import { createHubApp } from './http/app.ts'
import { assertPortFree, serveHttp } from './http/server.ts'
import { openStream } from './http/stream/stream.ts'
import { requestTag } from './http/telemetry/request_tag.ts'
import { createTelemetry } from './http/telemetry/telemetry.ts'
import { type ListenerState, startListener } from './listener/listener.ts'
import type { Log } from './log.ts'
import { parseCatalogue } from './siblings/ae/catalogue.ts'
import { loadCatalogue } from './siblings/ae/load_catalogue.ts'
import { importFiles } from './siblings/sub/import.ts'

/** The hub at work. */
export type Hub = { readonly url: string; stop(): Promise<void> }

export type HubOptions = {
  readonly log: Log
  /** Progress for a person who watches the start. */
  readonly say: (step: string) => void
}

/** The process: database, migrations, listener, HTTP, in this order; stopped, or given up, in the opposite one. */
export async function startHub(config: Config, { log, say }: HubOptions): Promise<Hub> {
  await assertPortFree(config.host, config.port)
  await using started = new AsyncDisposableStack()

  const databaseUrl = config.databaseUrl ?? (await ownServer(config, { log, say }, started))
  await checkServer(databaseUrl)
  await prepareDatabase(databaseUrl, { say })

  const telemetry = createTelemetry()
  const open = (size: Pick<DatabaseOptions, 'max' | 'min' | 'connectTimeoutMs'>): OpenDatabase => {
    const database = openDatabase(databaseUrl, {
      role: appRole,
      ...size,
      tagOf: () => requestTag.getStore(),
      onError: ({ message }) => log.warn({ reason: message }, 'a connection was lost'),
    })
    started.defer(() => database.close())
    return database
  }
  // Acts may wait for what another session holds; neither who looks nor the hub's own work waits with them.
  const [database, acts, own] = [
    open({ max: 10, min: warmConnections }),
    open({ max: 5, connectTimeoutMs: 2500 }),
    open({ max: 4 }),
  ]
  const replica = config.replicaUrl && openReplica(config.replicaUrl, database, { log }, started)
  await refuseOpenHost(config, database.db)
  const ready = (): Ready => readiness(listener.state())
  const stream = openStream({ db: own.db, log, readiness: ready })
  const listener = startListener({
    listenUrl: config.listenUrl ?? databaseUrl,
    db: own.db,
    hub: `${hostname()}:${process.pid}`,
    log,
    deadmanUrl: config.deadmanUrl,
    onRing: stream.wake,
    onTick: (seconds) => telemetry.tick.observe(seconds),
  })
  started.defer(() => listener.close())
  const app = createHubApp({
    db: database.db,
    acts: acts.db,
    ...(replica && { replica }),
    log,
    readiness: ready,
    stream,
    telemetry,
    identify: createIdentify({ db: database.db, isLocal: isLocal(config), origins: config.origins }),
    hosts: namesOf(config),
    origins: config.origins,
    outputDirs: config.outputDirs,
    importCsv: (files, options) => importFiles(database.db, files, options),
    loadTemplates: (text, options) =>
      loadCatalogue(database.db, parseCatalogue(text, options.name).templates, options),
  })
  const server = await serveHttp(app.fetch, config.host, config.port)
  started.defer(() => server.close())
  started.defer(() => stream.close())
  say(`listening on ${server.url}`)
  let stops = false
  started.defer(() => {
    stops = true
  })
  warm(database.pool, warmConnections, () => stops).catch((err) =>
    log.warn({ err }, 'connections could not be made ready ahead: the first questions take longer'),
  )
  const missing = missingNames(config)
  if (missing) say(missing)

  const running = started.move()
  return { url: server.url, stop: () => running.disposeAsync() }
}

/** A standby for lists and metrics. A hub does not need it to start, nor to go on. */
function openReplica(
  url: string,
  primary: OpenDatabase,
  { log }: Pick<HubOptions, 'log'>,
  started: AsyncDisposableStack,
): Db {
  const replica = openDatabase(url, {
    role: appRole,
    connectTimeoutMs: 2000,
    tagOf: () => requestTag.getStore(),
    onError: ({ message }) => log.warn({ reason: message }, 'a connection to the standby was lost'),
  })
  started.defer(() => replica.close())
  return preferReplica(replica, primary, {
    onAway: (err) => log.warn({ err }, 'the standby is away; lists and metrics come from the primary'),
    onBack: () => log.info('the standby is back'),
  })
}

async function ownServer(
  config: Config,
  { log, say }: HubOptions,
  started: AsyncDisposableStack,
): Promise<string> {
  say('starting PostgreSQL...')
  const warn = (message: string, err?: unknown): void => log.warn({ err }, message)
  const server = await startEmbedded({ dataDir: config.dataDir, say, warn })
  started.defer(async () => {
    if (!(await server.stop())) say('another hub uses PostgreSQL: it goes on')
  })
  say(`PostgreSQL runs on 127.0.0.1:${server.port}`)
  return server.url
}

/** As many as two processors can serve at once, and two that wait. */
const warmConnections = 4

/** Silent for longer than this, the hub does not do its work. */
const tickMayAgeMs = 10_000

const tickFails = 'the last tick failed; the log of the hub says why'

type Ready = ReturnType<Parameters<typeof createHubApp>[0]['readiness']>

/** A hub that follows another one serves; whether the work is done is the leader's to say. */
function readiness({ mode, modeReason, leadership, tickAgeMs, tickError }: ListenerState): Ready {
  const ticks = tickError === null && tickAgeMs !== null && tickAgeMs < tickMayAgeMs
  return {
    ready: leadership === 'follows' || ticks,
    mode,
    // Anybody may ask: what went wrong, with addresses and names, stands in the log alone.
    checks: {
      mode_reason: modeReason,
      leadership,
      tick_age_ms: tickAgeMs,
      tick_error: tickError && tickFails,
    },
  }
}

if (import.meta.main) {
  // Not awaited: the command line imports this module, which must have ended by then.
  void import('./cli.ts').then(({ runCli }) => runCli(['serve', ...process.argv.slice(2)]))
}
