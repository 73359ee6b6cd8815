import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import { vi } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/database/pool.ts'
import { createHubApp, type HubAppOptions } from '../../src/http/app.ts'
import type { StreamEvent } from '../../src/http/schemas/stream.ts'
import { type HttpServer, serveHttp } from '../../src/http/server.ts'
import type { StreamBounds } from '../../src/http/stream/bounds.ts'
import { openStream, type Stream } from '../../src/http/stream/stream.ts'
import { test as base } from '../support/database.ts'
import { identify, keptLog, ready } from './support.ts'

/** One message as it came over the wire. */
export type Message = { readonly event: string; readonly id: string | undefined; readonly data: Data }

/** Fields of any message. */
type Data = StreamEvent & Record<string, unknown>

/** A browser: one connection, and what came over it. */
export type Listener = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly messages: Message[]
  /** Everything as it came. */
  readonly text: () => string
  /** The last id that came, as EventSource keeps it. */
  readonly place: () => string | undefined
  /** Wait for a message that fits. */
  until(fits: (message: Message) => boolean): Promise<Message>
  /** Resolves when the hub has ended the connection. */
  readonly ended: Promise<void>
  /** Stop reading, as a browser that hangs. */
  pause(): void
  resume(): void
  /** Go away without a word. */
  close(): void
}

export type HubHttp = {
  readonly url: string
  readonly stream: Stream
  readonly database: OpenDatabase
  stop(): Promise<void>
}

export type HubOptions = {
  readonly bounds?: Partial<StreamBounds>
  readonly identify?: HubAppOptions['identify']
}

/** `test` with `hub`, which makes hubs on the test's database with a real port, and `listen`, which makes browsers. */
export const test = base
  .extend('hub', async ({ url }, { onCleanup }) => {
    const hubs: HubHttp[] = []
    onCleanup(async () => {
      await Promise.all(hubs.map((each) => each.stop()))
    })
    return async (options: HubOptions = {}): Promise<HubHttp> => {
      const hub = await startHubHttp(url, options)
      hubs.push(hub)
      return hub
    }
  })
  .extend('listen', async ({}, { onCleanup }) => {
    const listeners: Listener[] = []
    onCleanup(() => {
      for (const each of listeners) each.close()
    })
    return async (hub: Pick<HubHttp, 'url'>, query = '', place?: string): Promise<Listener> => {
      const listener = await listenTo(`${hub.url}/api/stream${query}`, place)
      listeners.push(listener)
      return listener
    }
  })

async function startHubHttp(url: string, { bounds = {}, ...options }: HubOptions): Promise<HubHttp> {
  const database = openDatabase(url)
  const shared = { db: database.db, log: keptLog([]), readiness: () => ready }
  const stream = openStream({ ...shared, bounds })
  const app = createHubApp({ ...shared, identify, stream, ...options })
  const server: HttpServer = await serveHttp(app.fetch, '127.0.0.1', 0)
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await stream.close()
    await server.close()
    await database.close()
  }
  return {
    url: server.url,
    stream,
    database,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** Connect, or throw what the hub answers instead. */
async function listenTo(url: string, place?: string): Promise<Listener> {
  const request: ClientRequest = get(url, {
    agent: false,
    headers: { accept: 'text/event-stream', ...(place === undefined ? {} : { 'last-event-id': place }) },
  })
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  request.on('error', () => {}) // closed by us, or reset by a hub that is gone: `ended` tells
  const messages: Message[] = []
  let text = ''
  let rest = ''
  let changed = Promise.withResolvers<void>()
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    const parts = `${rest}${chunk}`.split('\n\n')
    rest = parts.pop() ?? ''
    messages.push(...parts.map(parse).filter((message) => message !== null))
    changed.resolve()
    changed = Promise.withResolvers()
  })
  const ended = new Promise<void>((resolve) => {
    response.once('close', resolve).on('error', () => {})
  })
  let over = false
  void ended.then(() => {
    over = true
    changed.resolve()
  })
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    messages,
    text: () => text,
    place: () => messages.findLast(({ id }) => id !== undefined)?.id,
    until: async (fits) => {
      for (let seen = 0; ; ) {
        for (; seen < messages.length; seen++) {
          const message = messages[seen]
          if (message && fits(message)) return message
        }
        if (over) throw new Error(`the stream ended before that message: ${text.slice(-500)}`)
        await changed.promise
      }
    },
    ended,
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => request.destroy(),
  }
}

function parse(part: string): Message | null {
  const fields = new Map<string, string>()
  for (const line of part.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? []
    if (name) fields.set(name, value)
  }
  const data = fields.get('data')
  return data === undefined
    ? null
    : { event: fields.get('event') ?? 'message', id: fields.get('id'), data: JSON.parse(data) }
}

/** The changes among the messages. */
export function changesIn(messages: readonly Message[]): StreamEvent[] {
  return messages.filter(({ event }) => event === 'patch' || event === 'alert').map(({ data }) => data)
}

/** The rows that the changes add up to, by subject. */
export function fold(
  changes: readonly StreamEvent[],
  rows = new Map<string, Record<string, unknown>>(),
): Map<string, Record<string, unknown>> {
  for (const { op, subject, patch } of changes) {
    if (op === 'delete') rows.delete(subject)
    else if (op !== null) rows.set(subject, { ...(op === 'insert' ? {} : rows.get(subject)), ...patch })
  }
  return rows
}

/** Wait until the hub knows of so many listeners. */
export async function untilClients(stream: Stream, count: number): Promise<void> {
  await vi.waitUntil(() => stream.clients() === count, { timeout: 10_000, interval: 10 })
}
