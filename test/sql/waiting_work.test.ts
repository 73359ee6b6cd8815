import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { workOf } from '../support/work_read.ts'

const told = `select template_name, priority, waiting_since from hub.waiting_work(now()) order by 1, 2`
const plainly = `select template_name, priority::int, min(eligible_at) as waiting_since
  from render_instructions where eligible_at <= now() group by 1, 2 order by 1, 2`

test('a long queue tells the same as a short one, without being read', async ({ client }) => {
  const add = (count: number): Promise<unknown> =>
    client.query(
      `insert into render_instructions (template_name, priority, not_before)
       select (array['banner', '자막', 'Ä', 'board'])[1 + g % 4], 1 + g % 7, case when g % 9 = 0 then now() + interval '1 hour' end
       from generate_series(1, $1) as g`,
      [count],
    )
  const spread = `update render_instructions set eligible_at = now() - (id * 37 % 1000 - 20) * interval '1 second' where eligible_at is not null`
  await add(500)
  await client.query('set session_replication_role = replica')
  await client.query(spread)
  const short = await client.query(told)
  expect(short.rows).toHaveLength(28)
  expect(short.rows).toEqual((await client.query(plainly)).rows)

  await client.query('set session_replication_role = default')
  await add(5000)
  await client.query('set session_replication_role = replica')
  await client.query(spread)
  await client.query('vacuum render_instructions')
  await client.query('set plan_cache_mode = force_generic_plan')
  expect((await client.query(told)).rows).toEqual((await client.query(plainly)).rows)
  const work = await workOf(client, () => client.query(told))
  expect([work.scans, work.tuples < 1100, work.tuples]).toEqual([0, true, work.tuples])
})
