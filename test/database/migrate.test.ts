import { Client } from 'pg'
import { expect, inject } from 'vitest'
import { checkServer, refusal } from '../../src/database/check.ts'
import { migrateDatabase } from '../../src/database/migrate.ts'
import { openDatabase } from '../../src/database/pool.ts'
import { appRole } from '../../src/database/prepare.ts'
import { test as base } from '../support/database.ts'
import { withDatabase } from '../support/server.ts'

/** `make`: an empty database with an encoding; gone after the test. */
const test = base.extend('make', async ({}, { onCleanup }) => {
  const admin = new Client({ connectionString: inject('adminUrl') })
  await admin.connect()
  const made: string[] = []
  onCleanup(async () => {
    for (const name of made) await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return async (encoding: string): Promise<string> => {
    const name = `hub_clone_${inject('run')}_${encoding.toLowerCase()}_${made.length}`
    await admin.query(`create database ${name} template template0 encoding '${encoding}' locale 'C'`)
    made.push(name)
    return withDatabase(inject('adminUrl'), name)
  }
})

test('an empty database is brought up; a second time changes nothing', async ({ make }) => {
  const url = await make('UTF8')
  const steps: string[] = []
  expect((await migrateDatabase(url, { say: (step) => steps.push(step) })).laid.length).toBeGreaterThan(50)
  expect(steps.join('\n')).toContain('000001')
  steps.length = 0
  expect(await migrateDatabase(url, { say: (step) => steps.push(step) })).toEqual({
    laid: [],
    removed: [],
    owned: 0,
  })
  expect(steps).toEqual([])
})

test('hubs that start together on an empty database wait for each other', async ({ make }) => {
  const url = await make('UTF8')
  const runs = await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)])
  expect(runs.filter(({ laid }) => laid.length > 0)).toHaveLength(1)
})

test('a user without superuser rights may migrate, when an administrator has prepared it', async ({
  make,
}) => {
  const url = new URL(await make('UTF8'))
  const deployer = `hub_deployer_${inject('run')}`
  const admin = new Client({ connectionString: url.href })
  await admin.connect()
  try {
    await admin.query(`create role ${deployer} login password 'x'`)
    await admin.query(`alter database ${url.pathname.slice(1)} owner to ${deployer}`)
    await admin.query(`grant hub_owner to ${deployer}`)
    await admin.query(
      `grant set on parameter hub.verb, hub.now, hub.actor, hub.reason, hub.cause to ${deployer}`,
    )
    Object.assign(url, { username: deployer, password: 'x' })
    expect((await migrateDatabase(url.href)).owned).toBeGreaterThan(50)
    expect(await migrateDatabase(url.href)).toEqual({ laid: [], removed: [], owned: 0 })
    // and then serve
    const app = openDatabase(url.href, { role: appRole })
    expect((await app.pool.query('select current_user as name')).rows).toEqual([{ name: appRole }])
    await app.close()
  } finally {
    await admin.query(`alter database ${url.pathname.slice(1)} owner to current_user`)
    await admin.query(`reassign owned by ${deployer} to current_user`)
    await admin.query(`drop owned by ${deployer}`)
    await admin.query(`drop role ${deployer}`)
    await admin.end()
  }
})

test('a database that is not UTF-8 is refused with a way out', async ({ make }) => {
  await expect(checkServer(await make('LATIN1'))).rejects.toMatchObject({
    message: expect.stringContaining('has encoding LATIN1'),
    hint: expect.stringContaining('create database'),
  })
  await checkServer(await make('UTF8'))
})

test('a server that is too old, or a standby, is refused', () => {
  const good = { version: 160_004, version_text: '16.4', encoding: 'UTF8', standby: false, name: 'x' }
  expect(refusal(good)).toBeNull()
  expect(refusal({ ...good, version: 150_018, version_text: '15.18' })?.message).toContain('15.18 is too old')
  expect(refusal({ ...good, standby: true })?.message).toContain('standby')
})

test('a database that cannot be reached is told in words, without its password', async () => {
  const nobody = checkServer('postgres://hub:secret@127.0.0.1:1/nothing')
  await expect(nobody).rejects.toMatchObject({ hint: expect.stringContaining('No server listens there') })
  await expect(nobody).rejects.not.toThrow('secret')
  const missing = checkServer(withDatabase(inject('adminUrl'), 'no_such_database'))
  await expect(missing).rejects.toMatchObject({
    hint: expect.stringContaining('create database no_such_database'),
  })
})
