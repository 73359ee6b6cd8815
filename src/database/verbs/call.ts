import type { sql } from 'kysely'
import { askedWithin } from '../act.ts'
import { parseExactJson } from '../exact_json.ts'
import type { Db } from '../pool.ts'

/** The rows a verb answers; within an act in its transaction. */
export async function rows<T>(db: Db, query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await query.execute(await askedWithin(db))).rows
}

/** The one row a verb answers. */
export async function one<T>(db: Db, query: ReturnType<typeof sql<T>>): Promise<T> {
  const [row] = await rows(db, query)
  if (row === undefined) throw new Error('a verb that answers one row answered none')
  return row
}

/** The JSON document a verb answers, integers above 2^53 as text. */
export async function document(db: Db, query: ReturnType<typeof sql>): Promise<unknown> {
  const row = await one(db, query as ReturnType<typeof sql<{ document: string }>>)
  return parseExactJson(row.document)
}
