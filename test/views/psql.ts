import type { Client } from 'pg'

type Session = Pick<Client, 'query'>

/** Every view of schema ops. */
export async function viewsOf(client: Session): Promise<string[]> {
  const { rows } = await client.query(
    `select relname as name from pg_class where relnamespace = 'ops'::regnamespace and relkind = 'v' order by 1`,
  )
  return rows.map((row) => row.name)
}

/** Rows of a view as psql prints them: every cell as text. */
export async function shown(
  client: Session,
  view: string,
  where = 'true',
): Promise<Record<string, string>[]> {
  const { rows: columns } = await client.query(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum`,
    [`ops.${view}`],
  )
  const cells = columns.map(({ name }) => `"${name}"::text`).join(', ')
  return (await client.query(`select ${cells} from ops.${view} where ${where}`)).rows
}

/** Columns of a terminal that psql needs for a table: Hangul and other wide signs take two. */
export function widthOf(rows: readonly Record<string, string | null>[]): number {
  const names = Object.keys(rows[0] ?? {})
  const widths = names.map((name) =>
    Math.max(...[name, ...rows.flatMap((row) => (row[name] ?? '').split('\n'))].map(columnsOf)),
  )
  return widths.reduce((sum, width) => sum + width + 3, -1)
}

function columnsOf(text: string): number {
  let columns = 0
  for (const sign of text)
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(sign)
      ? 2
      : 1
  return columns
}

/** Paste a remedy as it stands, and take it back; what went wrong. `call` commits, so that is done for good. */
export async function pasted(client: Session, remedy: string): Promise<string | undefined> {
  const ownTransaction = /^call /m.test(remedy)
  if (!ownTransaction) await client.query('begin')
  try {
    await client.query(remedy)
    return undefined
  } catch (error) {
    return `${remedy}: ${(error as Error).message}`
  } finally {
    if (!ownTransaction) await client.query('rollback')
  }
}
