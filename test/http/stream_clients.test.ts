import { expect, vi } from 'vitest'
import { localOperator } from '../../src/http/access/identity.ts'
import { createHubApp } from '../../src/http/app.ts'
import { StreamBye, StreamReset, StreamResumed } from '../../src/http/schemas/stream.ts'
import { openStream } from '../../src/http/stream/stream.ts'
import { anInstruction, insert } from '../support/builders.ts'
import { changesIn, type Listener, type Message, test, untilClients } from './stream_support.ts'
import { identify, keptLog, ready } from './support.ts'

const mark = `select hub.journal('note.end', 'note:1')`
const isEnd = ({ data }: Message): boolean => data.kind === 'note.end'
const isSnapshot = ({ event }: Message): boolean => event === 'snapshot'
const soon = { timeout: 15_000, interval: 20 }

const idsOf = ({ messages }: Listener): number[] => changesIn(messages).map(({ id }) => id)

test('a hundred browsers hear the same, in the same order', async ({ hub, listen, client }) => {
  const one = await hub()
  const listeners = await Promise.all(Array.from({ length: 100 }, () => listen(one)))
  await Promise.all(listeners.map((each) => each.until(isSnapshot)))
  for (let i = 0; i < 20; i++) await insert(client, 'public.render_instructions', anInstruction())
  await client.query(mark)
  await Promise.all(listeners.map((each) => each.until(isEnd)))
  const [first, ...others] = listeners.map(idsOf)
  expect(first?.length).toBeGreaterThan(20)
  for (const ids of others) expect(ids).toEqual(first)
  expect(one.stream.clients()).toBe(100)
  for (const each of listeners) each.close()
  await untilClients(one.stream, 0)
})

test('who reads too slowly is cut off, disturbs nobody, and comes back without a gap', async ({
  hub,
  listen,
  client,
}) => {
  const one = await hub({ bounds: { clientBytes: 100_000, ringItems: 2000, cutMs: 100 } })
  const [slow, quick] = await Promise.all([listen(one), listen(one)])
  await Promise.all([slow.until(isSnapshot), quick.until(isSnapshot)])
  slow.pause()
  // More than the sockets on both sides take by themselves.
  for (let i = 0; i < 30; i++) {
    await client.query(`insert into hub.events (kind, subject, actor, reason)
      select 'note.made', 'note:' || g, 'test', repeat('x', 500) from generate_series(1, 1000) as g`)
    await quick.until(({ data }) => data.subject === 'note:1000')
  }
  await client.query(mark)
  await quick.until(isEnd)
  await untilClients(one.stream, 1)
  slow.resume()
  await slow.ended
  expect(idsOf(slow).length).toBeLessThan(30_000)
  const again = await listen(one, '', slow.place())
  await again.until(isEnd)
  expect(again.messages[0]?.event).toBe('resumed')
  StreamResumed.strict().parse(again.messages[0]?.data)
  expect([...idsOf(slow), ...idsOf(again)]).toEqual(idsOf(quick))
})

test('who comes back to one that reads slowly gets much, no faster than it reads', async ({
  hub,
  listen,
  client,
}) => {
  const place = (await (await listen(await hub())).until(isSnapshot)).id
  await client.query(`insert into hub.events (kind, subject, actor, reason)
    select 'note.made', 'note:' || g, 'test', repeat('x', 500) from generate_series(1, 20000) as g`)
  await client.query(mark)
  // on a hub that follows the journal from here on: all of it is made up for, nothing comes live meanwhile
  const one = await hub({ bounds: { clientBytes: 10_000, ringItems: 10 } })
  const listener = await listen(one, '', place)
  listener.pause()
  await new Promise((resolve) => setTimeout(resolve, 300))
  listener.resume()
  await listener.until(isEnd)
  expect(idsOf(listener)).toHaveLength(20_001)
})

test('a place that cannot be gone on from is a reset, and then it goes on live', async ({
  hub,
  listen,
  client,
}) => {
  const one = await hub({ bounds: { replayEvents: 50 } })
  const start = await (await listen(one)).until(isSnapshot)
  await client.query(
    `insert into hub.events (kind, subject, actor) select 'note.made', 'note:1', 'test' from generate_series(1, 51)`,
  )
  const other = await hub({ bounds: { replayEvents: 50 } })
  const [, from] = (start.id ?? '').split('/')
  const places = { gone: `elsewhere/${from}//0`, malformed: 'x', too_far: start.id }
  const listeners = await Promise.all(Object.values(places).map((place) => listen(other, '', place)))
  const resets = await Promise.all(listeners.map((each) => each.until(({ event }) => event === 'reset')))
  expect(resets.map(({ data }) => data.reason)).toEqual(Object.keys(places))
  for (const { messages } of listeners) expect(messages.map(({ event }) => event)).not.toContain('resumed')
  for (const { data, id } of resets) expect(StreamReset.strict().parse(data).cursor).toBe(id)
  await insert(client, 'public.render_instructions', anInstruction())
  await client.query(mark)
  for (const each of listeners) {
    await each.until(isEnd)
    expect(changesIn(each.messages).map(({ kind }) => kind)).toEqual(['instruction.created', 'note.end'])
  }
})

