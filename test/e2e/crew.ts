import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'

/** Processes that come back when they fail, as under systemd, until they are dismissed. */
export type Crew = {
  /** Employ one; what it says goes to a file of its name. */
  employ(name: string, program: string, args: readonly string[], env?: NodeJS.ProcessEnv): void
  /** End one as a power cut would; it comes back. */
  crash(name: string): void
  dismiss(): Promise<void>
}

export function createCrew(logs: string, options: SpawnOptions): Crew {
  const members = new Map<string, ChildProcess>()
  let dismissed = false
  const crew: Crew = {
    employ(name, program, args, env = {}) {
      const child = spawn(program, args, {
        ...options,
        env: { ...process.env, ...options.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const log = createWriteStream(join(logs, `${name}.log`), { flags: 'a' })
      child.stdout?.pipe(log, { end: false })
      child.stderr?.pipe(log, { end: false })
      members.set(name, child)
      child.once('close', (code) => {
        log.end()
        members.delete(name)
        if (!dismissed && code !== 0)
          setTimeout(() => dismissed || crew.employ(name, program, args, env), 500)
      })
    },
    crash(name) {
      if (!members.get(name)?.kill('SIGKILL')) throw new Error(`${name} does not run`)
    },
    async dismiss() {
      dismissed = true
      const ends = [...members.values()].map((child) => once(child, 'close'))
      for (const child of members.values()) child.kill('SIGTERM')
      const impatient = setTimeout(() => {
        for (const child of members.values()) child.kill('SIGKILL')
      }, 15_000)
      await Promise.all(ends)
      clearTimeout(impatient)
    },
  }
  return crew
}
