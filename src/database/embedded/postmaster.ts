import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What postmaster.pid says about the server of a cluster; it may be long dead. */
export type Postmaster = { readonly pid: number; readonly port: number | null }

/** No process has this id on any system: a lock file that names it is stale for PostgreSQL too. */
const deadPid = 2_147_483_647

/** Read the lock file; null when there is none, or it is being written at this moment. */
export async function readPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const lines = await readLockFile(clusterDir)
  const pid = Number(lines?.[0])
  if (!lines || !Number.isInteger(pid) || pid <= 0 || pid === deadPid) return null
  const port = Number(lines[3])
  return { pid, port: Number.isInteger(port) && port > 0 ? port : null }
}

/**
 * Is the process a server of this cluster? After kill -9 the id in the lock file may belong to
 * anybody, in a container as a rule to the hub itself.
 */
export async function isPostmaster(pid: number, clusterDir: string): Promise<boolean> {
  if (pid === process.pid || pid === process.ppid || !isAlive(pid)) return false
  if (process.platform === 'linux') return isLinuxPostmaster(pid, clusterDir)
  if (process.platform === 'win32') {
    const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
    return /"postgres\.exe"/i.test(stdout)
  }
  const { stdout } = await run('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return /postgres/.test(stdout)
}

async function isLinuxPostmaster(pid: number, clusterDir: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  if (!/^Name:\s+postgres$/m.test(status) || /^State:\s+Z/m.test(status)) return false
  // A server's working directory is its cluster; where we may not look, believe the name.
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return cwd === null || cwd === (await realpath(clusterDir))
}

/** Is there any process with this id, ours to signal or not? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Disown a lock file whose id now belongs to another process. The file itself stays: PostgreSQL
 * needs its last lines to see whether children of the dead server still use the shared memory.
 */
export async function disownLockFile(clusterDir: string): Promise<void> {
  const lines = await readLockFile(clusterDir)
  if (!lines) return
  await writeFile(join(clusterDir, 'postmaster.pid'), [deadPid, ...lines.slice(1)].join('\n'))
}

async function readLockFile(clusterDir: string): Promise<string[] | null> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : text.split('\n')
}
