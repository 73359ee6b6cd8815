import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { samplePath, samples } from '../siblings/sub/support.ts'
import { test } from '../support/database.ts'
import { type Running, runNode } from '../support/process.ts'

const cli = join(import.meta.dirname, '../../src/cli.ts')

function hub(url: string, args: readonly string[]): Running {
  const running = runNode(cli, ['import', 'csv', ...args], { env: { ...process.env, DATABASE_URL: url } })
  onTestFinished(() => {
    running.child.kill('SIGKILL')
  })
  return running
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-csv-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const chips = (count: number, name = 'Ann') => `tournament_number,player_name,chips\nEV-05,${name},${count}\n`

test('files are imported together; status 0 stored, 1 refused, 2 wrong usage', async ({ url, client }) => {
  const files = samples['1'].map(samplePath)
  const forgot = hub(url, files)
  expect(await forgot.ended).toBe(1)
  expect(forgot.said.join('\n')).toMatch(/row 2, buy_in: refused: dollars or cents\?/)
  expect(forgot.said.at(-1)).toMatch(/^nothing was stored: /)
  expect((await client.query('select from public.tournaments')).rowCount).toBe(0)
  const preview = hub(url, [...files, '--unit', 'dollars', '--preview'])
  expect(await preview.ended).toBe(0)
  expect(preview.said.at(-1)).toBe('preview: nothing was stored')
  const good = hub(url, [...files, '--unit', 'dollars', '--dialect', '1'])
  expect(await good.ended).toBe(0)
  expect(good.said.at(-1)).toBe('stored')
  expect((await client.query('select from public.tournaments')).rowCount).toBe(2)
  expect(await hub(url, [...files, '--unit', 'pounds']).ended).toBe(2)
  const nothing = hub(url, [])
  expect(await nothing.ended).toBe(1)
  expect(nothing.said[0]).toBe('no files named')
  expect(await hub(url, ['/nowhere/a.csv']).ended).toBe(1)
})

test('--json prints the report, --partial stores what is good', async ({ url, client }) => {
  await hub(url, [samplePath('tournament_data'), '--unit', 'dollars']).ended
  const file = join(await aFolder(), 'a.csv')
  await writeFile(file, `${chips(500)}EV-05,Bob,many\n`)
  const partial = hub(url, [file, '--partial', '--json'])
  expect(await partial.ended).toBe(1)
  expect(JSON.parse(partial.said.join('\n'))).toMatchObject({
    stored: true,
    files: [{ inserted: 1, refused: 1 }],
    rows: [
      { row: 3, column: 'chips' },
      { row: 2, outcome: 'inserted' },
    ],
  })
  expect((await client.query('select name from hub.tournament_players')).rows).toEqual([{ name: 'Ann' }])
})

test('a database that is away is said in words', async () => {
  const running = hub('postgres://postgres@127.0.0.1:1/hub', [samplePath('players'), '--tournament', 'x'])
  expect(await running.ended).toBe(1)
  expect(running.said[0]).toMatch(/^the database is away: .*ECONNREFUSED/)
})

test('--watch imports each state of a file once, across restarts, and retries what waited for its tournament', async ({
  url,
  client,
}) => {
  const folder = await aFolder()
  const imported = async () => (await client.query('select name from hub.imports')).rowCount
  const watch = () => hub(url, ['--watch', folder, '--unit', 'dollars'])
  await writeFile(join(folder, 'chips.csv'), chips(500))
  await writeFile(join(folder, 'notes.pdf'), 'not looked at')
  const first = watch()
  await first.line(/chips\.csv, row 2: refused: no such tournament/)
  await writeFile(join(folder, 'tournaments.csv'), 'tournament_number,name,current_level\nEV-05,Main,3\n')
  await first.line(/chips\.csv: players, dialect 1, UTF-8, comma: 1 inserted/)
  expect(await imported()).toBe(2)
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)

  // told anew, it knows both, and takes what changed meanwhile and what changes now
  await writeFile(join(folder, 'tournaments.csv'), 'tournament_number,name,current_level\nEV-05,Main,4\n')
  const second = watch()
  await second.line(/^following /)
  expect(second.said.join('\n')).toMatch(/tournaments\.csv: .* 1 updated/)
  expect(second.said.join('\n')).not.toMatch(/chips\.csv/)
  await writeFile(join(folder, 'chips.csv'), chips(700))
  await second.line(/chips\.csv: .* 1 updated/)
  // back to what it was before: that is a change, too
  await writeFile(join(folder, 'chips.csv'), chips(500))
  await expect.poll(imported, { timeout: 10_000 }).toBe(5)
  expect((await client.query('select chips from hub.tournament_players')).rows).toEqual([{ chips: '500' }])
  second.child.kill('SIGINT')
  expect(await second.ended).toBe(0)
}, 30_000)
