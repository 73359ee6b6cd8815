import { readFile, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { findDatabaseUrl } from '../database/find.ts'
import { isOutage } from '../database/outage.ts'
import { type Db, openDatabase } from '../database/pool.ts'
import { lastImport } from '../database/verbs/imports.ts'
import { tournamentBeside } from '../siblings/sub/beside.ts'
import { type ImportOptions, importFiles } from '../siblings/sub/import.ts'
import { withProgress } from '../siblings/sub/progress.ts'
import { hashOf } from '../siblings/sub/read_file.ts'
import { describeReport, type ImportReport } from '../siblings/sub/report.ts'
import { type CsvFile, type Declared, dialects, kinds, units } from '../siblings/sub/types.ts'
import { watchFolder } from '../siblings/sub/watch.ts'
import { UserError } from '../user_error.ts'
import { configOf } from './config.ts'

type Flags = Declared & {
  readonly source: 'csv' | 'manual'
  readonly preview?: true
  readonly partial?: true
  readonly reason: string
  readonly json?: true
  readonly watch?: string
  readonly poll?: number
}

const failed = 1
const mostBytes = 10 * 1024 * 1024
const stableMs = 1_000
const unendedMs = 10_000
/** A large import may take longer than what the hub itself asks. */
const statementTimeoutMs = 120_000

/** `hub import csv ...`: automation_sub's end of the hub. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('take over tournaments, chip counts, blinds, payouts and schedules')
    .command('csv')
    .description('import CSV files together: all of their rows, or none. docs/csv.md has the columns')
    .argument('[file...]', 'files; UTF-8, or CP949 as Korean Excel saves it')
    .addOption(new Option('--unit <unit>', 'what money is counted in').choices(units))
    .addOption(new Option('--dialect <dialect>', '1: tournaments by number, 2: by name').choices(dialects))
    .addOption(
      new Option('--kind <kind>', 'what the files are about, if the header does not tell').choices(kinds),
    )
    .option('--tournament <number>', 'whose rows they are, if the files do not say', tournamentCode)
    .addOption(
      new Option('--source <source>', 'manual holds its fields against csv')
        .choices(['csv', 'manual'])
        .default('csv'),
    )
    .option('--preview', 'say what would happen, and store nothing')
    .option('--partial', 'store the good rows although others are refused')
    .option('--reason <text>', 'kept in the audit', 'import csv')
    .option('--json', 'print the whole report as JSON')
    .option('--watch <folder>', 'go on and import what is laid into this folder; Ctrl-C stops')
    .option('--poll <seconds>', 'with --watch: look every so often, for network drives', seconds)
    .action((paths: string[], flags: Flags, command: Command) => importCsv(paths, flags, command))
}

async function importCsv(paths: readonly string[], flags: Flags, command: Command): Promise<void> {
  if (paths.length === 0 && flags.watch === undefined) {
    throw new UserError('no files named', 'Name CSV files, or a folder with --watch.')
  }
  if (flags.watch !== undefined && flags.preview) {
    throw new UserError('--watch with --preview would never store anything', 'Preview the files by name.')
  }
  const files = await Promise.all(paths.map(fileAt))
  if (flags.watch !== undefined) await folderAt(flags.watch)
  const database = openDatabase(await findDatabaseUrl(configOf(command)), {
    max: 2,
    applicationName: 'automation_hub import',
    statementTimeoutMs,
  })
  const options = optionsOf(flags)
  try {
    if (files.length > 0) {
      print(
        await withProgress((progress) => importFiles(database.db, files, { ...options, progress })),
        flags,
      )
    }
    if (flags.watch !== undefined) await follow(database.db, flags.watch, options, flags)
  } catch (error) {
    throw isOutage(error) ? databaseAway(error) : error
  } finally {
    await database.close()
  }
}

function optionsOf({
  unit,
  dialect,
  kind,
  tournament,
  source,
  reason,
  preview,
  partial,
}: Flags): ImportOptions {
  const declared = { unit, dialect, kind, tournament }
  return {
    ...declared,
    source,
    reason,
    actor: whoAmI(),
    preview: preview === true,
    partial: partial === true,
  }
}

function print(report: ImportReport, { json }: Flags): void {
  if (json) console.log(JSON.stringify(report, null, 2))
  else for (const line of describeReport(report)) console.log(line)
  if (report.files.some((file) => file.refused > 0)) process.exitCode = failed
}

async function follow(db: Db, folder: string, options: ImportOptions, flags: Flags): Promise<void> {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  let greeted = false
  const isKnown = async (path: string, bytes: Uint8Array): Promise<boolean> =>
    (await lastImport(db, path)) === hashOf(bytes, options)
  await watchFolder({
    folder,
    stableMs,
    unendedMs,
    pollMs: flags.poll === undefined ? undefined : flags.poll * 1000,
    signal: stop.signal,
    isOutage,
    isKnown,
    take: (path, bytes) => {
      const beside = () => tournamentBeside(path, options, isKnown)
      return withProgress((progress) =>
        importFiles(db, [{ name: path, bytes }], { ...options, beside, progress }),
      )
    },
    onReport: (_path, report) => print(report, flags),
    onIdle: () => {
      if (!greeted) console.log(`following ${folder}`)
      greeted = true
    },
    onTrouble: (error) => console.error(error instanceof Error ? error.message : error),
  })
  process.exitCode = 0 // it was told to stop; each refusal was reported when it came
}

async function fileAt(path: string): Promise<CsvFile> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new UserError(`${path} is no regular file`, 'Name CSV files.')
    if (found.size > mostBytes) throw new UserError(`${path} has more than 10 MB`, 'Split it.')
    return { name: resolve(path), bytes: await readFile(path) }
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`cannot read ${path}: ${(error as Error).message}`, 'Name CSV files.', {
      cause: error,
    })
  }
}

async function folderAt(path: string): Promise<void> {
  const found = await stat(path).catch((cause: Error) => {
    throw new UserError(`cannot watch ${path}: ${cause.message}`, 'Name a folder.', { cause })
  })
  if (!found.isDirectory()) throw new UserError(`${path} is no folder`, 'Name a folder to watch.')
}

function databaseAway(error: unknown): UserError {
  return new UserError(
    `the database is away: ${(error as Error).message}`,
    'Run this again when it is back (npm run hub -- status): what is stored already changes nothing.',
    { cause: error },
  )
}

/** The account of this machine, as far as it is known. */
function whoAmI(): string {
  const { SUDO_USER, USER, USERNAME } = process.env
  return `${SUDO_USER ?? USER ?? USERNAME ?? 'somebody'}@${hostname()}`
}

function tournamentCode(text: string): string {
  const code = text.trim()
  if (code === '' || code.length > 50) throw new InvalidArgumentError('must have 1 to 50 characters.')
  return code
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value >= 0.1 && value <= 3600)) throw new InvalidArgumentError('must be from 0.1 to 3600.')
  return value
}
