import { pino } from 'pino'
import { expect } from 'vitest'
import { startHousekeeping } from '../../src/listener/housekeeping.ts'
import { test } from '../support/database.ts'

const weeks = `select count(*)::int as n from pg_inherits where inhparent = 'hub.events'::regclass`

test('the leading hub makes the weeks ahead, a following one leaves it', async ({ client, database }) => {
  await client.query(`select hub.change_setting('history.weeks_ahead', '12', 'ann', 'test')`)
  const before = (await client.query(weeks)).rows[0].n
  let leads = false
  let asked = 0
  const housekeeping = startHousekeeping({
    db: database.db,
    leads: () => {
      asked += 1
      return leads
    },
    log: pino({ level: 'silent' }),
    everyMs: 20,
  })
  await expect.poll(() => asked).toBeGreaterThan(2)
  expect((await client.query(weeks)).rows[0].n).toBe(before)
  leads = true
  await expect.poll(async () => (await client.query(weeks)).rows[0].n, { timeout: 5000 }).toBe(before + 4)
  await housekeeping.close()
})
