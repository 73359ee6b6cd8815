import { execFileSync } from 'node:child_process'
import { appendFile, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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

test('--watch: a file that names no tournament is about the one that a tournaments file beside it names', async ({
  url,
  client,
}) => {
  const folder = await aFolder()
  const paid = async () =>
    (
      await client.query('select name, payouts_json -> 0 -> $1 as first from tournaments order by id', [
        'amount',
      ])
    ).rows
  // two tournaments in folders of their own do not mix, and what lies there together is stored at once
  const other = join(folder, 'other')
  await mkdir(other)
  await copyFile(samplePath('payouts'), join(other, 'payouts.csv'))
  await copyFile(samplePath('tournaments'), join(other, 'tournaments.csv'))
  await writeFile(join(folder, 'a payouts.csv'), 'place_start,amount\n1,500\n')
  const watching = hub(url, ['--watch', folder, '--unit', 'dollars'])
  await watching.line(/a payouts\.csv: refused: .*--tournament.* beside it/)
  await watching.line(/[\\/]payouts\.csv is about 제주 미니 메인, as tournaments\.csv beside it says/)
  expect(watching.said.filter((line) => /[\\/]payouts\.csv: refused/.test(line))).toEqual([])
  // what comes later tells it, whatever its name
  await writeFile(join(folder, 'main.csv'), 'name,remaining_players\nMain,90\n')
  await watching.line(/a payouts\.csv is about Main, as main\.csv beside it says/)
  await expect.poll(paid).toEqual([
    { name: '제주 미니 메인', first: 24_500 },
    { name: 'Main', first: 500 },
  ])

  // where two are named nobody can be sure
  await writeFile(join(folder, 'more.csv'), 'name,remaining_players\nSide,40\n')
  await watching.line(/more\.csv: .* 1 inserted/)
  await writeFile(join(folder, 'levels.csv'), 'level,small_blind,big_blind\n1,100,200\n')
  await watching.line(/levels\.csv: refused: .* of which tournament/)
  watching.child.kill('SIGTERM')
  expect(await watching.ended).toBe(0)
}, 60_000)

test('--watch takes no half of a file that is written with pauses, and the same file twice changes nothing', async ({
  url,
  client,
}) => {
  const folder = await aFolder()
  const file = join(folder, '칩 카운트.csv')
  await writeFile(join(folder, 'tournaments.csv'), 'tournament_number,name,current_level\nEV-05,Main,3\n')
  const watching = hub(url, ['--watch', folder])
  await watching.line(/^following /)
  // a pipe that nobody writes to holds up nothing
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [join(folder, 'a pipe.csv')])
    await watching.line(/a pipe\.csv is no regular file/)
  }
  await writeFile(file, '')
  await sleep(1_500)
  await appendFile(file, 'tournament_number,player_name,chips\nEV-05,김하늘,5')
  await sleep(2_500)
  await appendFile(file, '000\nEV-05,박서준,7')
  await sleep(2_500)
  expect(watching.said.join('\n')).not.toMatch(/칩 카운트/)
  await appendFile(file, '7\n')
  await watching.line(/칩 카운트\.csv: .* 2 inserted/)
  await copyFile(file, join(folder, '칩 카운트 (2).csv'))
  await watching.line(/칩 카운트 \(2\)\.csv: .* 2 unchanged/)
  expect((await client.query('select name, chips from hub.tournament_players order by chips')).rows).toEqual([
    { name: '박서준', chips: '77' },
    { name: '김하늘', chips: '5000' },
  ])
  // one whose last line never ends is taken all the same
  await writeFile(file, chips(900).trimEnd())
  await watching.line(/칩 카운트\.csv: .* 1 inserted/)
}, 60_000)

test('100 000 rows: it says how far it is, and does not fill the memory', async ({ url, client }) => {
  await hub(url, [samplePath('tournament_data'), '--unit', 'dollars']).ended
  const file = join(await aFolder(), 'all.csv')
  const rows = Array.from({ length: 100_000 }, (_, n) => `EV-05,선수 ${n},${n},${n % 900},${(n % 9) + 1}\n`)
  const header = 'tournament_number,player_name,chips,table_number,seat_number\n'
  await writeFile(file, [header, ...rows].join(''))
  const running = runNode(cli, ['import', 'csv', file], {
    env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '--max-old-space-size=256' },
  })
  onTestFinished(() => void running.child.kill('SIGKILL'))
  expect(await running.ended).toBe(0)
  expect(running.said.join('\n')).toMatch(/storing 100,000 rows, \d+ s so far/)
  expect(running.said.join('\n')).toMatch(/100000 inserted, 0 updated, 0 unchanged, 0 refused\nstored$/)
  expect((await client.query('select count(*)::int as n from hub.tournament_players')).rows).toEqual([
    { n: 100_000 },
  ])
  await writeFile(file, `${header}${rows.join('')}EV-05,one more,1,1,1\n`)
  const more = hub(url, [file])
  expect(await more.ended).toBe(1)
  expect(more.said.join('\n')).toMatch(/has more than 100000 rows: split it/)
}, 240_000)
