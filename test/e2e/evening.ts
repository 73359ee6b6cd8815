import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { migrateDatabase } from '../../src/database/migrate.ts'
import { root } from '../support/checkout.ts'
import { startNexrender } from '../support/nexrender.ts'
import { startOwnServer } from '../support/own_server.ts'
import { withDatabase } from '../support/server.ts'
import { createCrew } from './crew.ts'
import { judge, playedHands, type Verdict } from './verdict.ts'

export type Evening = {
  readonly hands: number
  /** How much faster than life. */
  readonly speed: number
  readonly seed: string
  readonly tell: (news: string) => void
  /** Aborted = send everybody home. */
  readonly signal?: AbortSignal
}

const cli = join(root, 'src', 'cli.ts')
const python = join(root, 'node_modules', '.cache', 'python', 'bin', 'python')

/**
 * A broadcast with everybody in it as processes of their own: PostgreSQL, hub, GFX folders that grow,
 * CSV drops, nexrender-server with two render PCs and a hub worker before it, and automation_sub and a
 * render worker in Python where there is one. On the way the worker is killed, nexrender-server restarted,
 * PostgreSQL crashed; at the end nothing may be missing.
 */
export async function runEvening({ hands, speed, seed, tell, signal }: Evening): Promise<Verdict> {
  const until = (what: string, truth: () => Promise<boolean>, seconds: number) =>
    wait(what, truth, seconds, signal)
  await using done = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'hub-e2e-'))
  done.defer(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }))
  const [gfx, csv, out, logs] = ['gfx', 'csv', 'out', 'logs'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
    string,
  ]
  for (const each of [csv, out, logs, ...tables.map((table) => join(gfx, table))])
    await mkdir(each, { recursive: true })

  const server = await startOwnServer({ durable: true })
  done.defer(() => server.stop())
  const nexrender = await startNexrender()
  done.defer(() => nexrender.stop())
  await Promise.all([nexrender.startRenderer(), nexrender.startRenderer()])
  // The GFX PC has a hub of its own to play to; ours reads the files it leaves.
  await inDatabase(server.url, (client) => client.query('create database gfx_pc'))
  const gfxPc = withDatabase(server.url, 'gfx_pc')
  await migrateDatabase(gfxPc)

  const crew = createCrew(logs, {
    cwd: dir,
    env: { DATABASE_URL: server.url, PORT: '0', NEXRENDER_SECRET: nexrender.secret },
  })
  done.defer(() => crew.dismiss())
  const hub = (name: string, ...args: string[]) => crew.employ(name, process.execPath, [cli, ...args])
  const catalogue = join(dir, 'templates.yaml')
  await writeFile(catalogue, catalogueOf(nexrender.project))
  hub('hub', 'serve')
  for (const table of tables) hub(table, 'ingest', 'pgfx', join(gfx, table), '--table', table, '--watch')
  hub('csv', 'import', 'csv', '--watch', csv, '--unit', 'dollars')
  hub(
    'ae',
    'worker',
    'nexrender',
    '--url',
    nexrender.url,
    '--templates',
    catalogue,
    '--out',
    out,
    '--nas',
    nexrender.nas,
    '--jobs',
    '2',
    '--poll',
    '0.2',
    '--stall',
    '20',
  )
  const workers = ['automation_hub-nexrender']
  if (existsSync(python)) {
    const examples = join(root, 'clients', 'python', 'examples')
    crew.employ('sub', python, [join(examples, 'sub.py')], { CURSOR_FILE: join(dir, 'sub.cursor') })
    crew.employ('ae_python', python, [join(examples, 'ae.py'), out], { TEMPLATES: 'player_profile' })
    await until('automation_sub listens', () => Promise.resolve(existsSync(join(dir, 'sub.cursor'))), 60)
    workers.push('automation-hub-client/0.1.0')
  } else tell('no Python client here: npm test installs it')
  const loaded = spawnSync(process.execPath, [cli, 'templates', 'load', catalogue], {
    env: { ...process.env, DATABASE_URL: server.url },
  })
  if (loaded.status !== 0) throw new Error(`templates load: ${loaded.stderr}`)

  await dropCsv(csv, ['tournament_data', 'blind_structure', 'players'])
  crew.employ(
    'gfx',
    process.execPath,
    [
      cli,
      'simulate',
      '--tables',
      String(tables.length),
      '--hands',
      String(hands),
      '--speed',
      String(speed),
      '--seed',
      seed,
      '--out',
      gfx,
    ],
    { DATABASE_URL: gfxPc },
  )
  const counted = (query: string) => async (): Promise<number> =>
    inDatabase(server.url, async (client) => Number((await client.query(query)).rows[0].n)).catch(() => -1) // it may be away
  const handsIn = counted('select count(*) as n from hands')
  const mishaps: [share: number, what: string, act: () => Promise<void> | void][] = [
    [0.25, 'the render worker is killed', () => crew.crash('ae')],
    [
      0.4,
      'the level goes up, by CSV',
      () => writeCsv(csv, 'level.csv', 'tournament_number,current_level\nEV-05,12\n'),
    ],
    [
      0.5,
      'nexrender-server is restarted',
      async () => {
        await nexrender.stopServer()
        await nexrender.startServer()
      },
    ],
    [0.7, 'PostgreSQL crashes', () => server.restart('immediate')],
  ]
  const held = counted(
    `select count(*) as n from render_instructions where status = 'processing' and trigger_type = 'e2e'`,
  )
  for (const [share, what, act] of mishaps) {
    await until(what, async () => (await handsIn()) >= hands * share, 3 * 3600)
    // It shall happen to somebody who is at work.
    await inDatabase(server.url, (client) => client.query(urgent))
    await until('a render is under way', async () => (await held()) > 0, 300)
    tell(`${await handsIn()} of ${hands} hands: ${what}`)
    await act()
  }
  const hereAndThere = async (): Promise<boolean> => {
    const played = (await inDatabase(gfxPc, playedHands)).filter(({ voided }) => !voided)
    const recorded = new Set((await inDatabase(server.url, playedHands)).map(({ key }) => key))
    return played.length >= hands && played.every(({ key }) => recorded.has(key))
  }
  await until('all hands are in', () => hereAndThere().catch(() => false), 3 * 3600) // it may still be away
  tell('all hands are in, the queue is worked off')
  const open = counted(
    `select count(*) as n from render_instructions where status in ('pending', 'processing') or status = 'failed' and retry_at is not null`,
  )
  const followed = counted(
    `select (select count(*) from hands where is_premium and winner is not null) - (select count(*) from render_instructions where template_name = 'player_profile') as n`,
  )
  await until(
    'nothing waits',
    async () => (await open()) === 0 && (!existsSync(python) || (await followed()) <= 0),
    600,
  )
  const played = await inDatabase(gfxPc, playedHands)
  return await inDatabase(server.url, (client) => judge(client, { played, workers })) // awaited: what is in use here goes home when this returns
}

