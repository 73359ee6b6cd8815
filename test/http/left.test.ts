import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'vitest'
import { createHubApp } from '../../src/http/app.ts'
import { serveHttp } from '../../src/http/server.ts'
import { createTelemetry } from '../../src/http/telemetry/telemetry.ts'
import { identify, keptLog, ready, test } from './support.ts'

const heads = {
  'JSON, its length told': ['/api/actions/retry', 'Content-Type: application/json\r\nContent-Length: 5000'],
  'JSON in chunks': ['/api/actions/retry', 'Content-Type: application/json\r\nTransfer-Encoding: chunked'],
  'CSV, its length told': ['/api/imports/csv', 'Content-Type: text/csv\r\nContent-Length: 5000'],
  'CSV in chunks': ['/api/imports/csv', 'Content-Type: text/csv\r\nTransfer-Encoding: chunked'],
  'a form': ['/api/imports/csv', 'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000'],
  'with a key': [
    '/api/actions/retry',
    'Content-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: 5000',
  ],
} as const

test('an upload that is broken off is no error of the hub', async ({ database, client, lines }) => {
  const telemetry = createTelemetry()
  const app = createHubApp({
    db: database.db,
    readiness: () => ready,
    log: keptLog(lines),
    identify,
    telemetry,
    importCsv: async () => ({}),
  })
  let begun = Promise.withResolvers<void>()
  const fetch: typeof app.fetch = (...request) => {
    begun.resolve()
    return app.fetch(...request)
  }
  const server = await serveHttp(fetch, '127.0.0.1', 0)
  for (const [name, [path, head]] of Object.entries(heads)) {
    const told = lines.filter(({ msg }) => msg === 'request').length
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    await once(socket, 'connect')
    const part = head.includes('chunked') ? '5\r\n{"ins\r\n' : '{"ins'
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n${part}`)
    await begun.promise
    begun = Promise.withResolvers()
    socket.destroy()
    await expect
      .poll(() => lines.filter(({ msg }) => msg === 'request').length, { message: name })
      .toBe(told + 1)
  }
  const requests = lines.filter(({ msg }) => msg === 'request')
  expect(requests.map(({ status }) => status)).toEqual(Object.keys(heads).map(() => 499))
  expect(lines.filter(({ level }) => Number(level) > 30)).toEqual([])
  expect(await telemetry.registry.metrics()).not.toMatch(/_count\{.*status="5\d\d"/)
  const { rows } = await client.query('select from hub.actions')
  expect(rows).toEqual([])
  await server.close()
})
