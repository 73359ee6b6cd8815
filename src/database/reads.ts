import { sql } from 'kysely'
import { parseExactJson } from './exact_json.ts'
import type { Db } from './pool.ts'

/** What an SQLSTATE means to a caller; a row of hub.error_codes. */
export type ErrorCode = {
  readonly code: string
  readonly http_status: number
  readonly title: string
  readonly remedy: string
}

/** The figures of the first page, computed in one snapshot. */
export function readDashboard(db: Db): Promise<unknown> {
  return answer(db, sql`select hub.dashboard()::text as answer`)
}

/** The whole story of one hand; UB404 when there is none. The id is text: it may be any bigint. */
export function readDataFlow(db: Db, handId: string): Promise<unknown> {
  return answer(db, sql`select hub.data_flow(${handId}::bigint)::text as answer`)
}

/** The catalogue of errors. */
export async function readErrorCodes(db: Db): Promise<ErrorCode[]> {
  const { rows } = await sql<ErrorCode>`select code, http_status, title, remedy from hub.error_codes`.execute(
    db,
  )
  return rows
}

async function answer(db: Db, query: ReturnType<typeof sql>): Promise<unknown> {
  const { rows } = await query.execute(db)
  const row = rows[0] as { answer: string }
  return parseExactJson(row.answer)
}
