import { access, constants, mkdir, realpath } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { isOutage } from '../../database/outage.ts'
import type { WorkerNews } from '../../siblings/ae/types.ts'
import { runWorker, type Summary, type WorkerOptions } from '../../siblings/ae/worker.ts'
import { UserError } from '../../user_error.ts'

/** Work until done or interrupted, and say how it went; false when fewer jobs than asked for were done. */
export async function runToEnd(options: Omit<WorkerOptions, 'signal'>): Promise<boolean> {
  const summary = await work({ ...options, signal: untilInterrupted() })
  console.log(sum(summary))
  return options.count === Number.POSITIVE_INFINITY || summary.completed + summary.failed >= options.count
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
export function tell(news: WorkerNews): void {
  if (news.kind === 'outage') console.error(`database away: ${messageOf(news.error)}; trying again`)
  else if (news.kind === 'closed') {
    const what = `${messageOf(news.error)}; jobs go back to the queue, none is claimed`
    console.error(`NO WORK IS DONE: ${what}. Asking again in ${news.seconds} s`)
  } else console.log(describe(news))
}

function describe(news: Exclude<WorkerNews, { kind: 'outage' | 'closed' }>): string {
  if (news.kind === 'connected') return `worker ${news.worker} waits for work`
  if (news.kind === 'open') return 'the renderer takes work again'
  const job = `#${news.job.id} attempt ${news.job.attempt} ${news.job.template_name}`
  if (news.kind === 'failed') return `${job}: failed, ${messageOf(news.error)}`
  if (news.kind !== 'completed') return `${job}: ${news.kind}`
  const { output_path, file_size, frame_count } = news.output
  const frames = frame_count === null || frame_count === 1 ? '' : `, ${frame_count} frames`
  const size = `${Math.ceil(file_size / 1024)} KB${frames}`
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

/** A folder that is there and can be written, by its real path. */
export async function usableFolder(dir: string, option = '--out'): Promise<string> {
  try {
    await mkdir(dir, { recursive: true })
    await access(dir, constants.W_OK)
    return await realpath(dir)
  } catch (error) {
    throw new UserError(
      `cannot write to ${dir}: ${messageOf(error)}`,
      `Give ${option} a folder that is yours to write.`,
    )
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** For options: names with commas between. */
export function list(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.some((name) => name === '')) throw new InvalidArgumentError('must be names with commas between.')
  return names
}
