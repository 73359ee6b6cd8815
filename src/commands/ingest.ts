import { type Command, InvalidArgumentError } from 'commander'
import { findDatabaseUrl } from '../database/find.ts'
import { isOutage } from '../database/outage.ts'
import { openDatabase } from '../database/pool.ts'
import { findExports } from '../siblings/feature_table/files.ts'
import { connectHub } from '../siblings/feature_table/hub.ts'
import { patientHub } from '../siblings/feature_table/patient_hub.ts'
import { type Progress, showProgress } from '../siblings/feature_table/progress.ts'
import { type Run, runOnce } from '../siblings/feature_table/run.ts'
import { runWatch } from '../siblings/feature_table/run_watch.ts'
import { UserError } from '../user_error.ts'
import { configOf } from './config.ts'

type Flags = {
  readonly table: string
  readonly watch?: true
  readonly poll?: number
  readonly log?: readonly string[]
}

const failed = 1
const interrupted = 130
/** A file that stays broken for longer than its writer can take is called broken. */
const patienceMs = 5_000

/** `hub ingest ...`: automation_feature_table's end of the hub. */
export function registerIngest(program: Command): void {
  program
    .command('ingest')
    .description('record hands')
    .command('pgfx')
    .description('record the hands of PokerGFX exports, as often as you like: what the hub has stays')
    .argument('<path...>', 'exports (*.json), or folders of them')
    .requiredOption('--table <name>', 'the physical table, such as table_1', tableName)
    .option('--watch', 'go on and follow the files as they grow; Ctrl-C stops')
    .option('--poll <seconds>', 'with --watch: look every so often, for network drives', seconds)
    .option('--log <file...>', 'companion logs (PGFX_live_data_export.txt): void the hands dealt again')
    .action((paths: string[], flags: Flags, command: Command) => ingest(paths, flags, command))
}

async function ingest(paths: readonly string[], flags: Flags, command: Command): Promise<void> {
  const logs = await existing(flags.log ?? [])
  const files = await findExports(paths)
  if (files.length === 0 && !flags.watch) {
    throw new UserError(`no exports (*.json) in ${paths.join(', ')}`, 'Name files or folders of exports.')
  }
  const database = openDatabase(await findDatabaseUrl(configOf(command)), {
    max: 2,
    applicationName: 'automation_hub ingest',
  })
  const progress = showProgress(process.stderr)
  const signal = untilInterrupted(progress)
  const hub = connectHub(database.db, 'ingest pgfx')
  const print = (text: string) => console.log(text)
  const run: Run = { hub, table: flags.table, files, logs, isOutage, progress, print, signal }
  try {
    const clean = await (flags.watch ? watch(run, paths, flags) : runOnce(run))
    if (signal.aborted && !flags.watch) process.exitCode = interrupted
    else if (!clean) process.exitCode = failed
  } catch (error) {
    throw isOutage(error) ? databaseAway(error) : error
  } finally {
    await database.close()
  }
}

function watch(run: Run, paths: readonly string[], { poll }: Flags): Promise<boolean> {
  const hub = patientHub(run.hub, {
    isOutage,
    signal: run.signal,
    onOutage: (error) => run.progress.line(`database away: ${(error as Error).message}; trying again`),
  })
  return runWatch({ ...run, hub, paths, patienceMs, pollMs: poll === undefined ? undefined : poll * 1000 })
}

async function existing(logs: readonly string[]): Promise<readonly string[]> {
  for (const log of logs) await findExports([log]) // a log that is not there is told before anything is done
  return logs
}

function databaseAway(error: unknown): UserError {
  return new UserError(
    `the database is away: ${(error as Error).message}`,
    'Run this again when it is back (npm run hub -- status): what is recorded already is recognised.',
    { cause: error },
  )
}

/** Aborted by the first Ctrl-C or SIGTERM; the second ends the process at once. */
function untilInterrupted(progress: Progress): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(interrupted)
      progress.line('stopping after this hand (once more to stop at once)')
      stop.abort()
    })
  }
  return stop.signal
}

function tableName(text: string): string {
  const name = text.trim()
  if (name === '' || name.length > 50) throw new InvalidArgumentError('must have 1 to 50 characters.')
  return name
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value >= 0.1 && value <= 3600)) throw new InvalidArgumentError('must be from 0.1 to 3600.')
  return value
}
