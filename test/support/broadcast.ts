import type { Client } from 'pg'
import { insert, type Row } from './builders.ts'
import { queued } from './queue.ts'
import { allowSimulation } from './sessions.ts'

/** What a detector answers, as far as tests look at it. */
export type Finding = {
  readonly subject: string
  readonly severity: string
  readonly title: string
  readonly title_ko: string
  readonly evidence: Record<string, unknown>
  readonly members: { instructions?: number[]; hands?: number[]; total?: number }
  readonly suggested_action: { text: string; text_ko: string; sql?: string } | null
  readonly clear: string
}

export type Render = {
  /** Minutes after the beginning at which it is inserted. */
  readonly at: number
  /** Minutes from there to its claim, and from its claim to its end. */
  readonly waits?: number
  readonly takes?: number
  readonly worker?: string
  readonly fails?: string
  readonly row?: Row
}

/** Rows as siblings and workers make them, at simulated times: minutes after a beginning. */
export type Broadcast = {
  at(minutes: number): string
  worker(host: string, minutes?: number, capabilities?: readonly string[]): Promise<string>
  beat(worker: string, minutes: number): Promise<void>
  instruction(minutes: number, row?: Row): Promise<string>
  hand(minutes: number, row: Row): Promise<string>
  claim(worker: string, minutes: number): Promise<{ id: string; attempt: string } | undefined>
  complete(id: string, attempt: string, minutes: number): Promise<void>
  /** Insert, claim and end one instruction; its id. */
  render(render: Render): Promise<string>
  find(kind: string, minutes: number): Promise<Finding[]>
  tick(minutes: number): Promise<{ step: string; subject: string; action: string }[]>
  alerts(kind?: string): Promise<Record<string, unknown>[]>
  /** Run what the first alert of a kind suggests, as it stands. */
  followSuggestion(kind: string): Promise<void>
}

/** Begin one; the beginning lies on a whole minute, so that minutes are those of the hub. */
export async function aBroadcast(client: Client): Promise<Broadcast> {
  await allowSimulation(client)
  // ticks are minutes apart here
  await client.query(`update hub.settings set value = '3600' where key = 'blind.after'`)
  const { rows } = await client.query(
    `select extract(epoch from date_trunc('minute', now())) * 1000 as start`,
  )
  const start = Number(rows[0].start)
  let anybody: string | undefined

  const broadcast: Broadcast = {
    at: (minutes) => new Date(start + minutes * 60_000).toISOString(),
    worker: async (host, minutes = 0, capabilities = []) => {
      const sql = 'select hub.register_worker($1, $2, null, $3) as id'
      return (await client.query(sql, [host, capabilities, broadcast.at(minutes)])).rows[0].id
    },
    beat: async (worker, minutes) => {
      await client.query('select hub.heartbeat($1, null, $2)', [worker, broadcast.at(minutes)])
    },
    instruction: async (minutes, row = {}) => {
      await client.query(`select set_config('hub.now', $1, false)`, [broadcast.at(minutes)])
      const id = await queued(client, row)
      await client.query('reset hub.now')
      return id
    },
    hand: async (minutes, row) => {
      await client.query(`select set_config('hub.now', $1, false)`, [broadcast.at(minutes)])
      const id = await insert(client, 'public.hands', row)
      await client.query('reset hub.now')
      return id
    },
    claim: async (worker, minutes) => {
      const sql = `select id, attempt from hub.claim_instructions($1, 1, '1 hour', null, $2)`
      return (await client.query(sql, [worker, broadcast.at(minutes)])).rows[0]
    },
    complete: async (id, attempt, minutes) => {
      const sql = `select hub.complete_instruction($1, $2, '//nas/x.mov', 1, null, '{}', $3)`
      await client.query(sql, [id, attempt, broadcast.at(minutes)])
    },
    render: async ({ at, waits = 0, takes = 0.5, worker, fails, row = {} }) => {
      anybody ??= await broadcast.worker('ae-any', at)
      const id = await broadcast.instruction(at, row)
      const claimed = await broadcast.claim(worker ?? anybody, at + waits)
      if (claimed?.id !== id) throw new Error(`claimed ${claimed?.id} instead of ${id}`)
      if (fails === undefined) await broadcast.complete(id, claimed.attempt, at + waits + takes)
      else {
        const sql = 'select hub.fail_instruction($1, $2, $3, null, $4)'
        await client.query(sql, [id, claimed.attempt, fails, broadcast.at(at + waits + takes)])
      }
      return id
    },
    find: async (kind, minutes) =>
      (await client.query('select * from hub.findings($1, $2)', [kind, broadcast.at(minutes)])).rows,
    tick: async (minutes) => (await client.query('select * from hub.tick($1)', [broadcast.at(minutes)])).rows,
    alerts: async (kind) => {
      const sql = 'select * from monitoring_events where kind = coalesce($1, kind) order by id'
      return (await client.query(sql, [kind ?? null])).rows
    },
    followSuggestion: async (kind) => {
      const sql = `select suggested_action ->> 'sql' as sql from monitoring_events where kind = $1 order by id limit 1`
      await client.query((await client.query(sql, [kind])).rows[0].sql)
    },
  }
  return broadcast
}
