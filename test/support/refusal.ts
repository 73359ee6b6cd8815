import type { Client, QueryResult } from 'pg'
import { DatabaseError } from 'pg'

type Session = Pick<Client, 'query'>

/** What a statement that must fail failed with. */
export type Refusal = {
  readonly code: string | undefined
  readonly hint: string | undefined
  readonly message: string
}

/** The refusal of a statement; an error when it was accepted. In a transaction nothing is left of it. */
export async function refusalOf(
  client: Session,
  statement: string | (() => Promise<unknown>),
  values: unknown[] = [],
): Promise<Refusal> {
  const outcome = await tried(client, statement, values)
  if (outcome.refusal) return outcome.refusal
  throw new Error(
    `accepted: ${typeof statement === 'string' ? statement : 'the statement'} ${values.join(', ')}`,
  )
}

/** Run a statement that may be refused; a refusal does not spoil the transaction around it. */
export async function tried(
  client: Session,
  statement: string | (() => Promise<unknown>),
  values: unknown[] = [],
): Promise<{ refusal?: Refusal; result?: QueryResult }> {
  const nested = await inTransaction(client)
  if (nested) await client.query('savepoint tried')
  try {
    const result = await (typeof statement === 'string' ? client.query(statement, values) : statement())
    if (nested) await client.query('release savepoint tried')
    return { result: result as QueryResult }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (nested) await client.query('rollback to savepoint tried')
    return { refusal: { code: error.code, hint: error.hint, message: error.message } }
  }
}

async function inTransaction(client: Session): Promise<boolean> {
  const { rows } = await client.query('select now() < statement_timestamp() as nested')
  return rows[0].nested
}
