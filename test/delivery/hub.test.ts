import { createHmac } from 'node:crypto'
import type { Client } from 'pg'
import { expect, vi } from 'vitest'
import { untilGone, untilWaiting } from '../support/sessions.ts'
import { aGate } from './gate.ts'
import { aReceiver } from './receiver.ts'
import { kill, raise, save, set, soon, test } from './serving.ts'
import { webhook } from './support.ts'

// Real hubs, real kills, a real receiver.

/** A channel that goes to a receiver, and a route that sends all to it. */
async function route(client: Client, { url }: { readonly url: string }): Promise<void> {
  await set(client, 'notify.lease', 2)
  const channel_id = await save(client, 'channel', {
    name: 'ops',
    kind: 'webhook',
    secrets: { ...webhook, url },
  })
  await save(client, 'route', { name: 'all', channel_id, language: 'en' })
}

test('kill -9 at every step of a delivery: nothing lost, at most one repeat, and that one marked', async ({
  client,
  connect,
  hub,
  onTestFinished,
}) => {
  let onRequest: (answer: () => void) => void = (answer) => answer()
  const receiver = await aReceiver((_, response) => onRequest(() => void response.writeHead(204).end()))
  onTestFinished(() => receiver.close())
  const gate = await aGate(receiver.url)
  onTestFinished(() => gate.close())
  await route(client, gate)
  const blocker = await connect()
  /** Wait until a hub waits for what `blocker` holds; its process in the server. */
  const untilStuck = async (query: string): Promise<number> => {
    const stuck = async (): Promise<number | undefined> =>
      (
        await client.query(
          `select pid from pg_stat_activity where query like $1 and pid <> pg_backend_pid() and wait_event_type = 'Lock'`,
          [`%${query}%`],
        )
      ).rows[0]?.pid
    const pid = await vi.waitUntil(stuck, soon)
    await untilWaiting(client, pid)
    return pid
  }
  const sentOf = async (kind: string): Promise<boolean[]> => {
    await vi.waitUntil(
      async () =>
        (
          await client.query(
            `select from hub.notifications where message ->> 'kind' = $1 and reason = 'first' and state = 'sent'`,
            [kind],
          )
        ).rowCount === 1,
      soon,
    )
    return receiver.received
      .filter(({ body }) => body.data.kind === kind && body.data.reason === 'first')
      .map(({ body }) => body.data.maybe_repeated)
  }

  // 0. fired, and the tick that wants to write the message waits
  let running = await hub()
  await blocker.query('begin; lock table hub.stories')
  await raise(client, 'step_zero')
  const ticking = await untilStuck('hub.tick')
  await kill(running)
  // its process in the server lives on without it, and would finish the tick as soon as it may
  await client.query('select pg_terminate_backend($1)', [ticking])
  await untilGone(client, ticking)
  await blocker.query('rollback')
  expect((await client.query('select from hub.notifications')).rowCount).toBe(0)
  running = await hub()
  expect(await sentOf('step_zero')).toEqual([false])
  await kill(running)

  // 1. fired, and nobody has taken it: the row of the channel is held, so the claim passes it over
  running = await hub()
  await blocker.query('begin; select from hub.channel_health for update')
  await raise(client, 'step_one')
  await vi.waitUntil(
    async () =>
      (await client.query(`select from hub.notifications where message ->> 'kind' = 'step_one'`)).rowCount ===
      1,
    soon,
  )
  await kill(running)
  // its processes in the server live on for a moment, and one of them would take the message as soon as it may
  await vi.waitUntil(
    async () =>
      (
        await client.query(
          `select from pg_stat_activity where datname = current_database() and application_name like 'automation_hub%'`,
        )
      ).rowCount === 0,
    soon,
  )
  await blocker.query('commit')
  running = await hub()
  expect(await sentOf('step_one')).toEqual([false])

  // 1a. taken, and no connection yet: nobody can tell that from a message whose answer was lost
  await kill(running) // with the connection that it keeps open
  await gate.shut()
  await raise(client, 'step_taken')
  running = await hub()
  await vi.waitUntil(
    async () =>
      (
        await client.query(
          `select from hub.notifications where message ->> 'kind' = 'step_taken' and lease_until is not null`,
        )
      ).rowCount === 1,
    soon,
  )
  await kill(running)
  gate.open()
  running = await hub()
  expect(await sentOf('step_taken')).toEqual([true])

  // 2. taken and on its way, and it has arrived as a whole, and no answer was given
  let arrived = Promise.withResolvers<void>()
  onRequest = () => arrived.resolve()
  await raise(client, 'step_two')
  await arrived.promise
  await kill(running)
  onRequest = (answer) => answer()
  running = await hub()
  expect(await sentOf('step_two')).toEqual([false, true])

  // 3. answered, and the report waits for the row of the channel
  arrived = Promise.withResolvers<void>()
  onRequest = (answer) => {
    onRequest = (next) => next()
    void blocker.query('begin; select from hub.channel_health for update').then(() => {
      answer()
      arrived.resolve()
    })
  }
  await raise(client, 'step_three')
  await arrived.promise
  await untilStuck('report_notification')
  await kill(running)
  await blocker.query('rollback')
  running = await hub()
  expect((await sentOf('step_three')).slice(0, 1)).toEqual([false])
  expect((await sentOf('step_three')).slice(1)).toEqual(expect.toBeOneOf([[], [true]]))

  // 4. answered and reported: the next hub has nothing left to say about it
  await raise(client, 'step_four')
  expect(await sentOf('step_four')).toEqual([false])
  await kill(running)
  const before = receiver.received.length
  await hub()
  await raise(client, 'afterwards')
  expect(await sentOf('afterwards')).toEqual([false])
  expect(receiver.received.slice(before).map(({ body }) => body.data.kind)).toEqual(['afterwards'])

  const { rows } = await client.query(
    `select count(*)::int as count from hub.notifications where state <> 'sent'`,
  )
  expect(rows).toEqual([{ count: 0 }])
}, 120_000)

test('alert fired -> message received: p95 within 5 s; signed; and a resolved one follows', async ({
  client,
  hub,
  onTestFinished,
}) => {
  const receiver = await aReceiver()
  onTestFinished(() => receiver.close())
  await route(client, receiver)
  const ping = await aReceiver()
  onTestFinished(() => ping.close())
  await hub({ DEADMAN_URL: `${ping.url}/check/very-secret` })
  const fired = new Map<string, number>()
  for (let i = 0; i < 20; i++) {
    const kind = `kind_${i}`
    fired.set(kind, Date.now())
    await raise(client, kind)
  }
  await receiver.until(20)
  const delays = receiver.received
    .slice(0, 20)
    .map(({ body, at }) => at - (fired.get(body.data.kind) ?? 0))
    .toSorted((a, b) => a - b)
  expect(delays[18]).toBeLessThan(5000)
  const [first] = receiver.received
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signed } = first?.headers ?? {}
  expect(signed).toBe(
    `v1,${createHmac('sha256', webhook.key).update(`${id}.${at}.${first?.text}`).digest('base64')}`,
  )
  await client.query(
    `select hub.resolve_event(id, 'ann', 'mended') from monitoring_events where kind = 'kind_0'`,
  )
  await vi.waitUntil(() => receiver.received.some(({ body }) => body.data.reason === 'resolved'), soon)
  expect(receiver.received.at(-1)?.body.data).toMatchObject({
    kind: 'kind_0',
    resolved: true,
    lines: ['Ended by ann: mended'],
  })
  await ping.until(1)
}, 60_000)
