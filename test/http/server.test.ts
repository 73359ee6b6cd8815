import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { Problem } from '../../src/http/schemas.ts'
import { serveHttp } from '../../src/http/server.ts'

test.for([
  ['no HTTP', 'nonsense\r\n\r\n', 400],
  ['a method that nobody knows', 'FLY / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['no Host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 400],
  ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
  ['no resource', 'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['another scheme', 'GET ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['an expectation', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: foo\r\n\r\n', 417],
] as const)('what HTTP itself refuses is a problem, too: %s', async ([, sent, status]) => {
  const server = await serveHttp(() => new Response('ok'), '127.0.0.1', 0)
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => {})
  let text = ''
  socket.on('data', (part) => {
    text += part
  })
  socket.write(sent)
  await once(socket, 'close')
  const [head = '', body = ''] = text.split('\r\n\r\n')
  expect(head).toContain(`HTTP/1.1 ${status} `)
  expect(head).toMatch(/^content-type: application\/problem\+json$/im)
  expect(Problem.parse(JSON.parse(body))).toMatchObject({
    status,
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  await server.close()
})
