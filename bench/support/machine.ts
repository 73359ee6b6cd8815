import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BenchServer, serverSettings } from './server.ts'

const root = join(import.meta.dirname, '..', '..')

/** What a number means nothing without. */
export async function describeMachine({ admin }: BenchServer): Promise<Record<string, unknown>> {
  const { rows } = await admin.query('select version() as version')
  return {
    cpu: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    node: process.versions.node,
    postgres: rows[0].version,
    settings: serverSettings,
  }
}

/** State of the sources that a run measures. */
export async function describeSources({
  checkout,
}: BenchServer): Promise<{ commit: string | null; sql: string }> {
  return { commit: await commit(), sql: await sqlHash(checkout) }
}

async function commit(): Promise<string | null> {
  return promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  )
}

/** Changes whenever anything under sql/ does. */
async function sqlHash(checkout: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of (await Array.fromAsync(glob('sql/**/*.sql', { cwd: checkout }))).sort()) {
    hash.update(path).update(await readFile(join(checkout, path)))
  }
  return hash.digest('hex').slice(0, 12)
}
