import { execFile } from 'node:child_process'
import { chmod, chown, lchown, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { UserError } from '../../user_error.ts'

const run = promisify(execFile)

/** Who runs the server; empty = we ourselves, which is right for everybody but root. */
export type Account = { readonly uid?: number; readonly gid?: number }

/** PostgreSQL refuses root. The owner of an existing cluster runs it, else `postgres`, made if absent, else `nobody`. */
export async function serverAccount(clusterDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const owner = await stat(clusterDir).catch(() => null)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = (await lookUp('postgres')) ?? (await createAccount()) ?? (await lookUp('nobody'))
  if (account) return account
  throw new UserError(
    'PostgreSQL does not run as root, and no account "postgres" could be found or made',
    'Start the hub as an ordinary user, make the account, or set DATABASE_URL.',
  )
}

async function lookUp(name: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null // `id` exits with 1 for an unknown name
  }
}

async function createAccount(): Promise<Account | null> {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin']
  // Without useradd, or with a read-only /etc, the caller falls back to an account that exists.
  await run('useradd', [...options, 'postgres']).catch(() => null)
  return lookUp('postgres')
}

/**
 * Let the account reach a directory: a home such as /root is closed to everybody else.
 * Only a directory that is root's own and open to no group is touched, and only search
 * permission for the account's group is added; the rest is a person's decision.
 */
export async function grantPassage(
  dir: string,
  account: Account,
  say: (step: string) => void,
): Promise<void> {
  if (account.uid === undefined || account.gid === undefined) return
  for (const ancestor of ancestors(await realpath(dir))) {
    const { uid, gid, mode } = await stat(ancestor)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if (mode & bit) continue
    if (uid !== 0 || (mode & 0o070 && gid !== account.gid)) {
      throw new UserError(
        `PostgreSQL does not run as root, and its account (uid ${account.uid}) may not pass through ${ancestor}`,
        `Start the hub as an ordinary user, move it and DATA_DIR elsewhere, or: chmod o+x ${ancestor}`,
      )
    }
    await chown(ancestor, uid, account.gid)
    await chmod(ancestor, (mode & 0o7777) | 0o010)
    if (ancestor !== dir)
      say(`opened ${ancestor} for PostgreSQL's account (group ${account.gid}, search only)`)
  }
}

function ancestors(dir: string): string[] {
  const parent = dirname(dir)
  return parent === dir ? [dir] : [...ancestors(parent), dir]
}

/** Give a cluster that was copied by root back to the account that runs it. */
export async function handOver(clusterDir: string, account: Account): Promise<void> {
  if (account.uid === undefined || account.gid === undefined) return
  if ((await stat(clusterDir)).uid === account.uid) return
  const entries = await readdir(clusterDir, { recursive: true, withFileTypes: true })
  for (const entry of entries) await lchown(join(entry.parentPath, entry.name), account.uid, account.gid)
  await chown(clusterDir, account.uid, account.gid)
}
