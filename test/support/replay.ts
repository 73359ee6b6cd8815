import type { Client } from 'pg'

// The journal is the truth's other half: replaying it gives the tables.
// Only signs of life (lease, progress) are left out of it on purpose.

const tables = {
  hand: 'hands',
  tournament: 'tournaments',
  instruction: 'render_instructions',
  output: 'render_outputs',
  alert: 'monitoring_events',
}

type Row = Record<string, unknown>

async function replayed(client: Client): Promise<Map<string, Row>> {
  const { rows } = await client.query<{ op: string; subject: string; doc: Row }>(
    `select op, subject, doc from hub.events where op is not null order by id`,
  )
  const state = new Map<string, Row>()
  for (const { op, subject, doc } of rows) {
    if (op === 'delete') state.delete(subject)
    else state.set(subject, op === 'insert' ? doc : { ...state.get(subject), ...doc })
  }
  return state
}

async function stored(client: Client): Promise<Map<string, Row>> {
  const state = new Map<string, Row>()
  for (const [noun, table] of Object.entries(tables)) {
    const { rows } = await client.query<{ doc: Row }>(`select to_jsonb(t) as doc from ${table} as t`)
    for (const { doc } of rows) state.set(`${noun}:${doc[noun === 'tournament' ? 'event_code' : 'id']}`, doc)
  }
  return state
}

const withoutLife = (state: Map<string, Row>): Record<string, Row> =>
  Object.fromEntries(
    [...state]
      .filter(([subject]) => (subject.split(':')[0] as string) in tables)
      .map(([subject, { lease_expires_at, progress, ...row }]) => [subject, row]),
  )

/** Every row by its subject: what the journal adds up to, and what the tables hold. They are the same. */
export async function journalAndTables(
  client: Client,
): Promise<{ readonly journal: Record<string, Row>; readonly tables: Record<string, Row> }> {
  return { journal: withoutLife(await replayed(client)), tables: withoutLife(await stored(client)) }
}
