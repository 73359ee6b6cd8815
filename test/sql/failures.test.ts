import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { attempt, past } from './history.ts'

test('each failure with the successes of its instruction in the same time, before or after', async ({
  tx,
}) => {
  await past(tx, 'hub.attempts', [
    attempt(1, 1, 'failed', '50 minutes'),
    attempt(1, 2, 'completed', '30 minutes'),
    attempt(2, 1, 'failed', '40 minutes'),
    attempt(3, 1, 'completed', '55 minutes'), // rendered again, which failed
    attempt(3, 2, 'failed', '20 minutes'),
    attempt(4, 1, 'failed', '58 minutes'),
    attempt(4, 2, 'failed', '57 minutes'),
    attempt(4, 3, 'reconciled', '56 minutes'),
    attempt(5, 1, 'failed', '10 minutes'),
    attempt(5, 2, 'released', '9 minutes'),
    attempt(6, 1, 'completed', '61 minutes'), // before
    attempt(6, 2, 'failed', '59 minutes'),
    attempt(7, 1, 'failed', '61 minutes'),
    attempt(8, 1, 'completed', '1 minute'),
  ])
  const { rows } = await tx.query(`
    select instruction_id::int as id, round(extract(epoch from now() - failed_at) / 60)::int as failed, round(extract(epoch from now() - righted_at) / 60)::int as righted
    from hub.failures(now() - interval '1 hour', now()) order by 1, 2 desc, 3`)
  expect(rows).toEqual([
    { id: 1, failed: 50, righted: 30 },
    { id: 2, failed: 40, righted: null },
    { id: 3, failed: 20, righted: 55 },
    { id: 3, failed: 20, righted: null },
    { id: 4, failed: 58, righted: 56 },
    { id: 4, failed: 57, righted: 56 },
    { id: 5, failed: 10, righted: null },
    { id: 6, failed: 59, righted: null },
  ])
})
