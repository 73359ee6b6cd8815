import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Db } from '../database/pool.ts'
import { type ListName, readList } from '../database/verbs.ts'
import { hidesCards } from './access/identity.ts'
import { csvOf, maxCsvRows, type Row } from './csv.ts'
import { Cursor, cursorOf, type PlaceSchema } from './cursor.ts'
import type { HubEnv } from './factory.ts'
import { access, refusals } from './route.ts'

/** Rows of a page. */
export const Limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .openapi({ type: 'integer', minimum: 1, maximum: 200, default: 50 })

/** The page of a list as it is answered. */
export function pageOf<I extends z.ZodType>(name: string, item: I) {
  return z
    .object({
      items: z.array(item),
      next_cursor: z
        .string()
        .nullable()
        .openapi({ description: 'For the next page; null: this was the last' }),
    })
    .openapi(`${name}Page`)
}

/** A list of the API. */
type ListDef<P extends string, I extends z.ZodObject, F extends z.ZodRawShape> = {
  readonly path: P
  readonly summary: string
  readonly description?: string
  readonly tag: string
  /** Its cursors are marked with it, its files and its schema called after it. */
  readonly name: string
  readonly item: I
  /** The sort key of its rows. */
  readonly place: PlaceSchema
  readonly filters: F
  /** What has to go together. */
  readonly check?: (asked: Readonly<Record<string, unknown>>, c: z.RefinementCtx) => void
}

/** The route of a list. */
export function listRoute<P extends string, I extends z.ZodObject, F extends z.ZodRawShape>(
  def: ListDef<P, I, F>,
) {
  const query = z
    .strictObject({
      ...def.filters,
      cursor: Cursor(def.name, def.place).optional(),
      limit: Limit,
      format: z.enum(['json', 'csv']).optional().openapi({ description: csvSays }),
    })
    .superRefine((asked, c) => def.check?.(asked, c))
  return createRoute({
    ...access('viewer'),
    method: 'get',
    path: def.path,
    summary: def.summary,
    ...(def.description === undefined ? {} : { description: def.description }),
    tags: [def.tag],
    request: { query },
    responses: {
      200: {
        description: 'A page, or everything as CSV',
        content: {
          'application/json': { schema: pageOf(def.name, def.item) },
          'text/csv': { schema: z.string() },
        },
      },
      ...refusals,
    },
  })
}

const csvSays = `csv, or Accept: text/csv: everything from the cursor on in one file, at most ${maxCsvRows} rows; its last line says if there were more`

type Asked = {
  readonly cursor?: readonly unknown[] | undefined
  readonly limit: number
  readonly format?: 'json' | 'csv' | undefined
}

/** Answer a list: a page as JSON, its rows as `show` puts them in the language of who asks, or everything as CSV, as it is. */
export async function answerList<I extends z.ZodObject>(
  c: Context<HubEnv>,
  db: Db,
  { name, item }: { readonly name: string; readonly item: I },
  list: ListName,
  { cursor, limit, format, ...filter }: Asked,
  show?: (c: Context, row: z.infer<I>) => z.infer<I>,
) {
  const page = pageReader(db, list, filter, hidesCards(c.get('identity')), item)
  c.header('Vary', 'Accept', { append: true })
  if (wantsCsv(c, format)) return (await csvAnswer(c, name, item, page, cursor ?? null)) as never
  const { items: rows, next } = await page(cursor ?? null, limit)
  const items = show ? rows.map((row) => show(c, row)) : rows
  if (show) c.header('Vary', 'Accept-Language', { append: true })
  return c.json({ items, next_cursor: next === null ? null : cursorOf(name, next) }, 200)
}

type Page<T> = { readonly items: T[]; readonly next: readonly unknown[] | null }
type ReadPage<T> = (after: readonly unknown[] | null, limit: number) => Promise<Page<T>>

/** Reads one row more than is asked for, to know whether there is a next page. */
function pageReader<I extends z.ZodObject>(
  db: Db,
  list: ListName,
  filter: Readonly<Record<string, unknown>>,
  hide: boolean,
  item: I,
): ReadPage<z.infer<I>> {
  return async (after, limit) => {
    const found = await readList(db, list, { filter, after, limit: limit + 1, hide })
    const shown = found.slice(0, limit)
    return {
      items: shown.map(({ doc }) => item.parse(doc)),
      next: found.length > limit ? (shown.at(-1)?.place ?? null) : null,
    }
  }
}

const csvPage = 1000

async function csvAnswer(
  c: Context<HubEnv>,
  name: string,
  item: z.ZodObject,
  page: ReadPage<Row>,
  from: readonly unknown[] | null,
): Promise<Response> {
  // Read before anything is answered: a database that is gone is told as a problem.
  const first = await page(from, csvPage)
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  return c.body(csvOf(Object.keys(item.shape), allPages(first, page)), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name.toLowerCase()}-${stamp}.csv"`,
    'X-Row-Limit': String(maxCsvRows),
  })
}

async function* allPages(first: Page<Row>, page: ReadPage<Row>): AsyncGenerator<readonly Row[]> {
  for (let now = first; ; now = await page(now.next, csvPage)) {
    yield now.items
    if (now.next === null) return
  }
}

function wantsCsv(c: Context<HubEnv>, format: 'json' | 'csv' | undefined): boolean {
  return format === 'csv' || (format === undefined && /^\s*text\/csv\b/.test(c.req.header('accept') ?? ''))
}
