import type { Client } from 'pg'
import { expect } from 'vitest'
import { aHand, anInstruction, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'

type Row = { id: string | null; kind: string; cursor: string; message: string | null }

const columns = JSON.stringify({ instruction: ['id', 'status', 'error_message'], hand: ['id', 'winner'] })

async function follow(
  client: Client,
  cursor: string | null,
  until: string | null = null,
  limit = 500,
): Promise<Row[]> {
  const { rows } = await client.query('select * from hub.follow_events($1, $2, $3, $4)', [
    cursor,
    until,
    limit,
    columns,
  ])
  return rows
}

/** Read on to the end of what there is, or to that place. */
async function drain(
  client: Client,
  from: string,
  until: string | null,
  limit: number,
): Promise<{ kinds: string[]; cursor: string }> {
  const kinds: string[] = []
  for (let cursor = from; ; ) {
    const page = await follow(client, cursor, until, limit)
    kinds.push(...page.filter(({ id }) => id !== null).map(({ kind }) => kind))
    cursor = page.at(-1)?.cursor ?? cursor
    if (page.at(-1)?.id === null && (until === null || cursor === until)) return { kinds, cursor }
  }
}

const say = (client: Client, kind: string): Promise<unknown> =>
  client.query(`select hub.journal($1, 'test:1')`, [kind])
const now = async (client: Client): Promise<string> => (await follow(client, null))[0]?.cursor as string

test('whoever lags arrives exactly where the other reader is, by pages of any size', async ({
  client,
  connect,
}) => {
  const [slow, later] = [await connect(), await connect()]
  const start = await now(client)
  await slow.query('begin')
  await say(slow, 'slow.one')
  for (let i = 0; i < 7; i++) await say(client, `before.${i}`)
  const { cursor: place } = await drain(client, start, null, 500)
  await say(later, 'after.one')
  await slow.query('commit')
  for (const limit of [1, 2, 7, 8, 500]) {
    const lagging = await drain(client, start, place, limit)
    expect(lagging).toEqual({ kinds: Array.from({ length: 7 }, (_, i) => `before.${i}`), cursor: place })
    expect((await drain(client, lagging.cursor, null, limit)).kinds.sort()).toEqual(['after.one', 'slow.one'])
  }
})

test('a lagging reader in the middle of a page, as read_events left it, arrives there as well', async ({
  client,
}) => {
  const start = await now(client)
  for (let i = 0; i < 5; i++) await say(client, `n.${i}`)
  const middle = await client.query<{ cursor: string }>('select cursor from hub.read_events($1, 2)', [start])
  await say(client, 'n.5')
  const { cursor: place } = await drain(client, start, null, 500)
  await say(client, 'n.6')
  const rest = await drain(client, middle.rows[1]?.cursor as string, place, 2)
  expect(rest.kinds).toEqual(['n.2', 'n.3', 'n.4', 'n.5'])
})

test('a place moves on although nothing happens, so that it does not grow old', async ({ client }) => {
  const start = await now(client)
  await client.query('create table public.beside ()') // a transaction that journals nothing
  const { kinds, cursor } = await drain(client, start, null, 500)
  expect(kinds).toEqual([])
  expect(cursor).not.toBe(start)
})

test('only the columns that are named go out, long texts cut', async ({ client }) => {
  const start = await now(client)
  const hand = await insert(client, 'public.hands', aHand())
  const failed = anInstruction({ status: 'failed', error_message: 'x'.repeat(600) })
  const id = await insert(client, 'public.render_instructions', failed)
  await client.query(`select hub.pause('queue', 'ann', 'break')`)
  const messages = (await follow(client, start)).flatMap(({ message }) =>
    message ? [JSON.parse(message)] : [],
  )
  expect(messages.find(({ subject }) => subject === `hand:${hand}`)).toMatchObject({
    op: 'insert',
    patch: { id: Number(hand), winner: 'Kim' },
  })
  expect(Object.keys(messages[0].patch).sort()).toEqual(['id', 'winner'])
  expect(messages.find(({ subject }) => subject === `instruction:${id}`).patch).toEqual({
    id: Number(id),
    status: 'failed',
    error_message: 'x'.repeat(500),
  })
  expect(messages.find(({ kind }) => kind === 'scope.paused')).toMatchObject({
    op: null,
    actor: 'ann',
    reason: 'break',
    patch: {},
  })
})

test('the hub reads with the rights of its process; siblings have no part in it', async ({ connect }) => {
  const own = await connect({ role: 'hub_app' })
  expect(await follow(own, await now(own))).toMatchObject([{ id: null, kind: 'journal.cursor' }])
  const sibling = await connect({ role: 'hub_producer' })
  expect(await refusalOf(sibling, 'select hub.follow_events()', [])).toMatchObject({ code: '42501' })
})

test('what is no cursor, or gone, is refused as read_events refuses it', async ({ client }) => {
  const cursor = await now(client)
  const ask = 'select hub.follow_events($1, $2, $3)'
  expect(await refusalOf(client, ask, ['x', null, 5])).toMatchObject({ code: 'UB400' })
  expect(await refusalOf(client, ask, [cursor, 'x', 5])).toMatchObject({ code: 'UB400' })
  expect(await refusalOf(client, ask, [`x${cursor}`, null, 5])).toMatchObject({ code: 'UB410' })
  for (const limit of [0, 10_001, null]) {
    expect(await refusalOf(client, ask, [cursor, null, limit])).toMatchObject({ code: 'UB422' })
  }
})

test('reading on is an index scan at 200 000 events', async ({ client }) => {
  await client.query(`
    insert into hub.events (kind, subject, actor, role)
    select 'old.event', 'test:' || g, 'test', 'test' from generate_series(1, 200000) as g`)
  const start = await now(client)
  await client.query(`insert into hub.events (kind, subject, actor, role)
    select 'new.event', 'test:1', 'test', 'test' from generate_series(1, 50)`)
  const before = await scans(client)
  expect((await drain(client, start, null, 20)).kinds).toHaveLength(50)
  expect(await scans(client)).toEqual(before)
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
