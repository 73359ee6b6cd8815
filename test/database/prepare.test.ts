import { expect, inject } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { appRole, prepareDatabase } from '../../src/database/prepare.ts'
import { test as base } from '../support/database.ts'

/** A login on this test's database, with these roles. */
const test = base.extend('login', async ({ url, client }, { onCleanup }) => {
  let count = 0
  return async (...roles: string[]): Promise<{ name: string; url: string }> => {
    const name = `hub_login_${inject('run')}_${process.pid}_${++count}`
    await client.query(`create role ${name} login password 'x' ${roles.length ? `in role ${roles}` : ''}`)
    onCleanup(async () => {
      const admin = openDatabase(inject('adminUrl'))
      await admin.pool.query(`drop role ${name}`)
      await admin.close()
    })
    return { name, url: Object.assign(new URL(url), { username: name, password: 'x' }).href }
  }
})

test('a login that is a member of hub_app alone runs on what somebody else migrated', async ({ login }) => {
  const steps: string[] = []
  const app = await login('hub_app')
  await prepareDatabase(app.url, { say: (step) => steps.push(step) })
  expect(steps).toEqual([]) // it migrated nothing
  const database = openDatabase(app.url, { role: appRole })
  try {
    expect((await database.pool.query('select hub.dashboard() is not null as ok')).rows).toEqual([
      { ok: true },
    ])
    for (const statement of [
      'delete from public.hands',
      'update hub.settings set value = value',
      'select * from hub.api_tokens',
      'create table public.mine (id int)',
    ])
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
  } finally {
    await database.close()
  }
})

test('of another version, it says who has to do what', async ({ login, client }) => {
  const app = await login('hub_app')
  await client.query(`update hub.applied set hash = 'older' where path like '%/tick.sql'`)
  await expect(prepareDatabase(app.url, {})).rejects.toMatchObject({
    message: expect.stringMatching(/another version \(1 files differ, .*tick\.sql first\)/),
    hint: expect.stringContaining('npm run hub -- migrate'),
  })
  await client.query('drop function hub.laid_files')
  await expect(prepareDatabase(app.url, {})).rejects.toMatchObject({
    message: expect.stringContaining('older version'),
  })
})

test('a login that may neither is refused in words', async ({ login }) => {
  const sibling = await login('hub_worker')
  await expect(prepareDatabase(sibling.url, {})).rejects.toMatchObject({
    message: expect.stringContaining('may neither migrate nor act as hub_app'),
    hint: expect.stringMatching(/grant hub_app to "?hub_login_/),
  })
})
