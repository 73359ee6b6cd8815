import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { createLog } from '../log.ts'
import { startHub } from '../main.ts'
import { configOf } from './config.ts'

/** `hub serve`: what `npm start` runs. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the hub: its database unless DATABASE_URL is set, migrations, listener, HTTP')
    .option('--host <address>', 'address to listen on (HOST, 127.0.0.1)')
    .option('--port <number>', 'port to listen on (PORT, 8080)')
    .option('--hosts <names>', 'names besides localhost under which it is called (HOSTS)')
    .option('--cors-origins <origins>', 'other origins whose pages may call the API (CORS_ORIGINS)')
    .option('--database-listen-url <url>', 'direct connection for LISTEN (DATABASE_LISTEN_URL)')
    .option('--database-replica-url <url>', 'standby for lists and metrics (DATABASE_REPLICA_URL)')
    .action((_options, command: Command) => serve(configOf(command)))
}

async function serve(config: Config): Promise<void> {
  const say = (step: string): void => console.log(step)
  const signal = untilSignal(say)
  const hub = await startHub(config, { log: createLog(config.logLevel), say })
  say(`${await signal}: stopping (once more to stop at once)`)
  await hub.stop()
  say('stopped')
  // A connection attempt of the listener may still be under way; there is nothing left to wait for.
  process.exit(0)
}

/** The first signal asks for an orderly end, whenever it comes; the second one gets a quick one. */
function untilSignal(say: (step: string) => void): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let asked = false
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  if (process.platform === 'win32') signals.push('SIGBREAK')
  for (const name of signals) {
    process.on(name, () => {
      if (asked) {
        say('stopped at once; if PostgreSQL still runs, the next start takes it over')
        process.exit(130)
      }
      asked = true
      resolve(name)
    })
  }
  watchParent(() => resolve('npm has ended'))
  return promise
}

/** npm passes SIGTERM to the shell between us, and some shells die of it without a word to us. */
function watchParent(onGone: () => void): void {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, 250)
  timer.unref()
}
