import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { UserError } from '../user_error.ts'

/** A listening server. */
export type HttpServer = {
  readonly url: string
  /** Take no new request, let those under way end. */
  close(): Promise<void>
}

/** How long a request under way may still take when the server closes. */
const drainMs = 5000

/** Longer than clients and proxies keep a connection that nobody uses, so that none is closed as a request comes along it. */
const idleMs = 75_000

/** Serve a fetch handler on an address; a port that is taken is told in words. */
export async function serveHttp(
  fetch: Parameters<typeof getRequestListener>[0],
  host: string,
  port: number,
): Promise<HttpServer> {
  const server = createServer(getRequestListener(fetch))
  server.keepAliveTimeout = idleMs
  server.on('clientError', refuse)
  await listen(server, host, port)
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return { url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}`, close: () => drain(server) }
}

const refusals: Readonly<Record<string, readonly [status: number, title: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
}

/** What the parser refuses never becomes a request; it is answered as everything else is. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, title] = refusals[error.code ?? ''] ?? [400, 'Bad Request']
  const body = JSON.stringify({
    status,
    code: status === 400 ? 'UB400' : `HTTP${status}`,
    title: title.toLowerCase(),
    hint: 'This is no request of HTTP/1.1 that the hub can read; /openapi.json says what it takes.',
    request_id: randomUUID(),
  })
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

/** Find out before anything else is started. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  const server = createServer()
  await listen(server, host, port)
  await drain(server)
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error) => reject(inWords(error, host, port)))
  server.listen(port, host, resolve)
  await promise
}

async function drain(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeIdleConnections()
  const late = setTimeout(() => server.closeAllConnections(), drainMs)
  await promise
  clearTimeout(late)
}

function inWords(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new UserError(
      `port ${port} on ${host} is taken`,
      `Is another hub running? Choose another port: npm start -- --port ${port + 1}`,
      { cause: error },
    )
  }
  if (error.code === 'EACCES')
    return new UserError(`port ${port} may not be used`, 'Choose one above 1023.', { cause: error })
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UserError(
      `${host} is not an address of this machine`,
      'Set HOST to one, 127.0.0.1 for instance.',
      { cause: error },
    )
  }
  return error
}
