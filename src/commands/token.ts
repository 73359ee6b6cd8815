import { type Command, InvalidArgumentError, Option } from 'commander'
import { DatabaseError } from 'pg'
import type { Config } from '../config.ts'
import { startEmbedded } from '../database/embedded/server.ts'
import { findDatabaseUrl } from '../database/find.ts'
import { migrateDatabase } from '../database/migrate.ts'
import { type Db, openDatabase } from '../database/pool.ts'
import { createToken, listTokens, revokeToken, type Token } from '../database/verbs.ts'
import { roles } from '../http/access/identity.ts'
import { hashOf, newToken } from '../http/access/secret.ts'
import { UserError } from '../user_error.ts'
import { whoAmI } from '../who_am_i.ts'
import { configOf } from './config.ts'

type Order = { readonly role: string; readonly name: string; readonly reason: string }

/** `hub token ...`: who may use the HTTP API. */
export function registerToken(program: Command): void {
  const token = program.command('token').description('access to the HTTP API: who may come in, and as what')
  token
    .command('create')
    .description('make a token and show it once, alone on standard output')
    .addOption(new Option('--role <role>', 'what he may do').choices(roles).makeOptionMandatory())
    .requiredOption('--name <name>', 'person or system; the audit will name it')
    .option('--reason <text>', 'kept in the audit', 'token create')
    .action((order: Order, command: Command) => create(order, configOf(command)))
  token
    .command('list')
    .description('who has a token')
    .option('--all', 'those that were revoked, too')
    .action((flags: { all?: true }, command: Command) => list(flags.all === true, configOf(command)))
  token
    .command('revoke')
    .description('shut somebody out, and the browsers that logged in with the token')
    .argument('<id>', 'number of the token, from token list', tokenId)
    .option('--reason <text>', 'kept in the audit', 'token revoke')
    .action((id: string, { reason }: Order, command: Command) => revoke(id, reason, configOf(command)))
}

async function create({ name, role, reason }: Order, config: Config): Promise<void> {
  const token = newToken()
  const order = { name, role, hash: hashOf(token) }
  const made = await withHub(config, (db) => createToken(db, order, whoAmI(), reason), { mayStart: true })
  console.error(`token ${made.id} for "${made.name}" (${made.role}), shown this once:\n`)
  console.log(token)
  console.error(`
Log in to the dashboard with it, or send it with every request:
  curl -H "Authorization: Bearer ${token.slice(0, 7)}..." http://localhost:${config.port}/api/me
From now on nobody comes in without a token. Take it back: npm run hub -- token revoke ${made.id}`)
}

async function list(all: boolean, config: Config): Promise<void> {
  const found = await withHub(config, (db) => listTokens(db, null, 1000))
  const shown = all ? found : found.filter((token) => token.revoked_at === null)
  if (shown.length === 0) console.log('no tokens')
  else for (const line of table([head, ...shown.map(cells)])) console.log(line)
}

async function revoke(id: string, reason: string, config: Config): Promise<void> {
  const { name, revoked_at } = await withHub(config, (db) => revokeToken(db, id, whoAmI(), reason))
  console.log(
    `token ${id} of "${name}" is revoked since ${revoked_at?.toISOString()}; hubs notice within seconds`,
  )
}

/**
 * Do something in the hub's database. The first token may be needed before the hub can start, so its own
 * PostgreSQL may be started for this moment.
 */
async function withHub<T>(
  config: Config,
  act: (db: Db) => Promise<T>,
  { mayStart = false } = {},
): Promise<T> {
  await using done = new AsyncDisposableStack()
  const starts = mayStart && !config.databaseUrl
  const url = starts ? await ownServer(config, done) : await findDatabaseUrl(config)
  const database = openDatabase(url, { max: 1 })
  done.defer(() => database.close())
  try {
    return await act(database.db)
  } catch (error) {
    const isOld = error instanceof DatabaseError && ['42883', '3F000'].includes(error.code ?? '')
    if (!isOld) throw error
    throw new UserError(
      'this database has no tokens yet: it is older than this hub',
      'npm run hub -- migrate',
      {
        cause: error,
      },
    )
  }
}

async function ownServer({ dataDir }: Config, done: AsyncDisposableStack): Promise<string> {
  const server = await startEmbedded({ dataDir, say: console.error })
  done.defer(async () => void (await server.stop()))
  if (!server.adopted) await migrateDatabase(server.url, { say: console.error })
  return server.url
}

function tokenId(text: string): string {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError('must be the number of a token.')
  return text
}

const head = ['id', 'name', 'role', 'created', 'last used', 'revoked']

function cells({ id, name, role, created_at, last_used_at, revoked_at }: Token): string[] {
  return [String(id), name, role, ...[created_at, last_used_at, revoked_at].map(minute)]
}

function minute(time: Date | null): string {
  return time === null ? '-' : `${time.toISOString().slice(0, 16)}Z`
}

function table(lines: readonly string[][]): string[] {
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  return lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