test('after history was dropped an old place is a reset', async ({ hub, listen, client }) => {
  const { id } = await (await listen(await hub())).until(isSnapshot)
  await client.query(
    `insert into hub.retention (table_name, dropped_until, dropped_xid) values ('hub.events', now(), pg_current_xact_id())`,
  )
  const listener = await listen(await hub(), '', id)
  expect((await listener.until(({ event }) => event === 'reset')).data.reason).toBe('gone')
})

test('when the database becomes another one, all who listen are told', async ({ hub, listen, client }) => {
  const listener = await listen(await hub())
  await listener.until(isSnapshot)
  await client.query(`update hub.settings set value = '2' where key = 'incarnation'`)
  await listener.until(({ event }) => event === 'reset')
  await client.query(mark)
  await listener.until(isEnd)
})

test('who is logged out hears nothing more', async ({ hub, listen, client }) => {
  let known = true
  const one = await hub({ bounds: { checkMs: 20 }, identify: async () => (known ? localOperator : null) })
  const listener = await listen(one)
  await listener.until(isSnapshot)
  known = false
  const { data } = await listener.until(({ event }) => event === 'bye')
  expect(StreamBye.strict().parse(data)).toEqual({ reason: 'logged_out' })
  await listener.ended
  await client.query(mark)
  expect((await listen(one)).status).toBe(401)
})

test('a viewer may listen', async ({ hub, listen }) => {
  const one = await hub({ identify: async () => ({ name: 'vi', role: 'viewer' }) })
  await (await listen(one)).until(isSnapshot)
})

test('a hub that stops says goodbye and does not wait for those who listen', async ({ hub, listen }) => {
  const one = await hub()
  const listeners = await Promise.all(Array.from({ length: 20 }, () => listen(one)))
  await Promise.all(listeners.map((each) => each.until(isSnapshot)))
  const began = performance.now()
  await one.stop()
  // A server that waits for a connection gives up after 5 s.
  expect(performance.now() - began).toBeLessThan(4000)
  for (const each of listeners) {
    await each.ended
    expect(each.messages.at(-1)).toMatchObject({ event: 'bye', data: { reason: 'stopping' } })
    expect(each.text()).toMatch(/retry: \d+\nevent: bye/)
  }
})

test('while it stops, and when it is full, a hub takes nobody', async ({ hub, listen }) => {
  const one = await hub({ bounds: { maxClients: 1 } })
  await (await listen(one)).until(isSnapshot)
  expect((await listen(one)).status).toBe(503)
  await one.stream.close()
  expect((await listen(one)).status).toBe(503)
})

test('a body that nobody reads is given up', async ({ database }) => {
  const shared = { db: database.db, readiness: () => ready, log: keptLog([]) }
  const stream = openStream({ ...shared, bounds: { beatMs: 10, clientStallMs: 50, cutMs: 10 } })
  const app = createHubApp({ ...shared, identify, stream })
  const answer = await app.request('/api/stream')
  expect(answer.status).toBe(200)
  expect(stream.clients()).toBe(1)
  await vi.waitUntil(() => stream.clients() === 0, soon)
  await stream.close()
})

test('connections that break lose nothing', async ({ hub, listen, client }) => {
  const listener = await listen(await hub({ bounds: { beatMs: 20, pollMs: 20 } }))
  await listener.until(isSnapshot)
  const away = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'automation_hub'`
  for (let i = 0; i < 5; i++) {
    await client.query(away)
    await insert(client, 'public.render_instructions', anInstruction())
  }
  await client.query(mark)
  await listener.until(isEnd)
  expect(changesIn(listener.messages).filter(({ kind }) => kind === 'instruction.created')).toHaveLength(5)
})

test('a database that is away shows as lag', async ({ hub, listen }) => {
  const one = await hub({ bounds: { beatMs: 20, pollMs: 20 } })
  const listener = await listen(one)
  await listener.until(isSnapshot)
  await one.database.close()
  await listener.until(({ event, data }) => event === 'beat' && Number(data.lag_ms) > 500)
  expect((await listen(one)).status).toBeGreaterThanOrEqual(500)
})
