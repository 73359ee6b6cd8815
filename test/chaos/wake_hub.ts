import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Running, runNode } from '../support/process.ts'
import { askPatiently } from './wake_ask.ts'

/** A hub as a real process, killed and started again at will. */
export type HubProcess = {
  start(): Promise<void>
  kill(): Promise<void>
  /** Until it works in push mode on a connection that was not there before: milliseconds. */
  untilPush(patienceMs: number, before?: readonly number[]): Promise<number>
  /** Server processes on which hubs listen. */
  ears(): Promise<readonly number[]>
  /** What it said last, for a message. */
  words(): string
}

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts')

export function hubProcess(databaseUrl: string, listenUrl: string, cwd: string): HubProcess {
  let running: Running | undefined
  let url = ''
  const ears = async (): Promise<readonly number[]> => {
    const sql = `select pid from pg_stat_activity where application_name = 'automation_hub listener'`
    const rows = await askPatiently(databaseUrl, sql)
    return rows.map((row) => Number(row.pid))
  }
  return {
    async start() {
      const env = {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        DATABASE_LISTEN_URL: listenUrl,
        PORT: '0',
        LOG_LEVEL: 'warn',
      }
      running = runNode(cli, ['serve'], { cwd, env })
      url = (await running.line(/^listening on/)).replace('listening on ', '')
    },
    async kill() {
      running?.child.kill('SIGKILL')
      await running?.ended
    },
    ears,
    async untilPush(patienceMs, before = []) {
      const began = performance.now()
      for (;;) {
        const state = await fetch(`${url}/health/ready`).then(
          async (answer) => (await answer.json()) as { ready: boolean; mode: string },
          () => null, // it is starting
        )
        const took = performance.now() - began
        if (state?.ready && state.mode === 'push') {
          if ((await ears()).some((pid) => !before.includes(pid))) return took
        }
        if (took > patienceMs) throw new Error(`no push within ${patienceMs} ms: ${JSON.stringify(state)}`)
        await pause(50)
      }
    },
    words: () => running?.said.slice(-20).join('\n') ?? '',
  }
}
