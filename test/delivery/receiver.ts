import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as it came. */
export type Received = {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: bodies of all kinds are looked into
  readonly body: any
  readonly at: number
}

export type Receiver = {
  readonly url: string
  readonly received: Received[]
  /** Wait until so many have come. */
  until(count: number): Promise<void>
  close(): Promise<void>
}

type Answer = (request: Received, response: ServerResponse, socket: Socket, nth: number) => void

/** An HTTP server on loopback that answers as told; 204 when not told. */
export async function aReceiver(
  answer: Answer = (_, response) => response.writeHead(204).end(),
): Promise<Receiver> {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const text = Buffer.concat(parts).toString()
      const got = {
        path: request.url ?? '',
        headers: request.headers,
        text,
        body: text === '' ? null : JSON.parse(text),
        at: Date.now(),
      }
      received.push(got)
      const nth = received.filter(({ path }) => path === got.path).length
      answer(got, response, request.socket, nth)
      for (const each of waiting) if (received.length >= each.count) each.resolve()
    })
    request.on('error', () => {}) // it was killed
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    until: async (count) => {
      if (received.length >= count) return
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ count, resolve })
      await promise
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
