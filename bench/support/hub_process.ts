import { type SpawnOptionsWithStdioTuple, type StdioNull, type StdioPipe, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { holdChild } from './children.ts'

/** A process of the product, at work on a database. */
export type Running = { stop(): Promise<void> }

/** A hub as `npm start` runs it. */
export function startHubProcess(checkout: string, databaseUrl: string): Promise<Running> {
  return start(checkout, join('src', 'main.ts'), [], databaseUrl, /^listening on/)
}

/** The reference worker as `npm run hub -- worker stub` runs it. */
export function startWorkerProcess(checkout: string, databaseUrl: string): Promise<Running> {
  const args = ['worker', 'stub', '--out', join(checkout, '..', 'renders')]
  return start(checkout, join('src', 'cli.ts'), args, databaseUrl, /waits for work/)
}

async function start(
  checkout: string,
  file: string,
  args: readonly string[],
  databaseUrl: string,
  up: RegExp,
): Promise<Running> {
  const options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe> = {
    cwd: checkout,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LOG_LEVEL: 'warn',
      npm_lifecycle_event: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  }
  const child = holdChild(spawn(process.execPath, [join(checkout, file), ...args], options))
  const ended = once(child, 'exit')
  const said: string[] = []
  const { promise: isUp, resolve } = Promise.withResolvers<boolean>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      said.push(line)
      if (up.test(line)) resolve(true)
    })
  }
  void ended.then(() => resolve(false))
  if (!(await isUp)) throw new Error(`${file} did not start:\n${said.slice(-20).join('\n')}`)
  return {
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
