import type { Client } from 'pg'

type Session = Pick<Client, 'query'>

/** Open a worker session by the verb; its id. */
export async function registerWorker(client: Session, host = 'ae-01'): Promise<string> {
  const { rows } = await client.query('select hub.register_worker($1) as id', [host])
  return rows[0].id
}

/** Claim by the verb: ids and fencing tokens. */
export async function claim(
  client: Session,
  worker: string,
  limit = 1,
): Promise<{ id: string; attempt: string }[]> {
  const { rows } = await client.query('select id, attempt from hub.claim_instructions($1, $2)', [
    worker,
    limit,
  ])
  return rows
}
