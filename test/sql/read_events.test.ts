import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { seeded } from '../support/random.ts'
import { refusalOf } from '../support/refusal.ts'

type Page = { id: string; kind: string; cursor: string }[]

async function read(client: Client, cursor: string, limit = 500): Promise<Page> {
  const { rows } = await client.query('select id, kind, cursor from hub.read_events($1, $2)', [cursor, limit])
  return rows
}

async function cursorOfNow(client: Client): Promise<string> {
  const { rows } = await client.query('select id, kind, cursor from hub.read_events()')
  expect(rows).toMatchObject([{ id: null, kind: 'journal.cursor' }])
  return rows[0].cursor
}

/** Read on until nothing is new; every event's kind, and the cursor to go on from. */
async function drain(
  client: Client,
  from: string,
  limit = 500,
): Promise<{ kinds: string[]; ids: number[]; cursor: string }> {
  const kinds: string[] = []
  const ids: number[] = []
  let cursor = from
  for (;;) {
    const page = await read(client, cursor, limit)
    if (page.length === 0) return { kinds, ids, cursor }
    kinds.push(...page.map((event) => event.kind))
    ids.push(...page.map((event) => Number(event.id)))
    cursor = page.at(-1)?.cursor ?? cursor
  }
}

const say = (client: Client, kind: string): Promise<unknown> =>
  client.query(`select hub.journal($1, 'test:1')`, [kind])

describe('between two snapshots', () => {
  test('an open transaction holds up only its own events, and they come when it commits', async ({
    client,
    connect,
  }) => {
    const [slow, quick] = [await connect(), await connect()]
    let cursor = await cursorOfNow(client)
    await slow.query('begin')
    await say(slow, 'slow.one')
    await say(quick, 'quick.one')
    let seen = await drain(client, cursor)
    expect(seen.kinds).toEqual(['quick.one'])
    cursor = seen.cursor
    await say(quick, 'quick.two')
    seen = await drain(client, cursor)
    expect(seen.kinds).toEqual(['quick.two'])
    await say(slow, 'slow.two')
    await slow.query('commit')
    seen = await drain(client, seen.cursor)
    expect(seen.kinds).toEqual(['slow.one', 'slow.two'])
    expect((await drain(client, seen.cursor)).kinds).toEqual([])
  })

  test('what is rolled back never comes, what a savepoint kept does', async ({ client, connect }) => {
    const writer = await connect()
    const cursor = await cursorOfNow(client)
    await writer.query('begin')
    await say(writer, 'kept.one')
    await writer.query('savepoint s')
    await say(writer, 'undone')
    await writer.query('rollback to savepoint s')
    await writer.query('savepoint t')
    await say(writer, 'kept.two')
    await writer.query('release savepoint t')
    await writer.query('commit')
    await writer.query('begin')
    await say(writer, 'never')
    await writer.query('rollback')
    expect((await drain(client, cursor)).kinds).toEqual(['kept.one', 'kept.two'])
  })

  test('a transaction that journals after it took a cursor does not lose its own events', async ({
    client,
    connect,
  }) => {
    const other = await connect()
    await client.query('begin')
    await say(client, 'before.cursor')
    const cursor = await cursorOfNow(client)
    await say(client, 'after.cursor')
    await say(other, 'beside')
    await client.query('commit')
    expect((await drain(client, cursor)).kinds.sort()).toEqual(['after.cursor', 'before.cursor', 'beside'])
  })

  test('pages of any size deliver the same, each row carries the cursor after it', async ({ client }) => {
    const start = await cursorOfNow(client)
    for (let i = 0; i < 25; i++) await say(client, `n.${i}`)
    const all = Array.from({ length: 25 }, (_, i) => `n.${i}`)
    for (const limit of [1, 7, 25, 26]) expect((await drain(client, start, limit)).kinds).toEqual(all)
    const page = await read(client, start)
    for (const [i, event] of page.entries()) {
      expect((await drain(client, event.cursor)).kinds).toEqual(all.slice(i + 1))
    }
  })

  test('many writers in a random schedule: everything committed comes once, nothing else', async ({
    client,
    connect,
  }) => {
    const random = seeded(7)
    const writers = await Promise.all(Array.from({ length: 6 }, () => connect()))
    const open = new Map<Client, string[]>()
    const committed: string[] = []
    const delivered: string[] = []
    let cursor = await cursorOfNow(client)
    for (let step = 0; step < 1500; step++) {
      const writer = random.of(writers)
      const pending = open.get(writer)
      if (!pending) {
        await writer.query('begin')
        open.set(writer, [])
      } else if (random.chance(0.7)) {
        const kind = `step.${step}`
        await say(writer, kind)
        pending.push(kind)
      } else {
        const kept = random.chance(0.75)
        await writer.query(kept ? 'commit' : 'rollback')
        if (kept) committed.push(...pending)
        open.delete(writer)
      }
      if (random.chance(0.15)) {
        // sometimes a single short page, so that the reader stands in the middle of a pair
        const page = random.chance(0.5)
          ? await read(client, cursor, 1 + random.below(3))
          : await read(client, cursor)
        delivered.push(...page.map((event) => event.kind))
        cursor = page.at(-1)?.cursor ?? cursor
        const missing = committed.filter((kind) => !delivered.includes(kind))
        if (page.length === 0) expect(missing).toEqual([])
      }
    }
    for (const [writer, pending] of open) {
      await writer.query('commit')
      committed.push(...pending)
    }
    delivered.push(...(await drain(client, cursor)).kinds)
    expect(delivered.length).toBe(new Set(delivered).size)
    expect(delivered.sort()).toEqual(committed.sort())
    expect(committed.length).toBeGreaterThan(400)
  })
})

