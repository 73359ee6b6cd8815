import type { Client } from 'pg'

/** Rows of a queue that has stood for long: see the plan test, test/sql/claim_plan.test.ts. */
export type Depth = {
  /** Pending and paused, in front of everything else. */
  readonly paused: number
  readonly pending: number
  /** Of the best priority, not before tomorrow. */
  readonly deferred: number
  readonly failed: number
}

/** Lay them past the triggers; statistics stay those of the empty table. */
export async function fillQueue(client: Client, depth: Depth): Promise<void> {
  const add = (count: number, columns: string, values: string): Promise<unknown> =>
    client.query(`insert into public.render_instructions (template_name, status, priority, ${columns})
      select ${values} from generate_series(1, ${count}) as g`)
  const past = `now() - interval '1 hour' + g * interval '1 millisecond'`
  const later = `now() + interval '1 day' + g * interval '1 millisecond'`
  await client.query('set session_replication_role = replica')
  await add(depth.paused, 'eligible_at', `'held_' || g % 2, 'pending', 1, ${past}`)
  await add(depth.pending, 'eligible_at', `'template_' || g % 20, 'pending', 3 + g % 8, ${past}`)
  await add(depth.deferred, 'not_before', `'later', 'pending', 1, ${later}`)
  await add(
    depth.failed,
    'completed_at, started_at, error_class, retry_at',
    `'template_1', 'failed', 1, now(), now(), 'retryable', now() + interval '1 hour'`,
  )
  await client.query('reset session_replication_role')
}
