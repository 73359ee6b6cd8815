import { execFile } from 'node:child_process'
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Hand, someHands } from './hands.ts'
import type { Load, LoadResult } from './load.ts'

const run = promisify(execFile)

/** The newest pgbench of this machine; null = none. The embedded server brings none. */
export async function findPgbench(): Promise<string | null> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => []) // another layout, or no PostgreSQL at all
  const installed = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'))
  for (const dir of [...installed, ...(process.env.PATH ?? '').split(delimiter)]) {
    const file = join(dir, 'pgbench')
    const found = await access(file).then(
      () => true,
      () => false, // look further
    )
    if (found) return file
  }
  return null
}

/** Such as `pgbench (PostgreSQL) 18.4`. */
export async function versionOf(pgbench: string): Promise<string> {
  const { stdout } = await run(pgbench, ['--version'])
  return stdout.trim().split(' ').slice(0, 3).join(' ')
}

/** Insert single rows with pgbench for some seconds, each row a statement and a transaction of its own. */
export async function insertWithPgbench(pgbench: string, load: Load): Promise<LoadResult> {
  const dir = await mkdtemp(join(tmpdir(), 'automation_hub-pgbench-'))
  try {
    const hands = someHands(load.mix)
    const files: string[] = []
    for (const [n, hand] of hands.entries()) {
      const file = join(dir, `hand_${n}.sql`)
      await writeFile(file, script(load.table, n, hand))
      files.push('-f', file)
    }
    const args = ['-n', '-M', 'prepared', '-c', `${load.writers}`, '-j', `${Math.min(2, load.writers)}`]
    args.push('-T', `${load.warmSeconds + load.seconds}`, '-l', '--log-prefix', join(dir, 'log'))
    for (const [name, value] of variables(hands)) args.push('-D', `${name}=${value}`)
    const { stdout } = await run(pgbench, [...args, ...files, load.url], { maxBuffer: 2 ** 24 })
    const failed = Number(/number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0)
    if (failed > 0) throw new Error(`pgbench did not get through:\n${stdout}`)
    return countFrom(await readLog(dir), load.warmSeconds)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Documents travel as parameters, as from a producer: the server reads them anew each time. */
function script(table: string, n: number, hand: Hand): string {
  const rank = hand.rank === null ? 'null' : `'${hand.rank}'`
  return [
    '\\set number :number + 1',
    '\\set place 1000 + :client_id',
    `insert into ${table} (table_id, hand_number, source, hand_rank, pot_size, winner, players_json, community_cards_json, actions_json, duration_seconds) \
values (:place, :number, 'rfid', ${rank}, ${hand.pot}, '${hand.winner}', :players_${n}, :board_${n}, :actions_${n}, ${hand.duration}) returning id;`,
    '',
  ].join('\n')
}

function variables(hands: readonly Hand[]): [string, string][] {
  const documents = hands.flatMap((hand, n): [string, string][] => [
    [`players_${n}`, hand.players],
    [`board_${n}`, hand.board],
    [`actions_${n}`, hand.actions],
  ])
  return [['number', '0'], ...documents]
}

/** One transaction: when it ended, in seconds, and what it took, in milliseconds. */
type Transaction = readonly [end: number, took: number]

/** The transactions after the warm-up. The log's clock is that of the machine. */
function countFrom(log: readonly Transaction[], warmSeconds: number): LoadResult {
  const ends = log.map(([end]) => end).sort((a, b) => a - b)
  const from = (ends[0] ?? Number.NaN) + warmSeconds
  const counted = log.filter(([end]) => end >= from)
  if (counted.length === 0) throw new Error('pgbench logged no transaction')
  const seconds = (ends.at(-1) as number) - from
  return { perSecond: counted.length / seconds, latenciesMs: counted.map(([, took]) => took) }
}

/** Columns of pgbench's transaction log: client, number, microseconds, script, end in seconds and microseconds. */
async function readLog(dir: string): Promise<Transaction[]> {
  const transactions: Transaction[] = []
  for (const name of (await readdir(dir)).filter((file) => file.startsWith('log.'))) {
    for (const line of (await readFile(join(dir, name), 'utf8')).split('\n')) {
      const [, , took, , second, microsecond] = line.split(' ').map(Number)
      if (took === undefined || second === undefined || microsecond === undefined) continue
      transactions.push([second + microsecond / 1e6, took / 1000])
    }
  }
  return transactions
}
