import type { Client } from 'pg'
import { questions } from './questions.ts'

/** A question of clients, by the path that names it, with ways to fill it in. */
export type Target = { readonly name: string; readonly urls: readonly string[] }

/** What may stand in for each name in braces. */
export type Values = Readonly<Record<string, readonly string[]>>

/** Look up what can be asked for: of everything some, half of it of the last days. */
export async function findValues(client: Client): Promise<Values> {
  const column = async (query: string): Promise<string[]> =>
    (await client.query(`select q.v::text as v from (${query}) as q (v)`)).rows.map(({ v }) => v)
  const some = (table: string): Promise<string[]> =>
    column(`select floor(t.last * case when g <= 20 then g / 20.0 else 1 - 0.04 * (g - 20) / 20.0 end)::bigint
      from generate_series(1, 40) as g cross join (select max(id) as last from ${table}) as t`)
  const ago = (interval: string): Promise<string[]> =>
    column(
      `select to_char((now() - interval '${interval}') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
    )
  return {
    hand: await some('public.hands'),
    instruction: await some('public.render_instructions'),
    // What the hub itself did, and alerts that ended, are removed after a while, by this hub too.
    alert: await column('select id from public.monitoring_events order by id desc limit 40'),
    open_alert: await column(`select id from public.monitoring_events where state <> 'resolved' limit 20`),
    last_alert: await column('select max(id) from public.monitoring_events where id <= 20000'),
    pictured: await column(
      `select instruction_id from public.render_outputs where output_path like '%.png' order by id desc limit 20`,
    ),
    channel: await column('select id from hub.channels'),
    route: await column('select id from hub.routes'),
    notification: await column('select id from hub.notifications order by id desc limit 40'),
    action: await column(`select id from hub.actions where actor = 'ann' order by id desc limit 40`),
    session: await column(
      `select distinct session_id from (select session_id from public.hands order by id desc limit 20000) as h where session_id is not null limit 40`,
    ),
    number: await column(`select 4 * g from generate_series(1, 40) as g`),
    worker: await column('select id from hub.workers order by registered_at desc limit 40'),
    tournament: await column('select id from public.tournaments'),
    code: await column('select event_code from public.tournaments'),
    rule: await column('select id from hub.render_rules'),
    used_rule: await column('select min(id) from hub.render_rules'),
    key: await column('select key from hub.settings'),
    hour_ago: await ago('1 hour'),
    week_ago: await ago('6 days'),
    half_year_ago: await ago('180 days'),
  }
}

/** Fill in the questions; the same choice in every run. */
export function targetsOf(origin: string, values: Values): Target[] {
  return questions.map((name) => ({
    name,
    urls: Array.from({ length: 40 }, (_, n) => {
      const path = name.replace(/\{(\w+)\}/g, (_, key: string) => {
        const choice = values[key]
        if (!choice?.length) throw new Error(`nothing can stand for {${key}} in ${name}`)
        return encodeURIComponent(choice[n % choice.length] as string)
      })
      return `${origin}${path}`
    }),
  }))
}
