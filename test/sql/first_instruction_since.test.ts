import { expect } from 'vitest'
import { test } from '../support/database.ts'

const since = `select hub.first_instruction_since(now() - interval '24 hours')::int as id`

test('no instruction at all', async ({ tx }) => {
  expect((await tx.query(since)).rows).toEqual([{ id: null }])
})

test('nothing of the time that is asked for lies before it, and little of the time before lies behind', async ({
  tx,
}) => {
  await tx.query('set local session_replication_role = replica')
  // One a minute with gaps in the ids; every hundredth was written by a transaction open for 50 minutes.
  await tx.query(`
    insert into render_instructions (id, template_name, eligible_at, recorded_at)
    select g * 3, 'x', now(), now() - (5000 - g) * interval '1 minute' - (g % 100 = 0)::int * interval '50 minutes'
    from generate_series(1, 5000) as g`)
  const { rows } = await tx.query(`
    select count(*) filter (where id < f and recorded_at >= now() - interval '24 hours')::int as missed,
      count(*) filter (where id >= f and recorded_at < now() - interval '24 hours')::int as more
    from render_instructions, hub.first_instruction_since(now() - interval '24 hours') as f`)
  expect(rows[0].missed).toBe(0)
  expect(rows[0].more).toBeLessThan(200)
})

test('everything is older: nothing is left to look at', async ({ tx }) => {
  await tx.query('set local session_replication_role = replica')
  await tx.query(`insert into render_instructions (id, template_name, eligible_at, recorded_at)
    select g, 'x', now(), now() - interval '9 days' from generate_series(1, 100) as g`)
  const { rows } = await tx.query(`select count(*)::int from render_instructions where id >= (${since})`)
  expect(rows).toEqual([{ count: 0 }])
})
