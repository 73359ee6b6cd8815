import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Stub workers as processes of their own; one that ends is started again. */
export type Crew = {
  /** How many work now. */
  size(): number
  /** End the worker of a host as a power cut would; false when none runs there. */
  crash(host: string): boolean
  /** Let everybody put down the work in hand and end. */
  stop(): Promise<void>
  /** End everybody at once. */
  kill(): void
}

export type CrewOptions = {
  readonly workers: number
  /** The command line of the hub. */
  readonly cli: string
  /** Options of `worker stub`. */
  readonly flags: readonly string[]
  readonly databaseUrl: string
  /** Folder for what the workers say, a file each. */
  readonly logs: string
  readonly restartMs: number
  readonly tell: (news: string) => void
}

/** Start the crew. A worker ends by itself when this process dies: it holds a channel to it. */
export async function startCrew(options: CrewOptions): Promise<Crew> {
  const { workers, restartMs, tell } = options
  const hosts = Array.from({ length: workers }, (_, index) => `stub-${index + 1}`)
  const running = new Map<string, ChildProcess>()
  const timers = new Set<NodeJS.Timeout>()
  let stopping = false

  async function employ(host: string): Promise<void> {
    const child = await startWorker(host, options)
    if (stopping) child.disconnect()
    running.set(host, child)
    child.once('exit', (code, signal) => {
      running.delete(host)
      if (stopping) return
      tell(`${host} ended (${signal ?? code}); back in ${restartMs / 1000} s`)
      const timer = setTimeout(() => {
        timers.delete(timer)
        employ(host).catch((error) => tell(`${host} does not start: ${error.message}`))
      }, restartMs)
      timers.add(timer)
    })
  }

  async function stop(): Promise<void> {
    stopping = true
    for (const timer of timers) clearTimeout(timer)
    const ends = [...running.values()].map((child) => once(child, 'exit'))
    for (const child of running.values()) if (child.connected) child.disconnect()
    await Promise.all(ends)
  }

  for (const host of hosts) await employ(host)
  return {
    size: () => running.size,
    crash: (host) => running.get(host)?.kill('SIGKILL') ?? false,
    stop,
    kill: () => {
      for (const child of running.values()) child.kill('SIGKILL')
    },
  }
}

async function startWorker(host: string, options: CrewOptions): Promise<ChildProcess> {
  const log = await open(join(options.logs, `${host}.log`), 'a')
  try {
    const child = spawn(
      process.execPath,
      [options.cli, 'worker', 'stub', '--host', host, ...options.flags],
      // The password is no business of the list of processes.
      {
        env: { ...process.env, DATABASE_URL: options.databaseUrl },
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
      },
    )
    await once(child, 'spawn')
    return child
  } finally {
    await log.close()
  }
}
