import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, vi } from 'vitest'
import { isPostmaster } from '../src/database/embedded/postmaster.ts'
import { ask } from './support/ask.ts'
import { type Running, runNode } from './support/process.ts'

const cli = join(import.meta.dirname, '..', 'src', 'cli.ts')
const soon = { timeout: 15_000, interval: 50 }

/** `hub`: run a command in an empty working directory, where the hub finds its own PostgreSQL. */
const test = base
  .extend('cwd', async ({}, { onCleanup }) => {
    const cwd = await mkdtemp(join(tmpdir(), 'hub-serve-'))
    onCleanup(() => rm(cwd, { recursive: true }))
    return cwd
  })
  .extend('hub', ({ cwd }) => {
    return (...args: string[]): Running => runNode(cli, args, { cwd, env: { PATH: process.env.PATH } })
  })

test('on an empty folder everything comes up, survives kill -9, and is gone after SIGTERM', async ({
  hub,
  cwd,
}) => {
  const first = hub('serve', '--port', '0')
  await first.line(/^listening on/)
  const where = hub('status', '--database-url')
  expect(await where.ended).toBe(0)
  const [url = ''] = where.said
  await ask(url, `insert into public.hands (table_id, hand_number) values ('t', 1)`)
  first.child.kill('SIGKILL')
  expect(await first.ended).toBe('SIGKILL')

  const second = hub('serve', '--port', '0')
  await second.line(/sharing it/)
  const listening = await second.line(/^listening on/)
  const ready = await fetch(`${listening.replace('listening on ', '')}/health/ready`)
  expect(await ready.json()).toMatchObject({ checks: { tick_error: null } })
  expect(await ask(url, 'select count(*)::int from public.hands')).toBe(1)
  const pid = Number(
    (await readFile(join(cwd, '.data', 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0],
  )
  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  await vi.waitUntil(async () => !(await isPostmaster(pid, join(cwd, '.data', 'postgres'))), soon)
})

test('a hub whose npm was ended by a signal ends as well', async ({ cwd }) => {
  // npm passes SIGTERM to the shell between itself and the hub; some shells just die of it.
  const shell = `const { spawn } = require('node:child_process')
    spawn(process.execPath, [${JSON.stringify(cli)}, 'serve', '--port', '0'], { stdio: 'inherit' })
    setInterval(() => {}, 1000)`
  const npm = runNode('--eval', [shell], {
    cwd,
    env: { PATH: process.env.PATH, npm_lifecycle_event: 'start' },
  })
  await npm.line(/^listening on/)
  npm.child.kill('SIGKILL')
  await npm.line(/npm has ended: stopping/)
  await npm.line(/^stopped$/)
  await npm.ended
})

test('a signal during the start is obeyed when the start is over', async ({ hub, cwd }) => {
  const serve = hub('serve', '--port', '0')
  await serve.line(/starting PostgreSQL/)
  serve.child.kill('SIGTERM')
  expect(await serve.ended).toBe(0)
  expect(serve.said.at(-1)).toBe('stopped')
  await vi.waitUntil(
    () =>
      readFile(join(cwd, '.data', 'postgres', 'postmaster.pid')).then(
        () => false,
        () => true,
      ),
    soon,
  )
})
