import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from 'vitest'
import { aGfxHand, anExport } from './siblings/feature_table/support.ts'
import { root } from './support/checkout.ts'
import { type Running, runNode } from './support/process.ts'

// The whole way through real processes, as the README's first page has it: an empty folder,
// npm start, an export goes in, a worker renders, one request tells the hand's story.

const test = base
  .extend('folder', async ({}, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-journey-'))
    onCleanup(() => rm(folder, { recursive: true, force: true }))
    return folder
  })
  .extend('env', ({ folder }) => ({
    ...process.env,
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    DATABASE_URL: '',
  }))
  .extend('hub', ({ env }) => {
    return (...args: string[]): Running => runNode(join(root, 'src', 'cli.ts'), args, { cwd: root, env })
  })
  .extend('base', async ({ env }, { onCleanup }) => {
    const npm = process.env.npm_execpath
    const [file, args] = npm ? [npm, ['start', '--silent']] : [join(root, 'src', 'main.ts'), []]
    const start = runNode(file, args, { cwd: root, env })
    onCleanup(async () => {
      start.child.kill('SIGTERM')
      await start.ended
    })
    return (await start.line(/^listening on/)).replace('listening on ', '')
  })

/** A full house at a showdown; seat 2 loses everything. */
const premium = aGfxHand({
  number: 7,
  ante: 100,
  seats: { 1: [1000, 1300, 'as ad'], 2: [300, 0, 'kc kd'], 3: [1000, 1000] },
  events: ['1 BET 300 @250', '2 ALL IN 200 @500', 'board ah qd qc 2s 8h'],
})
/** Everybody folds. */
const plain = aGfxHand({
  number: 8,
  start: '2025-10-19T13:50:43.0000001Z',
  seats: { 1: [1300, 1400], 2: [1000, 900], 3: [1000, 1000] },
  events: ['3 FOLD', '1 BET 300', '2 FOLD'],
})

test('a real hand flows to finished outputs', async ({ folder, hub, base }) => {
  const file = join(folder, 'export.json')
  await writeFile(file, anExport([premium, plain]))
  const ingest = hub('ingest', 'pgfx', file, '--table', 'table_1')
  expect(await ingest.ended).toBe(0)
  expect(ingest.said.join('\n')).toContain('2 inserted')
  expect(await hub('ingest', 'pgfx', file, '--table', 'table_1').line(/identical/)).toContain('2 identical')

  const out = join(folder, 'out')
  const worker = hub('worker', 'stub', '--out', out, '--count', '3')
  expect(await worker.ended).toBe(0)

  const answer = await fetch(`${base}/api/data-flow?hand_id=1`)
  expect(answer.status).toBe(200)
  const story = (await answer.json()) as Story
  expect(story.hand).toMatchObject({
    table_id: 'table_1',
    hand_number: 7,
    session_id: '638961224831992165',
    hand_rank: 'full_house',
    is_premium: true,
    pot_size: 500,
    winner: 'P1',
  })
  expect(story.instructions.map((row) => [row.trigger_type, row.status, row.attempt]).sort()).toEqual([
    ['all_in', 'completed', 1],
    ['elimination', 'completed', 1],
    ['premium_hand', 'completed', 1],
  ])
  expect(story.status_chain).toBe('Hand → RenderInstruction → RenderOutput')
  expect(story.outputs).toHaveLength(3)
  for (const { output_path, file_size, checksum } of story.outputs) {
    await access(output_path)
    expect(file_size).toBeGreaterThan(1000)
    expect(checksum).toMatch(/^[0-9a-f]{64}$/)
  }
  const kinds = story.events.map((event) => event.kind)
  expect(kinds.indexOf('hand.recorded')).toBe(0)
  expect(kinds.filter((kind) => kind === 'instruction.completed')).toHaveLength(3)

  const dashboard = await (await fetch(`${base}/api/dashboard`)).json()
  expect(dashboard).toMatchObject({
    projects: { feature_table: { status: 'ok', hands_today: 2 }, ae: { outputs_completed: 3 } },
    metrics: { queue_depth: { pending: 0, processing: 0 }, error_rate_1h: 0, throughput_1h: 3 },
    data_flow_health: { orphan_hands: 0, completion_rate: 1 },
  })
}, 60_000)

type Story = {
  hand: object
  instructions: { trigger_type: string; status: string; attempt: number }[]
  outputs: { output_path: string; file_size: number; checksum: string }[]
  events: { kind: string }[]
  status_chain: string
}
