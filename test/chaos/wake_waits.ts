import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A wait for a lock that lasted longer than the server's deadlock_timeout. */
export type Wait = { readonly waiter: string; readonly holders: readonly string[]; readonly line: string }

/** Server settings under which its log tells every wait of over 100 ms, and who waited. */
export const tellWaits = {
  log_lock_waits: 'on',
  deadlock_timeout: '100ms',
  log_line_prefix: '%a@%p@',
  lc_messages: 'C',
} as const

/** The waits in the log of a server, with the names of the applications instead of process ids. */
export async function readWaits(clusterDir: string): Promise<Wait[]> {
  const names = new Map<string, string>()
  const lines: string[] = []
  for await (const file of glob('log/*.log', { cwd: clusterDir })) {
    lines.push(...(await readFile(join(clusterDir, file), 'utf8')).split('\n'))
  }
  for (const line of lines) {
    const [, name, pid] = /^([^@]*)@(\d+)@/.exec(line) ?? []
    if (name && pid && name !== '[unknown]') names.set(pid, name)
  }
  const waits: Wait[] = []
  lines.forEach((line, at) => {
    const [, waiter] = /^([^@]*)@\d+@LOG:\s+process \d+ still waiting for/.exec(line) ?? []
    if (waiter === undefined) return
    const detail =
      lines.slice(at + 1, at + 4).find((next) => /Process(es)? holding the lock:/.test(next)) ?? ''
    const [, holders = ''] = /holding the lock: ([\d, ]+)/.exec(detail) ?? []
    const pids = holders.split(',').map((pid) => pid.trim())
    waits.push({ waiter, holders: pids.map((pid) => names.get(pid) ?? `process ${pid}`), line })
  })
  return waits
}
