import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, vi } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { type Listener, type ListenerOptions, startListener } from '../../src/listener/listener.ts'
import { createLog } from '../../src/log.ts'
import { test as base } from '../support/database.ts'
import { type OwnServer, startOwnServer } from '../support/own_server.ts'
import { startProxy } from '../support/proxy.ts'
import { queued } from '../support/queue.ts'
import { seeded } from '../support/random.ts'

// What can happen to the connection on which the hub listens; the hub itself reaches its database directly.

const within = (ms: number) => ({ timeout: ms, interval: 20 })

type Ear = { hub: Listener; hears(): Promise<void>; polls(why: RegExp): Promise<void> }

/** Start a hub, wait until it hears. */
async function hearing(options: Omit<ListenerOptions, 'hub' | 'log'>): Promise<Ear> {
  const hub = startListener({ ...options, hub: 'test', log: createLog('silent') })
  const hears = (): Promise<void> =>
    vi.waitFor(() => expect(hub.state()).toMatchObject({ mode: 'push', leadership: 'leads' }), within(12_000))
  const polls = (why: RegExp): Promise<void> =>
    vi.waitFor(
      () => expect(hub.state()).toMatchObject({ mode: 'poll', modeReason: expect.stringMatching(why) }),
      within(15_000),
    )
  return { hub, hears, polls }
}

/** `proxy`: in front of this test's database; `ear`: a hub that listens through it. */
const test = base
  .extend('proxy', async ({ url }, { onCleanup }) => {
    const proxy = await startProxy(url, seeded(1))
    onCleanup(() => proxy.close())
    return proxy
  })
  .extend('ear', async ({ proxy, database }, { onCleanup }) => {
    const ear = await hearing({ listenUrl: proxy.url, db: database.db })
    onCleanup(() => ear.hub.close())
    return ear
  })

/** What is deferred becomes due when the hub looks, and only then. */
async function isReactedTo(client: Client): Promise<void> {
  const id = await queued(client, { not_before: new Date(Date.now() + 200).toISOString() })
  await vi.waitFor(async () => {
    const { rows } = await client.query('select eligible_at from render_instructions where id = $1', [id])
    expect(rows[0].eligible_at).not.toBeNull()
  }, within(5000))
}

test('half-open: the connection is taken for dead, polled meanwhile, and replaced', async ({
  ear,
  proxy,
  client,
}) => {
  await ear.hears()
  proxy.blackHole('all')
  await ear.polls(/./)
  await isReactedTo(client)
  proxy.restore() // the old sockets stay as dead as they are
  await ear.hears()
  await isReactedTo(client)
}, 60_000)

test('terminated by an administrator: healed, and what came meanwhile is caught up with', async ({
  ear,
  client,
}) => {
  await ear.hears()
  for (let round = 0; round < 3; round++) {
    const { rows } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name in ('automation_hub listener', 'automation_hub leader') and datname = current_database()`,
    )
    expect(rows.length).toBeGreaterThan(0)
    await isReactedTo(client)
    await ear.hears()
  }
}, 60_000)

test('refused for a while: it keeps trying', async ({ ear, proxy, client }) => {
  await ear.hears()
  proxy.refuse()
  proxy.kill()
  await ear.polls(/./)
  await isReactedTo(client)
  proxy.restore()
  await ear.hears()
}, 60_000)

test('a pooler that swallows notifications is named, alerted, polled around, and forgotten when it is gone', async ({
  ear,
  proxy,
  client,
}) => {
  await ear.hears()
  proxy.swallowNotifications()
  await ear.polls(/pooler in transaction mode/)
  await isReactedTo(client)
  const alert = (state: string): Promise<void> =>
    vi.waitFor(async () => {
      const { rows } = await client.query(
        `select state, title from monitoring_events where kind = 'hub_degraded' and subject = 'listener:test'`,
      )
      expect(rows).toEqual([{ state, title: expect.stringMatching(/pooler/) }])
    }, within(10_000))
  await alert('firing')
  proxy.restore()
  await ear.hears()
  await alert('resolved')
}, 60_000)

/** A client of a server that has just gone down, once it is up again and somebody listens there. */
async function untilListened(url: string): Promise<Client> {
  for (let left = 200; ; left--) {
    const client = new Client({ connectionString: url })
    client.on('error', () => {}) // the query reports it
    try {
      await client.connect()
      const sql = `select from pg_stat_activity where application_name = 'automation_hub listener'`
      if ((await client.query(sql)).rowCount) return client
    } catch (error) {
      if (left === 0) throw error
    }
    await client.end().catch(() => {}) // it may be gone already
    await pause(50)
  }
}

const ownServer = base.extend('server', async ({}, { onCleanup }): Promise<OwnServer> => {
  const server = await startOwnServer()
  onCleanup(() => server.stop())
  return server
})

ownServer(
  'a restart of the server, by an administrator and by a crash: healed each time',
  async ({ server }) => {
    const database = openDatabase(server.url)
    const ear = await hearing({ listenUrl: server.url, db: database.db })
    try {
      for (const mode of ['fast', 'immediate'] as const) {
        await ear.hears()
        await server.restart(mode)
        // What the hub says at this moment may be of before: its new connection tells.
        const client = await untilListened(server.url)
        await ear.hears()
        await isReactedTo(client)
        await client.end()
      }
    } finally {
      await ear.hub.close()
      await database.close()
    }
  },
  90_000,
)

ownServer(
  'a failover that lands on a standby: named, never taken for push, healed on the primary',
  async ({ server }) => {
    const standby = await server.standby()
    const proxy = await startProxy(server.url, seeded(2))
    const database = openDatabase(server.url)
    const ear = await hearing({ listenUrl: proxy.url, db: database.db })
    try {
      await ear.hears()
      proxy.redirect(standby)
      proxy.kill()
      await ear.polls(/standby/)
      proxy.redirect(server.url)
      await ear.hears()
    } finally {
      await ear.hub.close()
      await database.close()
      await proxy.close()
    }
  },
  90_000,
)
