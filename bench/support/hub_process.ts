import { type SpawnOptionsWithStdioTuple, type StdioNull, type StdioPipe, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { holdChild } from './children.ts'

/** A process of the product, at work on a database. */
export type Running = { stop(): Promise<void> }

/** A hub as `npm start` runs it, and where it listens. */
export async function startHubProcess(
  checkout: string,
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Running & { readonly url: string }> {
  const { up, stop } = await start(
    checkout,
    join('src', 'main.ts'),
    [],
    { DATABASE_URL: databaseUrl, ...more },
    /^listening on (.*)/,
  )
  return { url: up, stop }
}

/** The reference worker as `npm run hub -- worker stub` runs it. */
export function startWorkerProcess(checkout: string, databaseUrl: string): Promise<Running> {
  const args = ['worker', 'stub', '--out', join(checkout, '..', 'renders')]
  return start(checkout, join('src', 'cli.ts'), args, { DATABASE_URL: databaseUrl }, /waits for work/)
}

async function start(
  checkout: string,
  file: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  up: RegExp,
): Promise<Running & { readonly up: string }> {
  const options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe> = {
    cwd: checkout,
    env: {
      ...process.env,
      ...settings,
      PORT: '0',
      LOG_LEVEL: 'warn',
      npm_lifecycle_event: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  }
  const child = holdChild(spawn(process.execPath, [join(checkout, file), ...args], options))
  const ended = once(child, 'exit')
  const said: string[] = []
  const { promise: isUp, resolve } = Promise.withResolvers<string | null>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      said.push(line)
      const found = up.exec(line)
      if (found) resolve(found.at(-1) ?? line)
    })
  }
  void ended.then(() => resolve(null))
  const told = await isUp
  if (told === null) throw new Error(`${file} did not start:\n${said.slice(-20).join('\n')}`)
  return {
    up: told,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
