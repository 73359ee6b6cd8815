import type { Client } from 'pg'
import { DatabaseError } from 'pg'
import { expect } from 'vitest'
import { tick } from '../../../src/database/verbs.ts'
import { createHubApp } from '../../../src/http/app.ts'
import { root, vera } from '../act_support.ts'
import { keptLog, ready, test } from '../support.ts'
import type { Document } from './requests.ts'

const most = '9223372036854775807'
const texts = ['', ' ', '한글 🂡', '=1+1', 'a\r\nb', '\u202Eevil', 'x'.repeat(90)]
const documents = [
  '{}',
  '[]',
  'null',
  '7',
  '"x"',
  '[[]]',
  '{"a": 1e300}',
  `{"a": ${most}}`,
  '{"__proto__": {"x": 1}}',
  '[{"a": null}]',
]
const times = [
  '-infinity',
  'infinity',
  '0001-01-01 00:00:00+00 BC',
  '1900-01-01 00:00:00+00',
  '2999-12-31 23:59:59.999999+00',
]
/** What a column of a type may hold at its ends. */
const extremes: Readonly<Record<string, readonly (string | null)[]>> = {
  bigint: ['-9223372036854775808', '-1', '0', '9007199254740993', most, null],
  integer: ['-2147483648', '0', '2147483647', null],
  smallint: ['-32768', '0', '32767', null],
  text: [...texts, null],
  jsonb: [...documents, null],
  boolean: ['true', null],
  uuid: ['00000000-0000-0000-0000-000000000000', null],
  'timestamp with time zone': [...times, null],
  'text[]': ['{}', '{NULL}', '{png,NULL,""}', null],
}

/** What each table needs besides. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'public.hands': { table_id: 'table_1', hand_number: '#' },
  'public.tournaments': { name: 'Main Event', event_code: 'E#' },
  'public.render_instructions': {
    template_name: 'lower_third',
    trigger_type: 'manual',
    layer_data_json: '{}',
  },
  'public.render_outputs': { instruction_id: '1', output_path: '/nas/a.png' },
  'public.monitoring_events': {
    event_type: 'alert',
    kind: 'odd',
    severity: 'warning',
    title: 'Odd',
    subject: 's#',
  },
  'hub.workers': { host: 'ae-01' },
}

test('no row that a table takes makes a list, a figure or a tick fail', async ({
  client,
  database,
  lines,
}) => {
  await client.query(
    `insert into render_instructions (template_name, trigger_type, layer_data_json) values ('x', 'manual', '{}')`,
  )
  const stored = new Map<string, number>()
  let tried = 0
  for (const [table, needs] of Object.entries(tables)) {
    const { rows } = await client.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    )
    for (const { name, type } of rows) {
      for (const value of extremes[type] ?? []) {
        tried += 1
        const filled = Object.entries(needs).map(([key, text]) => [key, text.replace('#', String(tried))])
        if (await store(client, table, { ...Object.fromEntries(filled), [name]: value }))
          stored.set(table, (stored.get(table) ?? 0) + 1)
      }
    }
  }
  // the draw is one of rows, not of refusals
  const few = Object.keys(tables).filter((table) => (stored.get(table) ?? 0) < 20)
  expect(few).toEqual([])

  for (const identity of [root, vera]) {
    const app = createHubApp({
      db: database.db,
      readiness: () => ready,
      log: keptLog(lines),
      identify: async () => identity,
    })
    const document = (await (await app.request('/openapi.json')).json()) as Document
    const bad: string[] = []
    const get = async (path: string): Promise<unknown> => {
      const answer = await app.request(path)
      if (answer.status >= 500)
        bad.push(`${path}: ${JSON.stringify(lines.findLast(({ err }) => err)?.err).slice(0, 500)}`)
      const text = await answer.text()
      return answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : null
    }
    for (const path of Object.keys(document.paths)) {
      if (document.paths[path]?.get === undefined || path.includes('{') || path === '/api/stream') continue
      const params = document.paths[path]?.get?.parameters?.map((one) => one.name) ?? []
      await get(path)
      if (!params.includes('cursor')) continue
      await get(`${path}?format=csv`)
      let next: string | null = null
      do {
        const page = (await get(`${path}?limit=100${next ? `&cursor=${next}` : ''}`)) as Page | null
        next = page?.next_cursor ?? null
        for (const { id, key } of page?.items ?? []) {
          const one = `${path}/${encodeURIComponent(String(id ?? key))}`
          if (document.paths[`${path}/{${id === undefined ? 'key' : 'id'}}`]?.get) await get(one)
        }
      } while (next)
    }
    expect(bad).toEqual([])
  }
  const steps = await tick(database.db)
  expect(steps.filter(({ action }) => /fail/.test(action))).toEqual([])
  expect(lines.filter(({ level }) => Number(level) >= 50)).toEqual([])
}, 300_000)

type Page = {
  readonly items: readonly { readonly id?: unknown; readonly key?: unknown }[]
  readonly next_cursor: string | null
}

/** Whether the table took it. */
async function store(
  client: Client,
  table: string,
  row: Readonly<Record<string, string | null>>,
): Promise<boolean> {
  const given = Object.entries(row)
  const names = given.map(([name]) => `"${name}"`).join(', ')
  const places = given.map((_, n) => `$${n + 1}`).join(', ')
  try {
    await client.query(
      `insert into ${table} (${names}) overriding system value values (${places})`,
      given.map(([, value]) => value),
    )
    return true
  } catch (error) {
    if (error instanceof DatabaseError) return false
    throw error
  }
}
