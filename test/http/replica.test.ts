import { expect, test } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { appRole } from '../../src/database/prepare.ts'
import { preferReplica } from '../../src/database/replica.ts'
import { createHubApp } from '../../src/http/app.ts'
import { startOwnServer } from '../support/own_server.ts'
import { identify, keptLog, ready } from './support.ts'

const looks = [
  ...['hands', 'instructions', 'outputs', 'events', 'actions', 'workers', 'tournaments', 'rules', 'settings'],
  ...['metrics/throughput', 'metrics/latency', 'metrics/error-rate', 'metrics/queue-depth'],
].map((path) => `/api/${path}`)

test('lists and metrics come from the standby; from the primary while it is away', async () => {
  await using open = new AsyncDisposableStack()
  const server = await startOwnServer()
  open.defer(() => server.stop())
  const standby = await server.standby()
  const primary = openDatabase(server.url, { role: appRole })
  open.defer(() => primary.close())
  const told: string[] = []
  const options = {
    onAway: ({ message }: Error) => told.push(`away: ${message}`),
    onBack: () => told.push('back'),
  }
  const asked = async (url: string): Promise<Record<string, number>> => {
    const replica = openDatabase(url, { role: appRole, connectTimeoutMs: 2000 })
    open.defer(() => replica.close())
    const app = createHubApp({
      db: primary.db,
      replica: preferReplica(replica, primary, options),
      readiness: () => ready,
      log: keptLog([]),
      identify,
    })
    const answers = looks.map(async (path) => [path, (await app.request(path)).status] as const)
    return Object.fromEntries(await Promise.all(answers))
  }
  const fine = Object.fromEntries(looks.map((path) => [path, 200]))

  // the primary has lost this function: only the standby can answer
  await primary.pool.query('reset role; alter function hub.list_hands rename to mislaid')
  expect(await asked(standby)).toEqual(fine)
  await primary.pool.query('alter function hub.mislaid rename to list_hands')
  expect(told).toEqual([])

  const nobody = new URL(standby)
  nobody.port = '1'
  expect(await asked(nobody.href)).toEqual(fine)
  expect(told).toEqual([expect.stringMatching(/^away: /)])
})
