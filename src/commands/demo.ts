import { randomInt } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { numberFrom, wholeNumber } from '../arguments.ts'
import { type Config, loadConfig } from '../config.ts'
import { findDatabaseUrl } from '../database/find.ts'
import { isOutage } from '../database/outage.ts'
import { openDatabase } from '../database/pool.ts'
import { changeSetting } from '../database/verbs.ts'
import { createLog } from '../log.ts'
import { type Hub, startHub } from '../main.ts'
import { connectHub } from '../siblings/feature_table/hub.ts'
import { patientHub } from '../siblings/feature_table/patient_hub.ts'
import { type Progress, showProgress } from '../siblings/feature_table/progress.ts'
import { untilInterrupted } from '../signals.ts'
import { describeCounts } from '../simulator/demo/counts.ts'
import { type Crew, startCrew } from '../simulator/demo/crew.ts'
import { runShow } from '../simulator/demo/show.ts'
import { UserError } from '../user_error.ts'

type Flags = {
  readonly tables: number
  readonly workers: number
  readonly speed: number
  readonly hands?: number
  readonly seed?: string
  readonly failRate: number
  readonly permanentRate: number
  readonly seconds: number
  readonly crashEvery: number
}

/** `hub demo`: what `npm run demo` runs. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'see it work: a hub of its own, simulated tables, workers that fail and crash; Ctrl-C ends it all',
    )
    .option('--port <number>', 'port of the hub (PORT, 8080)')
    .option('--data-dir <dir>', 'folder for the database, the documents and the pictures', '.data-demo')
    .option('--database-url <url>', 'an existing PostgreSQL, which gets the simulated hands')
    .option('--log-level <level>', 'of the hub: fatal, error, warn, info, debug, trace or silent', 'error')
    .option('--tables <n>', 'feature tables', wholeNumber, 2)
    .option('--workers <n>', 'stub workers', wholeNumber, 2)
    .option(
      '--speed <factor>',
      'how much faster than life: 60 = an hour in a minute',
      numberFrom(1, 10_000),
      60,
    )
    .option('--hands <n>', 'stop after so many hands, when their graphics are made', wholeNumber)
    .option('--seed <text>', 'the same seed plays the same hands (another one each time)')
    .option('--fail-rate <p>', 'share of renderings that fail and are tried again', numberFrom(0, 1), 0.15)
    .option('--permanent-rate <p>', 'share of renderings that fail for good', numberFrom(0, 1), 0.03)
    .option('--seconds <s>', 'how long a rendering takes on average', numberFrom(0, 3600), 3)
    .option(
      '--crash-every <s>',
      'seconds between two crashes of a worker, 0 = none',
      numberFrom(0, 86_400),
      40,
    )
    .action((flags: Flags, command: Command) => demo(flags, configOfDemo(command)))
}

/** Only what was said on the command line, and PORT: simulated hands must not find the way into a real hub. */
function configOfDemo(command: Command): Config {
  return loadConfig(command.opts(), { PORT: process.env.PORT }, command.opts().dataDir)
}

async function demo(flags: Flags, config: Config): Promise<void> {
  const progress = showProgress(process.stdout)
  let crew: Crew | undefined
  const signal = untilInterrupted(
    (reason) => progress.line(`${reason}: stopping (once more to stop at once)`),
    () => crew?.kill(),
  )
  const hub = await startHubOf(config, progress)
  try {
    const url = await findDatabaseUrl(config)
    if (!config.databaseUrl) await hurryRetries(url)
    if (!signal.aborted) {
      crew = await employ(flags, config, url, progress)
      await show(flags, config, { url, crew, hub, progress, signal })
    }
  } finally {
    await crew?.stop()
    await hub.stop()
  }
  progress.line('stopped')
  // A connection attempt of the listener may still be under way; there is nothing left to wait for.
  process.exit(process.exitCode ?? 0)
}

async function startHubOf(config: Config, progress: Progress): Promise<Hub> {
  try {
    return await startHub(config, { log: createLog(config.logLevel), say: progress.line })
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
    if (!(error instanceof UserError) || code !== 'EADDRINUSE') throw error
    const hint = `Is another hub running? Choose another port: npm run demo -- --port ${config.port + 1}`
    throw new UserError(error.message, hint, { cause: error })
  }
}

/** A minute until the first retry is long for who watches. */
async function hurryRetries(url: string): Promise<void> {
  const database = openDatabase(url, { max: 1, applicationName: 'automation_hub demo' })
  try {
    await changeSetting(database.db, 'retry.backoff', [4, 8, 16], 'demo', 'an hour passes in a minute')
  } finally {
    await database.close()
  }
}

async function employ(flags: Flags, config: Config, databaseUrl: string, progress: Progress): Promise<Crew> {
  const out = join(config.dataDir, 'renders')
  const logs = join(config.dataDir, 'logs')
  await mkdir(logs, { recursive: true })
  const { failRate, permanentRate, seconds } = flags
  return startCrew({
    workers: flags.workers,
    cli: join(import.meta.dirname, '..', 'cli.ts'),
    flags: [
      ['--out', out],
      ['--fail-rate', failRate],
      ['--permanent-rate', permanentRate],
      ['--seconds', seconds],
    ]
      .flat()
      .map(String),
    databaseUrl,
    logs,
    restartMs: 3_000,
    tell: progress.line,
  })
}

type Stage = {
  readonly url: string
  readonly crew: Crew
  readonly hub: Hub
  readonly progress: Progress
  readonly signal: AbortSignal
}

async function show(
  flags: Flags,
  config: Config,
  { url, crew, hub, progress, signal }: Stage,
): Promise<void> {
  const seed = flags.seed ?? String(randomInt(1_000_000))
  const documents = join(config.dataDir, 'documents')
  progress.line(`${hub.url}; ${flags.tables} tables, seed ${seed}, documents in ${documents}; Ctrl-C ends it`)
  const database = openDatabase(url, { max: 3, applicationName: 'automation_hub demo' })
  try {
    const counts = await runShow({
      ...flags,
      hands: flags.hands ?? Number.POSITIVE_INFINITY,
      db: database.db,
      hub: patientHub(connectHub(database.db, 'demo'), {
        isOutage,
        signal,
        onOutage: (error) => progress.line(`database away: ${(error as Error).message}; trying again`),
      }),
      crew,
      documents,
      seed,
      progress,
      columns: process.stdout.columns,
      isOutage,
      signal,
    })
    if (counts) progress.line(describeCounts(counts, crew.size(), process.stdout.columns))
  } finally {
    await database.close()
  }
}
