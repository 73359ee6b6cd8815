import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../user_error.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { lastLines, runProgram } from './control.ts'

/** Where the parts of an embedded server lie. */
export type Place = {
  readonly dataDir: string
  readonly clusterDir: string
  readonly binaries: Binaries
  readonly account: Account
}

/** Major version of the cluster; null when there is none yet. */
export async function clusterVersion(clusterDir: string): Promise<string | null> {
  const text = await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    if (error.code !== 'EACCES') throw error
    throw new UserError(
      `${clusterDir} belongs to another account`,
      'It was made by a hub that ran as another user (as root, perhaps): run this one as the same user, or choose another DATA_DIR.',
    )
  })
  return text === null ? null : text.trim()
}

/** Make the cluster beside its place and move it there whole, so that a killed start leaves no half one. */
export async function createCluster(place: Place, password: string, durable: boolean): Promise<void> {
  const draft = `${place.clusterDir}.new-${process.pid}`
  const passwordFile = join(place.dataDir, `initdb-password-${process.pid}`)
  try {
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { mode: 0o700 })
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    for (const path of [draft, passwordFile]) await giveTo(path, place.account)
    await initialise(place, draft, passwordFile, durable)
    await rename(draft, place.clusterDir).catch((error) => {
      // A hub that started at the same moment was first: its cluster is as good.
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error
    })
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

async function initialise(place: Place, dir: string, passwordFile: string, durable: boolean): Promise<void> {
  // Whatever LANG says. C.UTF-8 sorts by code point and exists on every recent Linux; C exists everywhere.
  const locales = process.platform === 'linux' ? ['C.UTF-8', 'C'] : ['C']
  const errors: string[] = []
  for (const locale of locales) {
    const args = ['-D', dir, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
    args.push('--encoding=UTF8', `--locale=${locale}`, '--data-checksums', '--no-instructions')
    if (!durable) args.push('--no-sync')
    const { code, output } = await runProgram(place.binaries.initdb, args, {
      account: place.account,
      outputFile: join(place.dataDir, 'initdb.log'),
    })
    if (code === 0) return
    errors.push(lastLines(output))
    if (!/locale/i.test(output)) break
  }
  throw new UserError(`PostgreSQL could not create its data directory:\n${errors.at(-1)}`)
}

async function giveTo(path: string, account: Account): Promise<void> {
  if (account.uid !== undefined && account.gid !== undefined) await chown(path, account.uid, account.gid)
}
