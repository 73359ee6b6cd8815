import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test as base, expect } from 'vitest'
import { loadConfig } from '../src/config.ts'

/** `dir`: a working directory, perhaps with a `.env`. */
const test = base.extend('dir', async ({}, { onCleanup }) => {
  const dir = await mkdtemp(join(tmpdir(), 'hub-config-'))
  onCleanup(() => rm(dir, { recursive: true }))
  return dir
})

test('nothing has to be set', ({ dir }) => {
  expect(loadConfig({}, {}, dir)).toEqual({
    databaseUrl: undefined,
    listenUrl: undefined,
    replicaUrl: undefined,
    host: '127.0.0.1',
    port: 8080,
    hosts: [],
    origins: [],
    dataDir: resolve('.data'),
    outputDirs: [resolve('.data', 'renders')],
    logLevel: 'info',
  })
})

test('an option beats the environment, which beats .env; empty means not given', async ({ dir }) => {
  await writeFile(join(dir, '.env'), 'PORT=1\nHOST=127.0.0.2\nLOG_LEVEL=debug\n')
  const env = { PORT: '2', HOST: '', LOG_LEVEL: 'warn' }
  expect(loadConfig({ port: 3 }, env, dir)).toMatchObject({ port: 3, host: '127.0.0.2', logLevel: 'warn' })
  expect(loadConfig({}, env, dir)).toMatchObject({ port: 2 })
})

test('the listener uses the database itself unless told otherwise', ({ dir }) => {
  const DATABASE_URL = 'postgres://hub@db/a'
  expect(loadConfig({}, { DATABASE_URL }, dir).listenUrl).toBe(DATABASE_URL)
  const direct = 'postgresql://hub@direct/a'
  expect(loadConfig({ databaseListenUrl: direct }, { DATABASE_URL }, dir).listenUrl).toBe(direct)
})

test('every bad variable is named at once, and no password is shown', ({ dir }) => {
  const env = { PORT: '80800', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://hub:secret@db/a' }
  const load = (): unknown => loadConfig({}, env, dir)
  expect(load).toThrow(
    /^DATABASE_URL must be .*\nPORT must be .* not "80800"\nLOG_LEVEL must be .* not "loud"$/,
  )
  expect(load).not.toThrow('secret')
})

test('names and origins are lists; one that is none is refused', ({ dir }) => {
  const env = { HOSTS: ' hub.studio.lan, 10.0.0.5,fd00::1,', CORS_ORIGINS: 'https://wall.studio.lan' }
  expect(loadConfig({}, env, dir)).toMatchObject({
    hosts: ['hub.studio.lan', '10.0.0.5', '[fd00::1]'],
    origins: ['https://wall.studio.lan'],
  })
  for (const HOSTS of ['http://a', 'a/b', 'a b', '*?'])
    expect(() => loadConfig({}, { HOSTS }, dir)).toThrow(/^HOSTS must be/)
  for (const CORS_ORIGINS of [
    '*',
    'wall.lan',
    'https://wall.lan/',
    'https://wall.lan/x',
    'file:///x',
    'null',
  ]) {
    expect(() => loadConfig({}, { CORS_ORIGINS }, dir)).toThrow(/^CORS_ORIGINS must be/)
  }
})
