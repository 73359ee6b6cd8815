import { sql } from 'kysely'
import { expect } from 'vitest'
import { exactNumber, openDatabase } from '../../src/database/pool.ts'
import { test } from '../support/database.ts'
import { startProxy } from '../support/proxy.ts'
import { seeded } from '../support/random.ts'

test('a bigint arrives as a number, an array of them too', async ({ database }) => {
  const { rows } = await sql<{ one: number; many: (number | null)[] }>`
    select 42::bigint as one, array[1, null, 9007199254740991]::bigint[] as many`.execute(database.db)
  expect(rows).toEqual([{ one: 42, many: [1, null, Number.MAX_SAFE_INTEGER] }])
})

test('a bigint that a number cannot hold is refused, never rounded', async ({ database }) => {
  await expect(sql`select 638961224831992165 as session_id`.execute(database.db)).rejects.toThrow(
    'select it as text',
  )
  expect(() => exactNumber('9007199254740993')).toThrow(RangeError)
})

test('the pool says who it is and bounds its statements', async ({ database }) => {
  const { rows } = await sql`select current_setting('application_name') as name,
    current_setting('statement_timeout') as statement,
    current_setting('idle_in_transaction_session_timeout') as idle`.execute(database.db)
  expect(rows).toEqual([{ name: 'automation_hub', statement: '30s', idle: '15s' }])
})

test('a connection that is reset under a statement fails that statement, not the process', async ({
  url,
  client,
}) => {
  const proxy = await startProxy(url, seeded(1))
  const database = openDatabase(proxy.url)
  try {
    const asleep = sql`select pg_sleep(60)`.execute(database.db)
    asleep.catch(() => {}) // looked at below
    await expect
      .poll(
        async () =>
          (await client.query(`select from pg_stat_activity where query like 'select pg_sleep%'`)).rowCount,
      )
      .toBe(1)
    proxy.kill()
    await expect(asleep).rejects.toThrow()
    await expect(sql`select 1`.execute(database.db)).resolves.toBeDefined()
  } finally {
    await database.close()
    await proxy.close()
  }
})