const tables = ['table_1', 'table_2']

const urgent = `insert into render_instructions (template_name, layer_data_json, priority, trigger_type)
  values ('chip_flow', '{"Name 1": "KIM", "Chips 1": "75K"}', 1, 'e2e')`

/** Every template that the rules order, as the render PCs' stand-in renders them. */
function catalogueOf(project: string): string {
  const names = ['premium_hand', 'elimination_banner', 'at_risk', 'blind_level', 'chip_flow']
  return JSON.stringify({
    templates: names.map((name) => ({ name, project: `file://${project}`, composition: 'slow' })),
  })
}

async function dropCsv(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const draft = join(folder, `.${name}.tmp`)
    await copyFile(join(root, 'samples', 'csv', `${name}.csv`), draft)
    await rename(draft, join(folder, `${name}.csv`))
  }
}

async function writeCsv(folder: string, name: string, text: string): Promise<void> {
  await writeFile(join(folder, '.level.tmp'), text)
  await rename(join(folder, '.level.tmp'), join(folder, name))
}

async function inDatabase<T>(url: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'e2e' })
  client.on('error', () => {}) // the query tells
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

async function wait(
  what: string,
  truth: () => Promise<boolean>,
  seconds: number,
  signal?: AbortSignal,
): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await truth()); await pause(250)) {
    signal?.throwIfAborted()
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`)
  }
}
