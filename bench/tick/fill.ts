import type { Client } from 'pg'

/** A year of work that is done, and what is alive beside it. */
export type History = {
  readonly finished: number
  readonly pending: number
  readonly processing: number
  readonly failed: number
  readonly hands: number
}

/** Lay it past the triggers, in narrow rows: a tenth of the finished within the last week, up to 20 000 in the last hour; the outputs of the last day. */
export async function fillHistory(client: Client, history: History): Promise<void> {
  const { finished, pending, processing, failed, hands } = history
  for (let week = -53; week < 0; week++) {
    await client.query(`select hub.add_week('attempts', (date_trunc('week', now())::date + 7 * $1::int))`, [
      week,
    ])
  }
  await client.query('set session_replication_role = replica')
  const age = `case when g % 10 > 0 then interval '364 days' * (g::float8 / $1) when g > $2 then interval '7 days' * (g::float8 / $1)
    else interval '1 hour' * (g::float8 / $2) end`
  await client.query(
    `insert into public.render_instructions (template_name, status, priority, attempt, recorded_at, created_at, started_at, completed_at, progress)
     select 'template_' || g % 20, 'completed', 5, 1, t.at - interval '2 minutes', t.at, t.at - interval '1 minute', t.at, 100
     from generate_series($1, 1, -1) as g cross join lateral (select now() - ${age} as at) as t`,
    [finished, Math.min(20_000, finished / 10)],
  )
  await client.query(
    `insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at, finished_at, outcome, progress, priority, eligible_at)
     select id, 1, template_name, 'ae-' || id % 6, started_at, completed_at, case when id % 50 = 0 then 'failed' else 'completed' end, 100, 5, recorded_at
     from public.render_instructions`,
  )
  await client.query(
    `insert into public.render_outputs (instruction_id, attempt, output_path, file_size, recorded_at)
     select id, 1, '//nas/' || id || '.mov', 1000000, completed_at from public.render_instructions where completed_at > now() - interval '1 day'`,
  )
  await client.query(
    `insert into public.hands (table_id, hand_number, hand_rank, is_premium, recorded_at, created_at)
     select 'table_' || g % 4, g, case when g % 20 = 0 then 'full_house' else 'flush' end, g % 20 = 0, now() - interval '364 days' * (g::float8 / $1), now()
     from generate_series(1, $1::int) as g`,
    [hands],
  )
  await client.query(
    `insert into public.render_instructions (template_name, status, priority, eligible_at)
     select 'template_' || g % 20, 'pending', 1 + g % 10, now() - interval '20 minutes' * (g::float8 / $1) from generate_series(1, $1::int) as g`,
    [pending],
  )
  await client.query(
    `insert into public.render_instructions (template_name, status, priority, attempt, started_at, completed_at, retry_at, error_class)
     select 'template_' || g % 20, 'failed', 5, 1, now(), now() - g * interval '5 seconds', now() + interval '1 hour', 'retryable' from generate_series(1, $1::int) as g`,
    [failed],
  )
  await client.query('reset session_replication_role')
  for (let i = 0; i < 6; i++) {
    const worker = (await client.query(`select hub.register_worker('ae-' || $1::text) as id`, [i])).rows[0].id
    await client.query(`select count(*) from hub.claim_instructions($1, $2, '1 hour')`, [
      worker,
      processing / 6,
    ])
  }
}
