import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { RequestError } from '@hono/node-server'
import { type Fault, internalFault } from './problem.ts'
import type { Problem } from './schemas.ts'

// What never becomes a request of the app, because HTTP itself forbids it; it is answered as everything else is.

/** Whoever sends such a thing may have sent more of it: nothing else is read from there. */
const headers = { 'Content-Type': 'application/problem+json', Connection: 'close' }

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  417: 'Expectation Failed',
  431: 'Request Header Fields Too Large',
}

const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** What the parser cannot read: there is a socket and nothing else. */
export function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = statuses[error.code ?? ''] ?? 400
  const body = bodyOf(faultOf(status))
  const told = Object.entries({ ...headers, 'Content-Length': Buffer.byteLength(body) })
  const lines = [`HTTP/1.1 ${status} ${titles[status]}`, ...told.map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** Expect: something else than 100-continue. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const hint = 'Leave the header Expect out, or send Expect: 100-continue.'
  const body = bodyOf({ ...faultOf(417), hint })
  response.writeHead(417, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

/** Parsed, but no address comes out of it: without Host, with one that is none, or of no resource (`GET *`). */
export function answerBroken(error: unknown): Response {
  const fault =
    error instanceof RequestError ? { ...faultOf(400), detail: error.message.toLowerCase() } : internalFault
  return new Response(bodyOf(fault), { status: fault.status, headers })
}

function faultOf(status: number): Fault {
  return {
    status,
    code: status === 400 ? 'UB400' : `HTTP${status}`,
    title: (titles[status] ?? 'refused').toLowerCase(),
    hint: 'This is no request of HTTP/1.1 that the hub can read; /openapi.json says what it takes.',
  }
}

function bodyOf(fault: Fault): string {
  return JSON.stringify({ ...fault, request_id: randomUUID() } satisfies Problem)
}
