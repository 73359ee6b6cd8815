import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { workOf } from '../support/work_read.ts'

// What every tick and every claim ask first must not walk the queue: beside a long history 4 000 rows wait,
// 2 000 stand failed, nothing is due. Statistics are fresh, and the plans are those that tick() keeps, for any time and any limit.

test('what is due is found without walking what waits or what failed', async ({ client }) => {
  const add = (count: number, columns: string, values: string): Promise<unknown> =>
    client.query(`insert into render_instructions (template_name, status, ${columns})
      select 'template_' || g % 20, ${values} from generate_series(1, ${count}) as g`)
  await client.query('set session_replication_role = replica')
  await add(100_000, 'started_at, completed_at', `'completed', now(), now() - g * interval '1 minute'`)
  await add(4000, 'eligible_at', `'pending', now()`)
  await add(
    2000,
    'started_at, completed_at, error_class',
    `'failed', now(), now() - interval '1 hour' - g * interval '1 minute', 'permanent'`,
  )
  await client.query('reset session_replication_role')
  await client.query('vacuum analyze render_instructions')
  await client.query('set plan_cache_mode = force_generic_plan')
  for (const verb of ['promote_due', 'expire_due', 'reconcile_recent']) {
    const work = await workOf(client, () => client.query(`select hub.${verb}()`))
    expect([verb, work.scans, work.tuples < 100, work.tuples]).toEqual([verb, 0, true, work.tuples])
  }
})
