import { expect } from 'vitest'
import { test } from '../support/database.ts'

test('the hub process may read the whole catalogue without touching the table', async ({ tx }) => {
  const { rows } = await tx.query('select count(*)::int from hub.error_codes')
  await tx.query('set local role hub_app')
  expect((await tx.query('select count(*)::int from hub.list_error_codes()')).rows).toEqual(rows)
  const found = await tx.query(`select http_status from hub.list_error_codes() where code = 'UB404'`)
  expect(found.rows).toEqual([{ http_status: 404 }])
})
