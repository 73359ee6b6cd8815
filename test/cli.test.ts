import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from 'vitest'
import { createProgram } from '../src/cli.ts'
import { freshDatabase } from './support/database.ts'
import { occupy } from './support/port.ts'
import { type Running, runNode } from './support/process.ts'

const cli = join(import.meta.dirname, '..', 'src', 'cli.ts')

/** `hub`: run a command in an empty working directory with nothing set. */
const test = base.extend('hub', async ({}, { onCleanup }) => {
  const cwd = await mkdtemp(join(tmpdir(), 'hub-cli-'))
  onCleanup(() => rm(cwd, { recursive: true }))
  return (...args: string[]): Running => runNode(cli, args, { cwd, env: { PATH: process.env.PATH } })
})

test('every command explains itself', async ({ hub }) => {
  const commands = createProgram().commands.map((command) => command.name())
  expect(commands).toEqual(expect.arrayContaining(['serve', 'migrate', 'status']))
  const help = hub('--help')
  expect(await help.ended).toBe(0)
  for (const name of commands) expect(help.said.join('\n')).toContain(name)
})

test('every file in commands is registered', async () => {
  const files = (await readdir(join(import.meta.dirname, '..', 'src', 'commands')))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replace('.ts', ''))
  const names = createProgram().commands.map((command) => command.name())
  expect(names.sort()).toEqual(files.filter((name) => name !== 'config').sort())
})

test('wrong usage ends with 2, a failure with 1 and a hint', async ({ hub }) => {
  expect(await hub('nonsense').ended).toBe(2)
  expect(await hub('serve', '--no-such-option').ended).toBe(2)
  const status = hub('status')
  expect(await status.ended).toBe(1)
  expect(status.said.join('\n')).toMatch(/no database: .*\nStart the hub \(npm start\)/)
})

test('status prints the connection string alone, or what is in the database', async ({ hub }) => {
  const url = await freshDatabase()
  const bare = runNode(cli, ['status', '--database-url'], { env: { ...process.env, DATABASE_URL: url } })
  expect(await bare.ended).toBe(0)
  expect(bare.said).toEqual([url])
  const full = hub('status', '--database-url', url)
  expect(await full.ended).toBe(0)
  expect(full.said.join('\n')).toContain('"queue_depth"')
  expect(full.said.join('\n')).not.toContain(new URL(url).password)
})

test('serve tells a taken port before it starts anything', async ({ hub }) => {
  const squatter = await occupy(0)
  const { port } = squatter.address() as { port: number }
  const serve = hub('serve', '--port', String(port))
  expect(await serve.ended).toBe(1)
  expect(serve.said.join('\n')).toMatch(/port \d+ on 127\.0\.0\.1 is taken\n.*npm start -- --port/)
  expect(serve.said.join('\n')).not.toContain('PostgreSQL')
  squatter.close()
})

test('serve refuses an address that others can reach', async ({ hub }) => {
  const serve = hub('serve', '--host', '0.0.0.0', '--port', '0', '--database-url', await freshDatabase())
  expect(await serve.ended).toBe(1)
  expect(serve.said.join('\n')).toMatch(/no access tokens are configured\n.*hub -- token create/)
})

test('serve answers, and SIGTERM ends it in order', async ({ hub }) => {
  const serve = hub('serve', '--port', '0', '--database-url', await freshDatabase())
  const url = (await serve.line(/^listening on/)).replace('listening on ', '')
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
  serve.child.kill('SIGTERM')
  expect(await serve.ended).toBe(0)
  expect(serve.said).toContain('stopped')
  await expect(fetch(`${url}/health/live`)).rejects.toThrow()
})
