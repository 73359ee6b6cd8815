import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { startListener } from '../../src/listener/listener.ts'
import { createLog } from '../../src/log.ts'
import { startOwnServer } from '../support/own_server.ts'
import { type Running, runNode } from '../support/process.ts'
import { startProxy } from '../support/proxy.ts'
import { queued } from '../support/queue.ts'
import { seeded } from '../support/random.ts'

// What looks like a dead worker and is none: its work must not be given to another one.

const script = join(import.meta.dirname, '..', 'support', 'stalling_worker.ts')

test('an event loop that stands for 10 s, a database that stands for 5 s, packets that are late: no rescue', async () => {
  await using cleanup = new AsyncDisposableStack()
  const server = await startOwnServer()
  cleanup.defer(() => server.stop())
  const slow = await startProxy(server.url, seeded(3))
  cleanup.defer(() => slow.close())
  const database = openDatabase(server.url)
  cleanup.defer(() => database.close())
  const hub = startListener({ listenUrl: server.url, db: database.db, hub: 'test', log: createLog('silent') })
  cleanup.defer(() => hub.close())
  await vi.waitUntil(() => hub.state().leadership === 'leads', { timeout: 10_000 })
  const client = new Client({ connectionString: server.url })
  client.on('error', () => {}) // the query under way tells why
  await client.connect()
  cleanup.defer(() => client.end())

  const jobs = 4
  for (let i = 0; i < jobs; i++) await queued(client)
  slow.delay(0.3, 2000)
  // Two on a network that holds back three packets in ten, two that stall; the lease is 12 s.
  const workers: Running[] = [
    runNode(script, [slow.url, 'late-1', '0', '16000']),
    runNode(script, [slow.url, 'late-2', '0', '16000']),
    runNode(script, [server.url, 'stalls-1', '10000', '4000']),
    runNode(script, [server.url, 'stalls-2', '10000', '4000']),
  ]
  cleanup.defer(() => {
    for (const { child } of workers) child.kill('SIGKILL')
  })
  await vi.waitUntil(
    async () =>
      (await client.query(`select from render_instructions where status = 'processing'`)).rowCount === jobs,
    { timeout: 20_000 },
  )
  await pause(1000)
  await server.freeze()
  await pause(5000)
  await server.thaw()

  for (const worker of workers) expect(await worker.ended).toBe(0)
  const { rows } = await client.query('select outcome, count(*)::int from hub.attempts group by 1')
  expect(rows).toEqual([{ outcome: 'completed', count: jobs }])
  expect(
    (await client.query(`select from hub.events where kind in ('worker.lost', 'instruction.rescued')`))
      .rowCount,
  ).toBe(0)
}, 90_000)
