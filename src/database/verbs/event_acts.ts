import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { type Act, answer } from './actions.ts'

/** End an alert; the id is text: it may be any bigint. */
export function actResolve(
  db: Db,
  event: string,
  actor: string,
  notes: string,
  feedback: string | null,
): Promise<unknown> {
  return answer(db, 'event', sql`hub.resolve_event(${event}::bigint, ${actor}, ${notes}, ${feedback})`)
}

/** Take an alert. */
export function actAcknowledge(
  db: Db,
  event: string,
  actor: string,
  notes: string | null,
  until: string | null,
): Promise<unknown> {
  return answer(
    db,
    'event',
    sql`hub.acknowledge_event(${event}::bigint, ${actor}, ${notes}, ${until}::timestamptz)`,
  )
}

/** Keep an alert quiet for some minutes, or until then. */
export function actSilence(
  db: Db,
  event: string,
  { actor, reason }: Act,
  { minutes, until }: { readonly minutes?: number | undefined; readonly until?: string | undefined },
): Promise<unknown> {
  const time =
    until === undefined
      ? sql`make_interval(secs => ${minutes ?? 60}::float8 * 60)`
      : sql`${until}::timestamptz - now()`
  return answer(db, 'event', sql`hub.silence_event(${event}::bigint, ${actor}, ${reason}, ${time})`)
}

/** Say what an alert was worth. */
export function actRate(
  db: Db,
  event: string,
  actor: string,
  rating: string,
  notes: string | null,
): Promise<unknown> {
  return answer(db, 'event', sql`hub.rate_event(${event}::bigint, ${actor}, ${rating}, ${notes})`)
}

/** An open alert that nobody would be told of. */
export type Quiet = {
  id: number
  kind: string
  subject: string
  severity: string
  state: string
  title: string
  hidden: 'silenced' | 'suppressed'
}

/** What a silence of this alert would keep quiet; null when there is no such alert. */
export async function readSilencePreview(db: Db, event: string): Promise<Quiet[] | null> {
  const { rows } = await sql<Quiet>`
    select o.id, o.kind, o.subject, o.severity, o.state, o.title,
      case when o.suppressed_by = e.id then 'suppressed' else 'silenced' end as hidden
    from public.monitoring_events as e
    join public.monitoring_events as o
      on o.state <> 'resolved' and (o.kind = e.kind and o.subject = e.subject or o.suppressed_by = e.id)
    where e.id = ${event}::bigint
    order by hidden, o.id
    limit 200`.execute(db)
  if (rows.length > 0) return rows
  const found = await sql`select from public.monitoring_events where id = ${event}::bigint`.execute(db)
  return found.rows.length > 0 ? [] : null
}
