import type { Client } from 'pg'
import { allowSimulation } from '../support/sessions.ts'

/** An alert as a detector finds it. */
export type Found = {
  readonly kind: string
  readonly subject: string
  readonly severity?: string
  readonly title?: string
  readonly title_ko?: string
  readonly total?: number
}

/** A message of the outbox, as far as tests look at it. */
export type Message = {
  readonly id: number
  readonly channel: string
  readonly reason: string
  readonly state: string
  readonly headline: string
  readonly message: Record<string, unknown> & { lines: string[] }
}

/** Alerts that come and go at simulated seconds, and the messages about them. */
export type Desk = {
  at(seconds: number): string
  channel(name: string, changes?: object): Promise<string>
  route(name: string, channel: string, changes?: object): Promise<string>
  /** All that is found of its kind now; what was found before and is not any more has ended. */
  found(seconds: number, kind: string, found: readonly Omit<Found, 'kind'>[]): Promise<void>
  /** Let the outbox part of tick() run. */
  tell(seconds: number): Promise<void>
  event(subject: string): Promise<string>
  messages(): Promise<Message[]>
  /** `channel reason: headline` of what was written since the last call. */
  news(): Promise<string[]>
  set(key: string, value: unknown): Promise<void>
}

export const webhook = { url: 'http://127.0.0.1:9/hook?token=very-secret', key: 'a key that signs messages' }

export async function aDesk(client: Client): Promise<Desk> {
  await allowSimulation(client)
  const begin = Math.floor(Date.now() / 60_000) * 60_000
  let seen = 0
  const save = async (verb: string, id: string | null, row: object): Promise<string> => {
    const { rows } = await client.query(
      `select to_jsonb(s) ->> 'id' as id from hub.${verb}($1, $2, 'ann', 'set up') as s`,
      [id, JSON.stringify(row)],
    )
    return rows[0].id
  }
  const desk: Desk = {
    at: (seconds) => new Date(begin + seconds * 1000).toISOString(),
    channel: (name, changes = {}) =>
      save('save_channel', null, { name, kind: 'webhook', secrets: webhook, ...changes }),
    route: (name, channel, changes = {}) =>
      save('save_route', null, { name, channel_id: Number(channel), language: 'en', ...changes }),
    found: async (seconds, kind, found) => {
      const findings = found.map(({ severity = 'error', title, title_ko = '', total = 1, subject }) => ({
        kind,
        subject,
        severity,
        event_type: 'alert',
        title: title ?? `${subject} is broken`,
        title_ko,
        evidence: {},
        members: { total },
        suggested_action: { text: 'Look at it.', text_ko: '확인하세요.' },
        clear: 'false',
      }))
      await client.query(
        `select hub.judge_findings($1, array(select jsonb_populate_record(null::hub.finding, f) from jsonb_array_elements($2) as f), $3)`,
        [kind, JSON.stringify(findings), desk.at(seconds)],
      )
      await client.query('select hub.inhibit_alerts($1)', [desk.at(seconds)])
    },
    tell: async (seconds) => {
      await client.query('select hub.tell_alerts($1)', [desk.at(seconds)])
    },
    event: async (subject) => {
      const sql = 'select id from monitoring_events where subject = $1 order by id desc limit 1'
      return (await client.query(sql, [subject])).rows[0].id
    },
    messages: async () => {
      const { rows } = await client.query(
        `select n.id, c.name as channel, n.reason, n.state, n.message ->> 'headline' as headline, n.message
         from hub.notifications as n left join hub.channels as c on c.id = n.channel_id order by n.id`,
      )
      return rows
    },
    news: async () => {
      const all = await desk.messages()
      const fresh = all.slice(seen)
      seen = all.length
      return fresh.map(({ channel, reason, headline }) => `${channel} ${reason}: ${headline}`)
    },
    set: async (key, value) => {
      await client.query('update hub.settings set value = $2 where key = $1', [key, JSON.stringify(value)])
    },
  }
  return desk
}
