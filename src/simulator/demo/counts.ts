import { sql } from 'kysely'
import type { Db } from '../../database/pool.ts'

/** The state of a demo in figures. */
export type Counts = {
  readonly hands: number
  readonly pending: number
  readonly processing: number
  readonly completed: number
  readonly failed: number
  readonly retries: number
  readonly rescues: number
  /** Hosts whose workers hold a job now. */
  readonly busy: readonly string[]
}

/** Count what comes from now on; what waits or is rendered counts whenever it came. */
export async function startCounting(db: Db): Promise<() => Promise<Counts>> {
  const since = sql`${(await sql<{ now: string }>`select now()::text`.execute(db)).rows[0]?.now}::timestamptz`
  const query = sql<Counts>`
    select
      (select count(*) from public.hands where recorded_at >= ${since} and voided_at is null) as hands,
      count(*) filter (where i.status = 'pending') as pending,
      count(*) filter (where i.status = 'processing') as processing,
      count(*) filter (where i.status = 'completed') as completed,
      count(*) filter (where i.status = 'failed') as failed,
      coalesce(sum(i.retry_count), 0) as retries,
      (select count(*) from hub.attempts as a where a.started_at >= ${since} and a.outcome = 'rescued') as rescues,
      coalesce(array_agg(distinct w.host) filter (where i.status = 'processing' and w.host is not null), '{}') as busy
    from public.render_instructions as i
    left join hub.workers as w on w.id = i.worker_id
    where i.recorded_at >= ${since} or i.status in ('pending', 'processing')`
  return async () => {
    const [counts] = (await query.execute(db)).rows
    if (!counts) throw new Error('counts without a row')
    return counts
  }
}

/** The figures in a line, for a screen of so many columns. */
export function describeCounts(counts: Counts, workers: number, columns = 120): string {
  const { hands, pending, processing, completed, failed, retries, rescues } = counts
  const states =
    columns < 100
      ? `${pending} wait ${processing} work ${completed} done ${failed} fail`
      : `${pending} pending ${processing} processing ${completed} completed ${failed} failed`
  return `${hands} hands | ${states} | ${workers} workers ${retries} retries ${rescues} rescues`
}

/** When a new broadcast may begin so that it follows all hands there are: a week ago at the earliest. */
export async function nextStart(db: Db): Promise<number> {
  const { rows } = await sql<{ start: number }>`
    select extract(epoch from date_trunc('second',
      greatest(now() - interval '7 days', max(started_at) + interval '1 hour')))::float8 * 1000 as start
    from public.hands`.execute(db)
  return rows[0]?.start ?? Date.now()
}
