import type { Client } from 'pg'

type Rows = Pick<Client, 'query'>

/**
 * Write rows as they would stand after some time: no trigger fires, so every column is as given.
 * For tests of what only reads.
 */
async function asHistory(client: Rows, write: () => Promise<unknown>): Promise<void> {
  await client.query('set session_replication_role = replica')
  try {
    await write()
  } finally {
    await client.query('set session_replication_role = origin')
  }
}

/** Insert rows given by column, times as text like '5 minutes' = so long ago. */
export async function past(
  client: Rows,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  await asHistory(client, async () => {
    for (const row of rows) {
      const names = Object.keys(row)
      const values = names.map((name, i) =>
        name.endsWith('_at') ? `now() - $${i + 1}::interval` : `$${i + 1}`,
      )
      await client.query(
        `insert into ${table} (${names.join(', ')}) values (${values.join(', ')})`,
        Object.values(row),
      )
    }
  })
}

/** A row of hub.attempts that ended so long ago. */
export const attempt = (
  instruction_id: number,
  attempt: number,
  outcome: string,
  finished_at: string,
): Record<string, unknown> => ({
  instruction_id,
  attempt,
  outcome,
  template_name: 'x',
  claimed_by: 'w',
  started_at: '2 hours',
  finished_at,
})
