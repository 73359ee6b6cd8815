import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { openDatabase } from '../../src/database/pool.ts'
import { localOperator } from '../../src/http/access/identity.ts'
import { createHubApp } from '../../src/http/app.ts'
import { serveHttp } from '../../src/http/server.ts'
import { openStream } from '../../src/http/stream/stream.ts'
import { openDoorbell } from '../../src/listener/doorbell.ts'
import { connect } from '../support/server.ts'

/** Serves a stream of what happens in a database. */
export type StreamServer = {
  /** Where a client connects to. */
  readonly url: string
  close(): Promise<void>
}

/** What is measured, by name. */
export const streamServers: Readonly<Record<string, (url: string) => Promise<StreamServer>>> = {
  hub: serveHub,
  'payload, no journal': servePayloads,
}

/** The hub's stream with its doorbell; the rest of the hub is measured elsewhere. */
async function serveHub(url: string): Promise<StreamServer> {
  const log = pino({ level: 'warn' }, process.stderr)
  const database = openDatabase(url)
  const readiness = () => ({ ready: true, mode: doorbell.mode(), checks: {} })
  const stream = openStream({ db: database.db, log, readiness })
  const doorbell = openDoorbell({ url, log, onRing: stream.wake })
  const app = createHubApp({ db: database.db, log, readiness, stream, identify: async () => localOperator })
  const server = await serveHttp(app.fetch, '127.0.0.1', 0)
  return {
    url: `${server.url}/api/stream`,
    close: async () => {
      await stream.close()
      await Promise.all([server.close(), doorbell.close()])
      await database.close()
    },
  }
}

/** The least that could be done: each notification's payload, to everybody. No resume, no bounds, no roles. */
async function servePayloads(url: string): Promise<StreamServer> {
  const clients = new Set<ServerResponse>()
  const listener = await connect(url, 'bench payloads')
  listener.on('notification', ({ payload }) => {
    for (const client of clients) client.write(`data: ${payload}\n\n`)
  })
  await listener.query('listen bench_payload')
  const server = createServer((_, response) => {
    clients.add(response.writeHead(200, { 'content-type': 'text/event-stream' }))
    response.flushHeaders()
    response.once('close', () => clients.delete(response))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await listener.end()
    },
  }
}
