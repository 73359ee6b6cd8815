import type { Client } from 'pg'

/** What statements looked at: whole tables, and rows. */
export type Work = { scans: number; tuples: number }

/** Rows that the statements so far have looked at in the queue. */
async function looked(client: Client): Promise<Work> {
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(`
    select t.seq_scan::int as scans, (t.seq_tup_read + sum(i.idx_tup_read))::int as tuples
    from pg_stat_user_tables as t join pg_stat_user_indexes as i on i.relid = t.relid
    where t.relid = 'public.render_instructions'::regclass
    group by t.seq_scan, t.seq_tup_read`)
  return rows[0]
}

/** What an act looks at in the queue. */
export async function workOf(client: Client, act: () => Promise<unknown>): Promise<Work> {
  const before = await looked(client)
  await act()
  const after = await looked(client)
  return { scans: after.scans - before.scans, tuples: after.tuples - before.tuples }
}