describe('a cursor', () => {
  test('that is none is malformed, with a hint', async ({ tx }) => {
    for (const cursor of ['', 'x', '1/2/3', 'a/1:1:/x/0', 'a/9:1:/1:1:/0', 'a/1:1://-1']) {
      expect(await refusalOf(tx, 'select hub.read_events($1)', [cursor])).toMatchObject({
        code: 'UB400',
        hint: expect.stringContaining('read_events(null)'),
      })
    }
  })

  test('of another life, from the future or older than history is gone', async ({ client }) => {
    const cursor = await cursorOfNow(client)
    const [life, from] = cursor.split('/')
    const gone = { code: 'UB410', hint: expect.stringContaining('afresh') }
    expect(await refusalOf(client, 'select hub.read_events($1)', [`x${life}/${from}//0`])).toMatchObject(gone)
    expect(
      await refusalOf(client, 'select hub.read_events($1)', [`${life}/99999999:99999999://0`]),
    ).toMatchObject(gone)
    await client.query(`update hub.settings set value = '2' where key = 'incarnation'`)
    expect(await refusalOf(client, 'select hub.read_events($1)', [cursor])).toMatchObject(gone)
    await client.query(`update hub.settings set value = '1' where key = 'incarnation'`)
    await client.query(
      `insert into hub.retention (table_name, dropped_until, dropped_xid) values ('hub.events', now(), pg_current_xact_id())`,
    )
    expect(await refusalOf(client, 'select hub.read_events($1)', [cursor])).toMatchObject(gone)
  })

  test('the limit is bounded', async ({ tx }) => {
    for (const limit of [0, -1, 10_001, null]) {
      expect(await refusalOf(tx, 'select hub.read_events(null, $1)', [limit])).toMatchObject({
        code: 'UB422',
      })
    }
  })
})

test('reading on is an index scan at 200 000 events, whatever the statistics say', async ({
  client,
  connect,
}) => {
  // statistics are those of the empty table: nothing has been analysed
  await client.query(`
    insert into hub.events (kind, subject, actor, role)
    select 'old.event', 'test:' || g, 'test', 'test' from generate_series(1, 200000) as g`)
  const idle = await connect()
  await idle.query('begin')
  await say(idle, 'idle')
  const cursor = await cursorOfNow(client)
  await client.query(`insert into hub.events (kind, subject, actor, role)
    select 'new.event', 'test:1', 'test', 'test' from generate_series(1, 50)`)
  const before = await scans(client)
  const seen = await drain(client, cursor, 20)
  expect(seen.kinds).toHaveLength(50)
  expect(await scans(client)).toEqual(before)
  await idle.query('rollback')
})

/** Sequential scans so far over the journal's partitions. */
async function scans(client: Client): Promise<unknown> {
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(
    `select coalesce(sum(seq_scan), 0)::int as scans, coalesce(sum(seq_tup_read), 0)::int as read
     from pg_stat_user_tables where schemaname = 'hub' and relname like 'events%'`,
  )
  return rows
}
