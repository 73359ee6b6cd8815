import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { instruction, outcomes, queued } from '../support/queue.ts'
import { pidOf, untilGone } from '../support/sessions.ts'
import { claim, registerWorker } from '../support/workers.ts'

// lead, hold_lead, watch_presence, present_workers, take_back: who leads, and whose work is taken back.

type Look = { leads: boolean; term: string; rescued: number }

async function look(session: Client, hub = 'hub-1'): Promise<Look> {
  return (await session.query('select * from hub.lead($1)', [hub])).rows[0]
}

async function attending(session: Client): Promise<string> {
  const worker = await registerWorker(session)
  const { rows } = await session.query('select hub.attend($1) as held', [worker])
  expect(rows).toEqual([{ held: true }])
  return worker
}

async function cut(client: Client, session: Client): Promise<void> {
  const pid = await pidOf(session)
  await client.query('select pg_terminate_backend($1)', [pid])
  await untilGone(client, pid)
}

test('one leads; when its connection is gone another does, in a new term', async ({ client, connect }) => {
  const [one, two] = [await connect(), await connect()]
  expect(await look(one)).toMatchObject({ leads: true, term: '1' })
  expect(await look(two, 'hub-2')).toMatchObject({ leads: false, term: '1' })
  expect(await look(one)).toMatchObject({ leads: true, term: '1' })
  await cut(client, one)
  expect(await look(two, 'hub-2')).toMatchObject({ leads: true, term: '2' })
  const { rows } = await client.query(
    `select subject, doc ->> 'term' as term from hub.events where kind = 'hub.leads' order by id`,
  )
  expect(rows).toEqual([
    { subject: 'hub:hub-1', term: '1' },
    { subject: 'hub:hub-2', term: '2' },
  ])
})

test('a leader that hangs with its connection open is deposed', async ({ client, connect }) => {
  const [frozen, other] = [await connect(), await connect()]
  expect(await look(frozen)).toMatchObject({ leads: true })
  const pid = await pidOf(frozen)
  expect(await look(other)).toMatchObject({ leads: false })
  await client.query(`select setval('hub.leader_seen', (extract(epoch from now()) * 1000)::bigint - 6000)`)
  expect(await look(other)).toMatchObject({ leads: false })
  await untilGone(client, pid)
  expect(await look(other)).toMatchObject({ leads: true })
})

test('work of an attending worker whose connection is gone is taken back at the next look', async ({
  client,
  connect,
}) => {
  const [leader, worker] = [await connect(), await connect()]
  await look(leader)
  const id = await queued(client)
  await claim(worker, await attending(worker))
  expect(await look(leader)).toMatchObject({ rescued: 0 })
  await cut(client, worker)
  expect(await look(leader)).toMatchObject({ rescued: 1 })
  expect(await instruction(client, id)).toMatchObject({ status: 'pending', rescue_count: 0 })
  expect(await outcomes(client, id)).toEqual(['rescued'])
  const { rows } = await client.query(
    `select kind, actor, doc -> 'held' as held from hub.events where kind like 'worker.l%'`,
  )
  expect(rows).toEqual([{ kind: 'worker.lost', actor: 'hub:presence', held: [Number(id)] }])
  expect((await client.query('select attended, lost_at is not null as lost from hub.workers')).rows).toEqual([
    { attended: false, lost: true },
  ])
  expect(await look(leader)).toMatchObject({ rescued: 0 })
})

test('one that had begun counts as a rescue; one that held nothing has only left', async ({
  client,
  connect,
}) => {
  const [leader, busy, idle] = [await connect(), await connect(), await connect()]
  await look(leader)
  const id = await queued(client)
  const worker = await attending(busy)
  await claim(busy, worker)
  await busy.query('select hub.heartbeat($1, $2)', [worker, { [id]: 10 }])
  await attending(idle)
  await cut(client, busy)
  await cut(client, idle)
  await look(leader)
  expect(await instruction(client, id)).toMatchObject({ status: 'pending', rescue_count: 1 })
  const { rows } = await client.query(`select kind from hub.events where kind like 'worker.l%' order by 1`)
  expect(rows.map((row) => row.kind)).toEqual(['worker.left', 'worker.lost'])
})

test('a leader that never saw a worker leaves its work to the lease: after a restart all locks are gone', async ({
  client,
  connect,
}) => {
  const [first, second, worker] = [await connect(), await connect(), await connect()]
  await look(first)
  const id = await queued(client)
  await claim(worker, await attending(worker))
  await look(first)
  await cut(client, worker)
  await cut(client, first)
  expect(await look(second)).toMatchObject({ leads: true, rescued: 0 })
  expect(await look(second)).toMatchObject({ leads: true, rescued: 0 })
  expect(await instruction(client, id)).toMatchObject({ status: 'processing' })
})

test('a worker that came back on another connection keeps its work', async ({ client, connect }) => {
  const [leader, worker, again] = [await connect(), await connect(), await connect()]
  await look(leader)
  const id = await queued(client)
  const session = await attending(worker)
  await claim(worker, session)
  await look(leader)
  await cut(client, worker)
  await again.query('select hub.attend($1)', [session])
  expect(await look(leader)).toMatchObject({ rescued: 0 })
  expect(await instruction(client, id)).toMatchObject({ status: 'processing', worker_id: session })
})

test('a worker that does not attend is left to its lease', async ({ client, connect }) => {
  const [leader, worker] = [await connect(), await connect()]
  await look(leader)
  const id = await queued(client)
  await claim(worker, await registerWorker(worker))
  await look(leader)
  await cut(client, worker)
  expect(await look(leader)).toMatchObject({ rescued: 0 })
  expect(await instruction(client, id)).toMatchObject({ status: 'processing' })
})

test('is_led: who inserts work rings the workers; who inserts a hand only while nobody leads', async ({
  client,
  connect,
}) => {
  const ear = await connect()
  const heard: string[] = []
  ear.on('notification', ({ channel }) => heard.push(channel))
  await ear.query('listen hub_work; listen hub_wake')
  const rungBy = async (insert: () => Promise<unknown>): Promise<string[]> => {
    await client.query(`select setval('hub.last_ring', 0), setval('hub.last_work_ring', 0)`)
    await insert()
    await ear.query('select 1')
    return heard.splice(0).sort()
  }
  let number = 0
  const hand = (): Promise<unknown> =>
    client.query(`insert into hands (table_id, hand_number) values ('t', $1)`, [++number])
  expect(await rungBy(hand)).toEqual(['hub_wake', 'hub_work'])
  await look(await connect())
  expect((await client.query('select hub.is_led() as led')).rows).toEqual([{ led: true }])
  expect(await rungBy(hand)).toEqual(['hub_wake'])
  expect(await rungBy(() => queued(client))).toEqual(['hub_wake', 'hub_work'])
})
