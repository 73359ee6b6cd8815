import type { Client } from 'pg'
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

test('of the last minutes a mark tells it, whatever lies between: who began since was given a greater id', async ({
  client,
  connect,
}) => {
  const insert = (by: Client): Promise<number> =>
    by
      .query(`insert into render_instructions (template_name) values ('x') returning id::int`)
      .then(({ rows }) => rows[0].id)
  const since = async (seconds: number): Promise<number> =>
    (
      await client.query(
        `select hub.first_instruction_since(clock_timestamp() + $1 * interval '1 second')::int as id`,
        [seconds],
      )
    ).rows[0].id
  const long = await connect()
  await long.query('begin')
  const early = await insert(long)
  const before = await insert(client)
  await client.query('select hub.fold_metrics()')
  const after = await insert(client)
  await long.query('commit')
  expect([early, before].every((id) => id < after)).toBe(true)
  expect(await since(3)).toBe(after) // ids up to the mark are left out
  expect(await since(0)).toBe(early) // no mark is old enough: an hour's slack
  expect(await since(90)).toBe(early) // nor is one that is old

  // while the clock is behind what was done, marks would leave out what lies ahead
  await client.query(
    `update hub.detector_state set state = state || jsonb_build_object('at', now() + interval '1 minute') where detector = 'fold'`,
  )
  await client.query('select hub.fold_metrics()')
  expect(await since(3)).toBe(early)
})
