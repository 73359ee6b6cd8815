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

test('what a minute says of the pace is found beside a year of attempts without walking them', async ({
  client,
}) => {
  await client.query('set session_replication_role = replica')
  for (let week = -52; week < 0; week++)
    await client.query(`select hub.add_week('attempts', date_trunc('week', now())::date + 7 * $1::int)`, [
      week,
    ])
  await client.query(`
    insert into render_instructions (id, template_name, status, attempt, started_at, completed_at, lease_expires_at) overriding system value
    select g, 'template_' || g % 20, case when g > 99_700 then 'processing' else 'completed' end, 1, t.at, case when g <= 99_700 then t.at + interval '1 minute' end, case when g > 99_700 then now() + interval '1 hour' end
    from generate_series(1, 100000) as g
    cross join lateral (select case when g > 99_700 then now() - interval '20 seconds' else now() - interval '364 days' * (1 - g / 100000.0) - interval '2 minutes' end as at) as t;
    insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at, finished_at, outcome, priority, eligible_at)
    select id, 1, template_name, 'ae-' || id % 6, started_at, completed_at, case when completed_at is not null then 'completed' end, 5, started_at - interval '40 seconds'
    from render_instructions`)
  await client.query('reset session_replication_role')
  await client.query('vacuum analyze')
  await client.query('set plan_cache_mode = force_generic_plan')
  const read = async (): Promise<number> => {
    await client.query('select pg_stat_force_next_flush()')
    const { rows } = await client.query(`select sum(idx_tup_read)::int as n from pg_stat_user_indexes`)
    return rows[0].n
  }
  for (const look of [
    `hub.waited_spans(now() - interval '90 seconds', now(), now())`,
    `hub.held_work(tstzmultirange(tstzrange(now() - interval '1 minute', now())))`,
    `hub.finished_work(now() - interval '1 minute', now(), 60)`,
    'hub.live_workers(now())',
    `hub.slow_renders(now() - interval '1 minute', now())`,
  ]) {
    await client.query(`select ${look}`)
    const before = await read()
    await client.query(`select ${look}`)
    const tuples = (await read()) - before
    expect([look, tuples < 3000, tuples]).toEqual([look, true, tuples])
  }
})
