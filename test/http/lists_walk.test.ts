import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { vera } from './act_support.ts'
import { keyOf, test } from './list_support.ts'

/** Five rows in each list, and one more that comes while somebody walks it. */
const filled = {
  '/api/hands': `insert into hands (table_id, hand_number) select 't', g from generate_series($1::int, $2) as g`,
  '/api/instructions': `insert into render_instructions (template_name) select 'x' from generate_series($1::int, $2)`,
  '/api/instructions?order=queue': `insert into render_instructions (template_name) select 'x' from generate_series($1::int, $2)`,
  '/api/instructions?table=t': `with h as (insert into hands (table_id, hand_number) select 't', g from generate_series($1::int, $2) as g returning id)
    insert into render_instructions (template_name, trigger_type, trigger_id) select 'x', 'x', id::text from h`,
  '/api/outputs': `with i as (insert into render_instructions (template_name, status) select 'x', 'completed' from generate_series($1::int, $2) returning id)
    insert into render_outputs (instruction_id, output_path) select id, '/nas/x.mov' from i`,
  '/api/events': `insert into monitoring_events (event_type, kind, severity, subject, title) select 'alert', 'k', 'error', g, 't' from generate_series($1::int, $2) as g`,
  '/api/actions': `insert into hub.actions (actor, verb, subject, reason) select 'ann', 'pause', g, 'r' from generate_series($1::int, $2) as g`,
  '/api/workers': `insert into hub.workers (host) select 'ae-' || g from generate_series($1::int, $2) as g`,
  '/api/pauses': `insert into hub.pauses (scope, paused_by, reason) select 'template:' || g, 'ann', 'r' from generate_series($1::int, $2) as g`,
  '/api/tournaments': `insert into tournaments (name, event_code) select 'n', g from generate_series($1::int, $2) as g`,
  '/api/tokens': `insert into hub.api_tokens (name, role, token_hash) select 'n' || g, 'viewer', 'h' || g from generate_series($1::int, $2) as g`,
  // by name and by position: what comes lies before what was read
  '/api/channels': `insert into hub.channels (name, kind) select 'c' || (100 - g), 'slack' from generate_series($1::int, $2) as g`,
  '/api/routes': `with c as (insert into hub.channels (name, kind) select 'r' || g, 'slack' from generate_series($1::int, $2) as g returning id, substr(name, 2)::int as g)
    insert into hub.routes (name, channel_id, position) select 'r' || g, id, 100 - g from c`,
  '/api/notifications': `insert into hub.notifications (reason) select 'test' from generate_series($1::int, $2)`,
} as const

const fixed = ['/api/rules', '/api/templates', '/api/settings'] as const
const all = [...Object.keys(filled), ...fixed]

const with_ = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`
const add = (client: Client, path: string, from: number, to: number): Promise<unknown> =>
  client.query(filled[path as keyof typeof filled], [from, to])

describe('a walk along a list', () => {
  test.for(Object.keys(filled))(
    '%s: each row once, whatever comes meanwhile',
    async (path, { client, get }) => {
      await add(client, path, 1, 5)
      const whole = (await get(path)).body
      expect(whole).toMatchObject({ items: Array(5).fill({}), next_cursor: null })

      const walked: unknown[] = []
      let cursor: string | null = null
      let came = 6
      do {
        const { body } = await get(with_(path, `limit=2${cursor === null ? '' : `&cursor=${cursor}`}`))
        walked.push(...body.items.map(keyOf))
        cursor = body.next_cursor
        if (path !== '/api/instructions?order=queue') await add(client, path, came, came)
        came++
      } while (cursor !== null)
      expect(walked).toEqual(whole.items.map(keyOf))
      expect(came).toBe(9)
    },
  )

  test.for(fixed)('%s: in order, each row once', async (path, { get }) => {
    const whole = (await get(`${path}?limit=200`)).body.items.map(keyOf)
    const walked: unknown[] = []
    let cursor: string | null = null
    do {
      const { body } = await get(`${path}?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`)
      walked.push(...body.items.map(keyOf))
      cursor = body.next_cursor
    } while (cursor !== null)
    expect(walked).toEqual(whole)
    expect(whole.length).toBeGreaterThan(3)
  })
})

describe('what cannot be asked', () => {
  const cursor = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const foreign = [
    cursor(['Another', 1]),
    cursor(['Hand']),
    cursor(null),
    cursor(['Hand', '2026-11-24T00:00:00Z', 2 ** 60]),
    cursor(['Hand', 'now', 1]),
    cursor(['Setting', 'a\u0000']),
    '%00',
    '[',
    'A'.repeat(2000),
  ]

  test.for(all)('%s: a limit or a cursor that is none', async (path, { get }) => {
    for (const limit of ['0', '201', '-1', 'x', '1.5', '1e9', '']) {
      const { status, body } = await get(with_(path, `limit=${limit}`))
      expect([limit, status]).toEqual([limit, 400])
      expect(body).toMatchObject({ code: 'UB400', errors: [{ path: 'query.limit' }] })
    }
    for (const wrong of foreign) {
      const { status, body } = await get(with_(path, `cursor=${wrong}`))
      expect([wrong, status]).toEqual([wrong, 400])
      expect(body).toMatchObject({ code: 'UB400', hint: expect.any(String) })
      expect(body.errors.every((error: { path: string }) => error.path === 'query.cursor')).toBe(true)
    }
  })

  test('a cursor of another order', async ({ client, get }) => {
    await add(client, '/api/instructions', 1, 3)
    const { next_cursor } = (await get('/api/instructions?limit=1')).body
    for (const path of ['/api/instructions?order=queue', '/api/instructions?table=t']) {
      const { status, body } = await get(`${path}&cursor=${next_cursor}`)
      expect(status).toBe(400)
      expect(body.errors).toMatchObject([{ path: 'query.cursor' }])
    }
  })
})

test('every role may look; nobody who is unknown', async ({ as }) => {
  for (const path of all.filter((path) => path !== '/api/tokens')) {
    expect([path, (await as(vera).request(path)).status]).toEqual([path, 200])
    expect([path, (await as(null).request(path)).status]).toEqual([path, 401])
  }
})
