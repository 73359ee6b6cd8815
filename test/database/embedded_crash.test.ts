import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { isAlive, isPostmaster } from '../../src/database/embedded/postmaster.ts'
import { ask } from '../support/ask.ts'
import { test } from './embedded_support.ts'

const waiting = { timeout: 15_000, interval: 50 }

test('a killed hub leaves its server behind; the next one takes it over and stops it', async ({
  start,
  hold,
  dataDir,
}) => {
  const killed = await hold()
  await ask(killed.up.url, 'create table kept as select 42 as n')
  killed.child.kill('SIGKILL')
  expect(await killed.ended).toBe('SIGKILL')
  const pid = await postmasterPid(dataDir)
  expect(isAlive(pid)).toBe(true)

  const next = await start()
  expect(next.adopted).toBe(true)
  expect(await ask(next.url, 'select n from kept')).toBe(42)
  expect(await next.stop()).toBe(true)
  await vi.waitUntil(async () => !(await isPostmaster(pid, join(dataDir, 'postgres'))), waiting)
})

test('hub and server killed: the stale lock file does not matter, what was committed is there', async ({
  start,
  hold,
  dataDir,
}) => {
  const killed = await hold()
  await ask(killed.up.url, 'create table kept as select 42 as n')
  killed.child.kill('SIGKILL')
  process.kill(await postmasterPid(dataDir), 'SIGKILL')
  expect(await killed.ended).toBe('SIGKILL')

  const next = await start()
  expect(next.adopted).toBe(false)
  expect(await ask(next.url, 'select n from kept')).toBe(42)
  await next.stop()
})

test('the process id in a stale lock file may belong to anybody by now', async ({ start, hold, dataDir }) => {
  const killed = await hold()
  killed.child.kill('SIGKILL')
  const lockFile = join(dataDir, 'postgres', 'postmaster.pid')
  const [pid, ...rest] = (await readFile(lockFile, 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
  await vi.waitUntil(async () => !(await isPostmaster(Number(pid), join(dataDir, 'postgres'))), waiting)

  // As in a container that starts again: the id is alive, and of the server's own account.
  const { uid, gid } = await stat(lockFile)
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid, gid, cwd: '/' } : {}),
  })
  await once(stranger, 'spawn')
  try {
    await writeFile(lockFile, [stranger.pid, ...rest].join('\n'))
    const next = await start()
    expect(next.adopted).toBe(false)
    expect(await ask(next.url, 'select 1')).toBe(1)
    await next.stop()
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('two hubs share one server, and the last one stops it', async ({ start, hold }) => {
  const holder = await hold()
  const second = await start()
  expect(second.adopted).toBe(true)
  expect(second.port).toBe(holder.up.port)
  expect(await second.stop()).toBe(false)
  expect(await ask(holder.up.url, 'select 1')).toBe(1)
  holder.child.stdin?.end('stop\n')
  expect(await holder.line(/stopped/)).toContain('true')
})

test('two hubs that start at the same moment on an empty directory agree', async ({ hold }) => {
  const [left, right] = await Promise.all([hold(), hold()])
  expect(left.up.url).toBe(right.up.url)
  left.child.stdin?.end('stop\n')
  await left.line(/stopped/)
  right.child.stdin?.end('stop\n')
  expect(await right.line(/stopped/)).toContain('true')
})

test('a server that dies under its hub is brought back on the same port', async ({ start, dataDir }) => {
  const warnings: string[] = []
  const server = await start({ warn: (message) => warnings.push(message) })
  process.kill(await postmasterPid(dataDir), 'SIGKILL')
  await vi.waitUntil(() => ask(server.url, 'select true').catch(() => false), waiting)
  expect(warnings[0]).toContain('the connection to PostgreSQL is lost')
  expect(await server.stop()).toBe(true)
})

async function postmasterPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
}
