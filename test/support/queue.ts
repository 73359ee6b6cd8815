import type { Client } from 'pg'
import { anInstruction, insert, type Row } from './builders.ts'

type Session = Pick<Client, 'query'>

/** Insert an instruction as automation_sub would; its id. */
export function queued(client: Session, changes: Row = {}): Promise<string> {
  return insert(client, 'public.render_instructions', anInstruction(changes))
}

/** One instruction as it stands. */
export async function instruction(client: Session, id: string): Promise<Record<string, unknown>> {
  const { rows } = await client.query('select * from public.render_instructions where id = $1', [id])
  return rows[0]
}

/** How its attempts ended, in order; null while one runs. */
export async function outcomes(client: Session, id: string): Promise<unknown[]> {
  const { rows } = await client.query(
    'select outcome from hub.attempts where instruction_id = $1 order by attempt',
    [id],
  )
  return rows.map((row) => row.outcome)
}

/** Let an instruction's lease have run out. As the clock would: the verbs cannot. */
export async function lapse(client: Session, id: string): Promise<void> {
  await client.query(`
    set session_replication_role = replica;
    update public.render_instructions set lease_expires_at = now() - interval '1 second' where id = ${Number(id)};
    reset session_replication_role`)
}
