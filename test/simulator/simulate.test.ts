import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { aFolder } from '../siblings/feature_table/support.ts'
import { root } from '../support/checkout.ts'
import { test } from '../support/database.ts'
import { type Running, runNode } from '../support/process.ts'

const cli = join(root, 'src', 'cli.ts')

function simulate(url: string, ...args: string[]): Running {
  const running = runNode(cli, ['simulate', ...args], { env: { ...process.env, DATABASE_URL: url } })
  onTestFinished(() => void running.child.kill('SIGKILL'))
  return running
}

/** All files of a folder with their content. */
async function contentsOf(folder: string): Promise<Map<string, string>> {
  const names = globSync('**/*.{json,txt}', { cwd: folder }).sort()
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  )
}

test('plays so many hands into the hub; again with the same seed nothing is new', async ({ url, client }) => {
  const folders = [await aFolder(onTestFinished), await aFolder(onTestFinished)]
  const all = ['--hands', '30', '--speed', '0', '--seed', '7', '--tables', '3']
  const runs: string[] = []
  for (const folder of folders) {
    const run = simulate(url, ...all, '--out', folder)
    expect(await run.ended).toBe(0)
    runs.push(run.said.join('\n'))
    const { rows } = await client.query(
      'select count(*)::int, count(distinct table_id)::int as tables from hands where voided_at is null',
    )
    expect(rows).toEqual([{ count: 30, tables: 3 }])
  }
  expect(runs[0]).toMatch(/^table_3: ([1-9]\d*) hands, \1 inserted, .* 0 errors$/m)
  expect(runs[1]?.match(/ 0 inserted/g)).toHaveLength(3)
  const [first, second] = await Promise.all(folders.map(contentsOf))
  expect(first?.size).toBe(6)
  expect(second).toEqual(first)
})

test('without an end Ctrl-C is the end: 0; before the hands that were asked for it is 130', async ({
  url,
}) => {
  for (const [args, code] of [
    [[], 0],
    [['--hands', '100000'], 130],
  ] as const) {
    const run = simulate(url, '--speed', '5000', '--out', await aFolder(onTestFinished), ...args)
    await run.line(/^documents in/)
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(code)
    expect(run.said.join('\n')).toContain('stopping after this hand')
  }
})

test('wrong usage ends with 2, a database that is away with 1', async ({ url }) => {
  for (const args of [
    ['--tables', '0'],
    ['--speed', '-1'],
    ['--hands', 'x'],
    ['--start', 'noon'],
  ]) {
    expect(await simulate(url, ...args).ended).toBe(2)
  }
  const away = simulate('postgres://nobody@127.0.0.1:1/none', '--hands', '1', '--speed', '0')
  await away.line(/database away: .*trying again/)
  away.child.kill('SIGINT')
  expect(await away.ended).toBe(1)
})
