import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { test } from '../../support/database.ts'
import { type Running, runNode } from '../../support/process.ts'
import { aFolder, aGfxHand, anExport, type Script } from './support.ts'

const cli = join(import.meta.dirname, '../../../src/cli.ts')
const fold: Script = { seats: { 1: [1000, 950], 2: [1000, 1050] }, events: ['1 FOLD'] }
const next = aGfxHand({ ...fold, number: 2, start: '2025-10-19T13:50:00Z' })

function hub(url: string, args: readonly string[]): Running {
  const running = runNode(cli, ['ingest', 'pgfx', ...args], { env: { ...process.env, DATABASE_URL: url } })
  onTestFinished(() => {
    running.child.kill('SIGKILL')
  })
  return running
}

test('exit status 0 when all went in, 1 when a file was broken, 2 for wrong usage', async ({ url }) => {
  const dir = await aFolder(onTestFinished)
  await writeFile(join(dir, 'a.json'), anExport([aGfxHand(fold)]))
  const good = hub(url, [dir, '--table', 'table_1'])
  expect(await good.ended).toBe(0)
  expect(good.said.join('\n')).toContain('1 file, 1 record, 1 hand\n  1 inserted')
  await writeFile(join(dir, 'b.json'), '{"ID":')
  const bad = hub(url, [dir, '--table', 'table_1'])
  expect(await bad.ended).toBe(1)
  expect(bad.said).toContain(`${join(dir, 'b.json')}:1:7: is not JSON: expected value, but the text ends`)
  expect(bad.said.join('\n')).toContain('1 identical')
  expect(await hub(url, [dir]).ended).toBe(2)
  const nothing = hub(url, [await aFolder(onTestFinished), '--table', 'table_1'])
  expect(await nothing.ended).toBe(1)
  expect(nothing.said.join('\n')).toMatch(/no exports/)
})

test('a database that is away is said in words', async () => {
  const dir = await aFolder(onTestFinished)
  await writeFile(join(dir, 'a.json'), anExport([aGfxHand(fold)]))
  const running = hub('postgres://postgres@127.0.0.1:1/hub', [dir, '--table', 'table_1'])
  expect(await running.ended).toBe(1)
  expect(running.said[0]).toMatch(/^the database is away: .*ECONNREFUSED/)
})

test('--watch follows until it is told to stop, then sums up', async ({ url, client }) => {
  const dir = await aFolder(onTestFinished)
  await writeFile(join(dir, 'a.json'), anExport([aGfxHand(fold)]))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const running = hub(url, [dir, '--table', 'table_1', '--watch'])
    await running.line(/^following /)
    if (signal === 'SIGTERM') {
      await writeFile(join(dir, 'a.json'), anExport([aGfxHand(fold), next]))
      await running.line(/a\.json: 1 inserted/)
    }
    running.child.kill(signal)
    expect(await running.ended).toBe(0)
    expect(running.said.at(-1)).toBe('  0 errors')
  }
  expect((await client.query('select from hands')).rowCount).toBe(2)
})
