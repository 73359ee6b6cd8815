import { createServer, type Server } from 'node:http'
import { isIP } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { UserError } from '../user_error.ts'
import { answerBroken, refuseExpectation, refuseUnread } from './no_request.ts'

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
  // A request without Host is answered 400 all the same, but as a problem.
  const listener = getRequestListener(fetch, { errorHandler: answerBroken })
  const server = createServer({ requireHostHeader: false }, listener)
  server.keepAliveTimeout = idleMs
  server.on('clientError', refuseUnread)
  server.on('checkExpectation', refuseExpectation)
  await listen(server, host, port)
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return { url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}`, close: () => drain(server) }
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
