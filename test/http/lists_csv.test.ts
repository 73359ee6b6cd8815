import { spawnSync } from 'node:child_process'
import { parse } from 'csv-parse/sync'
import { describe, expect } from 'vitest'
import { csvOf } from '../../src/http/csv.ts'
import { Hand } from '../../src/http/row_schemas.ts'
import { root, vera } from './act_support.ts'
import { test } from './list_support.ts'

async function fileOf(answer: Response): Promise<{ text: string; rows: Record<string, string>[] }> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
  const text = bytes.subarray(3).toString()
  return { text, rows: parse(text, { columns: true }) }
}

test('a list as a file: Korean, all pages, one line for each row', async ({ as, client }) => {
  await client.query(`insert into hands (table_id, hand_number, winner, players_json)
    select '피처 테이블', g, '김"철수, ' || g, '[{"seat": 1, "name": "이영희"}]' from generate_series(1, 2345) as g`)
  const answer = await as(root).request(
    '/api/hands?format=csv&limit=5&table=%ED%94%BC%EC%B2%98%20%ED%85%8C%EC%9D%B4%EB%B8%94',
  )
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="hand-\d{8}T\d{6}Z\.csv"$/)
  expect(answer.headers.get('x-row-limit')).toBe('100000')
  const { text, rows } = await fileOf(answer)
  expect(text.split('\r\n')[0]).toBe(Object.keys(Hand.shape).join(','))
  expect(rows).toHaveLength(2345)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2345)
  expect(rows[0]).toMatchObject({
    table_id: '피처 테이블',
    winner: '김"철수, 2345',
    hand_rank: '',
    is_premium: 'false',
  })
  expect(JSON.parse(rows[0]?.players_json ?? '')).toMatchObject([{ name: '이영희' }])
})

test('who asks for text/csv gets it; with nothing in it there are still names', async ({ as }) => {
  const app = as(vera)
  for (const path of [
    '/api/instructions',
    '/api/outputs',
    '/api/events',
    '/api/actions',
    '/api/workers',
    '/api/pauses',
    '/api/tournaments',
    '/api/rules',
    '/api/templates',
    '/api/settings',
  ]) {
    const answer = await app.request(path, { headers: { accept: 'text/csv' } })
    expect([path, answer.status]).toEqual([path, 200])
    expect((await fileOf(answer)).text).toMatch(/^[a-z_,]+\r\n/)
  }
  const json = await app.request('/api/hands?format=json', { headers: { accept: 'text/csv' } })
  expect(json.headers.get('content-type')).toBe('application/json')
  expect(json.headers.get('vary')).toContain('Accept')
})

test('nothing in it is a formula', async ({ as, client }) => {
  const evil = ['=cmd()', '+1', '-1', '@x', '\t=1', '\r=1', '＝1', '＋1', '＠x']
  for (const [n, winner] of evil.entries())
    await client.query('insert into hands (table_id, hand_number, winner, pot_size) values ($1, $2, $3, 7)', [
      't',
      n + 1,
      winner,
    ])
  const { rows } = await fileOf(await as(root).request('/api/hands?format=csv'))
  expect(rows.toReversed().map(({ winner }) => winner)).toEqual(evil.map((text) => `'${text}`))
  expect(rows[0]?.pot_size).toBe('7')
})

test('no end of a line in a field ends a line of the file, for any reader', async ({ as, client }) => {
  const errors = ['Traceback:\n  File "x.py"\n=cmd()', 'a\rb', 'a\r\n@b', '\n=1']
  for (const error of errors)
    await client.query(
      `insert into render_instructions (template_name, trigger_type, layer_data_json, status, error_message) values ('x', 'manual', '{}', 'failed', $1)`,
      [error],
    )
  const answer = await as(root).request('/api/instructions?format=csv')
  const { text, rows } = await fileOf(answer)
  expect(rows.toReversed().map((row) => row.error_message?.replace(/^'/, ''))).toEqual(errors)
  const python = spawnSync(
    'python3',
    [
      '-c',
      'import csv, io, json, sys; print(json.dumps(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, "utf-8", newline="")))))',
    ],
    { input: text },
  )
  const lines: string[][] = JSON.parse(python.stdout.toString())
  expect(lines).toEqual(parse(text))
  expect(new Set(lines.map((line) => line.length)).size).toBe(1)
  // what a reader that knows no quotes takes for the start of a line is none of a formula of ours
  expect(rows[0]?.error_message).toBe("'\n=1")
})

test('a session keeps its digits, and times their text', async ({ as, client }) => {
  await client.query(
    `insert into hands (table_id, hand_number, session_id, started_at) values ('t', 1, 638961224831992165, '2026-11-24 09:00:00.5+09')`,
  )
  const { rows } = await fileOf(await as(root).request('/api/hands?format=csv'))
  expect(rows[0]).toMatchObject({
    session_id: "'638961224831992165",
    started_at: '2026-11-24T00:00:00.5+00:00',
  })
})

test('goes on from a cursor', async ({ as, client, get }) => {
  await client.query(
    `insert into tournaments (name, event_code) select 'n', g from generate_series(1, 5) as g`,
  )
  const { next_cursor } = (await get('/api/tournaments?limit=2')).body
  const { rows } = await fileOf(await as(root).request(`/api/tournaments?format=csv&cursor=${next_cursor}`))
  expect(rows.map(({ event_code }) => event_code)).toEqual(['3', '2', '1'])
})

test('what is asked wrongly is a problem, not a file', async ({ as }) => {
  const answer = await as(root).request('/api/hands?format=csv&cursor=x')
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
})

describe('a file that would be too long', () => {
  const read = async (lengths: readonly number[], most: number): Promise<string[]> => {
    async function* pages(): AsyncGenerator<{ n: number }[]> {
      for (const length of lengths) yield Array.from({ length }, (_, n) => ({ n }))
    }
    const text = await new Response(csvOf(['n'], pages(), most)).text()
    return text.trimEnd().split('\r\n')
  }

  test('says so in its last line', async () => {
    for (const lengths of [[3, 3], [5], [4, 1]]) {
      const lines = await read(lengths, 4)
      expect(lines).toHaveLength(6)
      expect(lines.at(-1)).toContain('cut after 4 rows')
    }
  })

  test('and one that just fits does not', async () => {
    expect(await read([2, 2], 4)).toHaveLength(5)
    expect(await read([2, 2, 0], 4)).toHaveLength(5)
  })
})
