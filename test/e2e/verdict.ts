import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Client } from 'pg'

/** How it ended: counts, and everything that is not as it has to be. */
export type Verdict = {
  readonly hands: number
  /** From the first deal to the last, in the players' own time. */
  readonly simulatedHours: number
  /** Of the hands that earned a graphic, how many have it: 1 is all of them. */
  readonly completeness: number
  readonly instructions: Readonly<Record<string, number>>
  readonly outputs: number
  readonly byWorker: Readonly<Record<string, number>>
  readonly attempts: number
  /** Attempts that ended with their worker, and were gone on with by another. */
  readonly interrupted: number
  readonly faults: readonly string[]
}

/** A hand by what identifies it; one that was dealt again is voided. */
export type Played = { readonly key: string; readonly voided: boolean }

/** The hands that a database has. */
export async function playedHands(client: Client): Promise<Played[]> {
  const { rows } = await client.query<Played>(
    `select concat_ws(' ', table_id, session_id, started_at at time zone 'UTC') as key, voided_at is not null as voided from hands`,
  )
  return rows
}

/** Look at the tables and at the disk: is every hand's chain complete, is every output there with its checksum? */
export async function judge(
  client: Client,
  wanted: { played: readonly Played[]; workers: readonly string[] },
): Promise<Verdict> {
  const faults: string[] = []
  const rows = async (query: string): Promise<Record<string, string>[]> => (await client.query(query)).rows
  const counts = async (query: string): Promise<Record<string, number>> =>
    Object.fromEntries((await rows(query)).map(({ name, n }) => [name, Number(n)]))

  const recorded = await playedHands(client)
  const missing = wanted.played.filter(
    ({ key, voided }) => !voided && !recorded.some((hand) => hand.key === key),
  )
  const invented = recorded.filter(({ key }) => !wanted.played.some((hand) => hand.key === key))
  for (const { key } of missing) faults.push(`hand ${key} was played and is missing`)
  for (const { key } of invented) faults.push(`hand ${key} was never played`)

  // A graphic may have been given up for a newer one or because its time was over; nothing else may be open.
  for (const { id, status, template_name, error_message } of await rows(
    `select id, status, template_name, error_message from render_instructions
     where status not in ('completed', 'cancelled')
       or status = 'cancelled' and superseded_by is null and (expires_at is null or expires_at > now())`,
  )) {
    faults.push(`instruction ${id} (${template_name}) is ${status}: ${error_message ?? ''}`)
  }
  for (const { id, n } of await rows(
    `select i.id, count(o.id) as n from render_instructions as i left join render_outputs as o on o.instruction_id = i.id
     where i.status = 'completed' group by i.id having count(o.id) <> 1`,
  )) {
    faults.push(`instruction ${id} is completed and has ${n} outputs`)
  }
  // Every rule, asked anew what it makes of these hands: each of its events has its order.
  for (const { name, hand_id, dedupe_key } of await rows(
    `select r.name, d.hand_id, d.dedupe_key from hub.render_rules as r
     cross join lateral hub.dry_run_rule(r.name, 10000) as d
     where r.enabled and r.mode = 'immediate' and d.matched
       and not exists (select from render_instructions as i where i.rule_id = r.id and i.dedupe_key = d.dedupe_key)`,
  )) {
    faults.push(`hand ${hand_id}: rule ${name} wants ${dedupe_key}, and nobody ordered it`)
  }
  // Each hand's chain, as GET /api/data-flow tells it, down to its output.
  const chains = await rows(
    `select h.id, f.doc ->> 'status_chain' as chain, s.steps
     from hands as h
     cross join lateral hub.data_flow(h.id, false) as f (doc)
     cross join lateral (select string_agg(x ->> 'state', ' ') as steps from jsonb_array_elements(f.doc -> 'steps') as x) as s
     where h.voided_at is null and h.duplicate_of is null
       and exists (select from render_instructions as i where i.hand_id = h.id and i.status <> 'cancelled')`,
  )
  const whole = chains.filter(({ steps }) => steps === 'recorded completed completed')
  for (const { id, chain, steps } of chains) {
    if (!whole.some((each) => each.id === id)) faults.push(`hand ${id} got to ${chain}: ${steps}`)
  }
  const [level] = await rows(
    `select count(*) as n from render_instructions where trigger_id = 'tournament:EV-05:12' and status = 'completed'`,
  )
  if (level?.n !== '1') faults.push(`the level that came by CSV has ${level?.n} graphics`)
  const paths = await rows('select output_path as path, checksum from render_outputs order by id')
  for (const { path = '', checksum } of paths) {
    const found = await checksumOf(path).catch((error: Error) => error.message)
    if (found !== checksum) faults.push(`${path}: ${found}, not ${checksum}`)
  }
  const twice = paths.length - new Set(paths.map(({ path }) => path)).size
  if (twice > 0) faults.push(`${twice} outputs share a path`)
  const byWorker = await counts(
    `select split_part(w.client, ' ', 1) as name, count(*) as n
     from hub.attempts as a join hub.workers as w on w.id = a.worker_id where a.outcome = 'completed' group by 1`,
  )
  for (const worker of wanted.workers) if (!byWorker[worker]) faults.push(`${worker} has completed nothing`)
  const [span] = await rows(
    'select extract(epoch from max(started_at) - min(started_at)) / 3600 as hours from hands where voided_at is null',
  )
  const [attempts] = await rows(
    `select count(*) as n, count(*) filter (where outcome <> 'completed') as interrupted from hub.attempts`,
  )
  if (attempts?.interrupted === '0') faults.push('no attempt was interrupted: the mishaps met nobody at work')
  return {
    hands: recorded.length,
    simulatedHours: Math.round(Number(span?.hours) * 100) / 100,
    completeness: chains.length === 0 ? 0 : whole.length / chains.length,
    instructions: await counts('select status as name, count(*) as n from render_instructions group by 1'),
    outputs: paths.length,
    byWorker,
    attempts: Number(attempts?.n),
    interrupted: Number(attempts?.interrupted),
    faults,
  }
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}
