import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { numberFrom, wholeNumber } from '../arguments.ts'
import { findDatabaseUrl } from '../database/find.ts'
import { isOutage } from '../database/outage.ts'
import { openDatabase } from '../database/pool.ts'
import { connectHub } from '../siblings/feature_table/hub.ts'
import { patientHub } from '../siblings/feature_table/patient_hub.ts'
import { type Progress, showProgress } from '../siblings/feature_table/progress.ts'
import { describeProblem, type Summary, summarise } from '../siblings/feature_table/summary.ts'
import { untilInterrupted } from '../signals.ts'
import { broadcast } from '../simulator/broadcast.ts'
import { createFeed, type Feed } from '../simulator/feed.ts'
import { playBack } from '../simulator/playback.ts'
import { createWriter } from '../simulator/writer.ts'
import { configOf } from './config.ts'

type Flags = {
  readonly tables: number
  readonly seed: string
  readonly speed: number
  readonly hands?: number
  readonly start: number
  readonly out?: string
}

const failed = 1
const interrupted = 130

/** `hub simulate`: a broadcast without cards, tables and cameras. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description('play a simulated broadcast into the hub: PokerGFX exports that grow, recorded as they do')
    .option('--tables <n>', 'feature tables, table_1 and so on', wholeNumber, 2)
    .option('--seed <text>', 'the same seed makes the same documents', '1')
    .option(
      '--speed <factor>',
      'how much faster than life: 60 = an hour in a minute, 0 = no waiting',
      numberFrom(0, 100_000),
      60,
    )
    .option('--hands <n>', 'stop after so many hands; otherwise Ctrl-C does', wholeNumber)
    .option('--start <time>', 'when the first day begins', time, Date.UTC(2026, 5, 1, 9))
    .option('--out <dir>', 'folder for the documents (a new one under the temporary folder)')
    .action((flags: Flags, command: Command) => simulate(flags, command))
}

async function simulate(flags: Flags, command: Command): Promise<void> {
  const url = await findDatabaseUrl(configOf(command))
  const out = flags.out ?? (await mkdtemp(join(tmpdir(), 'hub-simulate-')))
  const database = openDatabase(url, { max: 2, applicationName: 'automation_hub simulate' })
  const progress = showProgress(process.stderr)
  const signal = untilInterrupted(() => progress.line('stopping after this hand (once more to stop at once)'))
  const hub = connectHub(database.db, 'simulate')
  const feed = createFeed({
    hub: patientHub(hub, {
      isOutage,
      signal,
      onOutage: (error) => progress.line(`database away: ${(error as Error).message}; trying again`),
    }),
    write: createWriter(out),
    isOutage,
    onProblem: (problem) => progress.line(describeProblem(problem)),
  })
  console.log(`documents in ${out}`)
  try {
    const wanted = flags.hands ?? Number.POSITIVE_INFINITY
    const hands = await play(flags, feed, { wanted, signal, progress })
    progress.clear()
    for (const [table, ingest] of [...feed.ingests].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const ids = [...ingest.hands.values()].map((hand) => hand.handId)
      console.log(describeTable(table, summarise(ingest), await hub.countPremium(ids)))
      if (summarise(ingest).problems.length > 0) process.exitCode = failed
    }
    if (flags.hands !== undefined && hands < flags.hands) process.exitCode = interrupted
  } finally {
    progress.clear()
    await database.close()
  }
}

type Playing = { readonly wanted: number; readonly signal: AbortSignal; readonly progress: Progress }

function play(flags: Flags, feed: Feed, { wanted, signal, progress }: Playing): Promise<number> {
  let hands = 0
  return playBack(broadcast(flags), {
    speed: flags.speed,
    hands: wanted,
    signal,
    take: async (step) => {
      await feed.take(step)
      if (step.kind === 'hand') hands += 1
      progress.show(`${hands} hands; ${step.table}, ${step.start.slice(0, 16).replace('T', ' ')} UTC`)
    },
  })
}

function describeTable(table: string, { hands, outcomes, ...found }: Summary, premium: number): string {
  return [
    `${table}: ${hands} hands, ${outcomes.inserted} inserted, ${outcomes.revised} revised`,
    `${premium} premium, ${found.noFlop} without flop, ${found.allIns} with an all-in, ${found.eliminations} with a player eliminated`,
    `${found.flagged} flagged, ${found.problems.length} errors`,
  ].join('; ')
}

function time(text: string): number {
  const value = Date.parse(text)
  if (Number.isNaN(value)) throw new InvalidArgumentError('must be a time such as 2026-06-01T09:00:00Z.')
  return value
}
