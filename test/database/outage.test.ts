import { Client } from 'pg'
import { describe, expect, test as plain } from 'vitest'
import { isOutage } from '../../src/database/outage.ts'
import { test } from '../support/database.ts'

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.unreachable(),
    (error) => error,
  )

describe('an outage', () => {
  plain('nobody listens', async () => {
    expect(isOutage(await caught(new Client('postgres://x@127.0.0.1:1/x').connect()))).toBe(true)
  })

  test('the server ends the session', async ({ client, connect }) => {
    const victim = await connect()
    const { rows } = await victim.query('select pg_backend_pid() as pid')
    const sleeping = caught(victim.query('select pg_sleep(20)'))
    await client.query('select pg_terminate_backend($1)', [rows[0].pid])
    expect(isOutage(await sleeping)).toBe(true)
    expect(isOutage(await caught(victim.query('select 1')))).toBe(true)
  })

  test('no answer in time', async ({ url }) => {
    const client = new Client({ connectionString: url, query_timeout: 50 })
    await client.connect()
    expect(isOutage(await caught(client.query('select pg_sleep(0.3)')))).toBe(true)
    await client.end()
  })

  test('a refusal is none', async ({ tx }) => {
    expect(isOutage(await caught(tx.query('select 1/0')))).toBe(false)
    await tx.query('rollback')
    expect(isOutage(await caught(tx.query('select hub.setting($1)', ['x'])))).toBe(false)
  })

  plain('neither is a file that is missing', () => {
    expect(isOutage(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBe(false)
    expect(isOutage('text')).toBe(false)
  })
})
