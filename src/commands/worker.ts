import { access, constants, mkdir, realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { numberFrom, wholeNumber } from '../arguments.ts'
import { findDatabaseUrl } from '../database/find.ts'
import { isOutage } from '../database/outage.ts'
import { hasKorean } from '../siblings/ae/fonts.ts'
import { createStub } from '../siblings/ae/stub.ts'
import { PlannedFailure, type WorkerNews } from '../siblings/ae/types.ts'
import { runWorker, type Summary, type WorkerOptions } from '../siblings/ae/worker.ts'
import { UserError } from '../user_error.ts'
import { configOf } from './config.ts'

type StubFlags = {
  readonly out: string
  readonly count?: number
  readonly failRate: number
  readonly permanentRate: number
  readonly seconds: number
  readonly seed: string
  readonly host: string
  readonly templates?: readonly string[]
}

/** `hub worker ...`: automation_ae's end of the hub. */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('render workers')
    .command('stub')
    .description('render the layer data as PNG, without After Effects; Ctrl-C hands back what is held')
    .requiredOption('--out <dir>', 'folder for the pictures')
    .option('--count <n>', 'stop after so many jobs', wholeNumber)
    .option('--fail-rate <p>', 'share of attempts that fail on purpose, 0 to 1', numberFrom(0, 1), 0)
    .option('--permanent-rate <p>', 'share of attempts that fail on purpose, for good', numberFrom(0, 1), 0)
    .option(
      '--seconds <s>',
      'how long a job takes on average, as After Effects would',
      numberFrom(0, 3600),
      0,
    )
    .option('--seed <text>', 'the same seed fails the same attempts', 'stub')
    .option('--host <name>', 'name under which the worker registers', hostname())
    .option('--templates <a,b>', 'take only these templates', list)
    .action((flags: StubFlags, command: Command) => stub(flags, command))
}

async function stub(flags: StubFlags, command: Command): Promise<void> {
  const url = await findDatabaseUrl(configOf(command))
  const out = await usableFolder(flags.out)
  if (!hasKorean()) {
    console.error(
      'no font here has Korean letters, they become boxes: install Noto Sans KR (Debian: fonts-noto-cjk)',
    )
  }
  const faults = { unplanned: 0 }
  const templates = flags.templates ?? null
  const summary = await work({
    url,
    host: flags.host,
    client: 'automation_hub-stub',
    capabilities: ['png', ...(templates ?? []).map((name) => `template:${name}`)],
    templates,
    count: flags.count ?? Number.POSITIVE_INFINITY,
    render: createStub({ ...flags, out }),
    tell: (news) => {
      if (news.kind === 'failed' && !(news.error instanceof PlannedFailure)) faults.unplanned += 1
      tell(news)
    },
    signal: untilInterrupted(),
  })
  console.log(sum(summary))
  const short = flags.count !== undefined && summary.completed + summary.failed < flags.count
  if (faults.unplanned > 0 || short) process.exitCode = 1
}

async function work(options: WorkerOptions): Promise<Summary> {
  try {
    return await runWorker(options)
  } catch (error) {
    if (!isOutage(error)) throw error
    throw new UserError(
      `the database is away: ${messageOf(error)}`,
      'Is the hub running? See: npm run hub -- status',
    )
  }
}

/** Printed as it happens: jobs on stdout, trouble with the connection on stderr. */
function tell(news: WorkerNews): void {
  if (news.kind === 'outage') console.error(`database away: ${messageOf(news.error)}; trying again`)
  else console.log(describe(news))
}

function describe(news: Exclude<WorkerNews, { kind: 'outage' }>): string {
  if (news.kind === 'connected') return `worker ${news.worker} waits for work`
  const job = `#${news.job.id} attempt ${news.job.attempt} ${news.job.template_name}`
  if (news.kind === 'failed') return `${job}: failed, ${messageOf(news.error)}`
  if (news.kind !== 'completed') return `${job}: ${news.kind}`
  const { output_path, file_size, frame_count } = news.output
  const size = `${Math.ceil(file_size / 1024)} KB${frame_count === 1 ? '' : `, ${frame_count} frames`}`
  return `${job}: ${output_path} (${size}) in ${news.seconds.toFixed(1)} s`
}

function sum(summary: Summary): string {
  const parts = Object.entries(summary).filter(([, count]) => count > 0)
  return parts.map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'nothing done'
}

/**
 * Aborted by the first Ctrl-C or SIGTERM, or when the process that started this one with a
 * channel closes it or dies; the second signal ends the process at once.
 */
function untilInterrupted(): AbortSignal {
  const stop = new AbortController()
  if (process.connected === false) stop.abort() // closed while this process was starting
  process.once('disconnect', () => stop.abort())
  process.channel?.unref() // a worker that has done its count ends all the same
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130)
      console.error('handing back what is held (once more to stop at once)')
      stop.abort()
    })
  }
  return stop.signal
}

async function usableFolder(dir: string): Promise<string> {
  try {
    await mkdir(dir, { recursive: true })
    await access(dir, constants.W_OK)
    return await realpath(dir)
  } catch (error) {
    throw new UserError(
      `cannot write to ${dir}: ${messageOf(error)}`,
      'Give --out a folder that is yours to write.',
    )
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function list(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.some((name) => name === '')) throw new InvalidArgumentError('must be names with commas between.')
  return names
}
