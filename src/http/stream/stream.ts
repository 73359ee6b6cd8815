import { HTTPException } from 'hono/http-exception'
import type { Db } from '../../database/pool.ts'
import type { Log } from '../../log.ts'
import type { Readiness } from '../health.ts'
import type { Topic } from '../schemas/stream.ts'
import { arrive } from './arrive.ts'
import { type StreamBounds, usualBounds } from './bounds.ts'
import { type Batch, batchFor, type Client, createClient } from './client.ts'
import { createFollower, type Place } from './follower.ts'
import { encode, retryHint } from './messages.ts'
import { createPages } from './pages.ts'

/** All who hear what happens, live. */
export type Stream = {
  /** A new connection: its body. */
  open(request: StreamRequest): Promise<ReadableStream<Uint8Array>>
  /** The journal has grown, says somebody. Nobody has to: it is looked at anyway, only later. */
  wake(): void
  /** How many are connected. */
  clients(): number
  /** How far it is behind the journal; null = nobody listens. */
  lagMs(): number | null
  /** Say goodbye to everybody, and take nobody any more. */
  close(): Promise<void>
}

export type StreamRequest = {
  readonly topics: ReadonlySet<Topic>
  /** Where the client was; null = it is new. */
  readonly after: string | null
  /** May it still listen? Asked now and then. */
  readonly mayStay: () => Promise<boolean>
  /** Cut the connection. */
  readonly cut: () => void
  /** Whose it is: nobody may have too many. */
  readonly owner?: string
}

export type StreamOptions = {
  readonly db: Db
  readonly log: Log
  readonly readiness: Readiness
  readonly bounds?: Partial<StreamBounds>
}

const comingBack = { size: 500, atOnce: 3, keep: 32, keepMs: 5000 }
/** How long goodbyes may take. */
const partingMs = 1000

/** The stream of one process. It reads the journal while anybody listens. */
export function openStream({ db, log, readiness, bounds: given = {} }: StreamOptions): Stream {
  const bounds = { ...usualBounds, ...given }
  const all = new Set<Client>()
  const live = new Set<Client>()
  const counts = new Map<string, number>()
  let closing = false
  let beats: NodeJS.Timeout | undefined

  const follower = createFollower({
    db,
    log,
    bounds: { maxItems: bounds.ringItems, maxBytes: bounds.ringBytes },
    pollMs: bounds.pollMs,
    onItems: (items) => {
      const batches = new Map<string, Batch>()
      for (const client of live) {
        const batch = batches.get(client.key) ?? batchFor(items, client.topics)
        batches.set(client.key, batch)
        client.send(batch)
      }
    },
    onReset: ({ cursor }) => {
      for (const client of live) client.reset('gone', cursor, follower.now())
    },
  })
  const arrival = {
    follower,
    readPage: createPages(db, comingBack),
    maxEvents: bounds.replayEvents,
    join: (client: Client) => void live.add(client),
  }

  const beat = (): void => {
    const { ready, mode, checks } = readiness()
    const age = checks.tick_age_ms
    const here = follower.here()
    const said = {
      at: follower.now().toISOString(),
      lag_ms: follower.lagMs(),
      ready,
      mode,
      tick_age_ms: typeof age === 'number' ? age : null,
    }
    for (const client of all) {
      const isLive = live.has(client)
      client.beat({ ...said, live: isLive }, isLive ? here?.cursor : undefined)
    }
  }

  /** Known to the rest from now until it is gone. */
  const admit = (client: Client, mayStay: StreamRequest['mayStay'], owner = ''): void => {
    all.add(client)
    counts.set(owner, (counts.get(owner) ?? 0) + 1)
    follower.follow(true)
    beats ??= setInterval(beat, bounds.beatMs)
    const check = setInterval(() => {
      // Who cannot be asked about (the database is away) hears nothing either.
      mayStay().then(
        (may) => may || client.bye('logged_out'),
        (error) => log.debug({ err: error }, 'nobody could say whether a client may stay'),
      )
    }, bounds.checkMs)
    void client.gone.then(() => {
      clearInterval(check)
      all.delete(client)
      const left = (counts.get(owner) ?? 1) - 1
      if (left > 0) counts.set(owner, left)
      else counts.delete(owner)
      live.delete(client)
      if (all.size > 0) return
      clearInterval(beats)
      beats = undefined
      follower.follow(false)
    })
  }

  const bring = async (client: Client, from: Place | string, resumed?: () => void): Promise<void> => {
    try {
      await arrive(client, from, arrival, resumed)
    } catch (error) {
      log.debug({ err: error }, 'a client could not catch up')
      client.drop('the journal cannot be read')
    }
  }

  return {
    open: async ({ topics, after, mayStay, cut, owner }) => {
      if (closing) throw new HTTPException(503, { message: 'the hub is stopping' })
      const known = after !== null && follower.ring.find(after) !== undefined
      const here = known ? null : await follower.fresh()
      // After what is waited for, so that of many who come at once none is let in too many.
      if (all.size >= bounds.maxClients) throw new HTTPException(503, { message: 'too many streams' })
      if (owner !== undefined && (counts.get(owner) ?? 0) >= bounds.maxForOne) {
        throw new HTTPException(503, {
          message: `${bounds.maxForOne} streams are open with this token: share one between tabs, and close what nobody sees`,
        })
      }
      const client = createClient({
        topics,
        cut,
        maxBytes: bounds.clientBytes,
        maxStallMs: bounds.clientStallMs,
        cutMs: bounds.cutMs,
      })
      admit(client, mayStay, owner)
      const hello = { at: follower.now().toISOString(), topics: [...topics] }
      client.greet(retryHint)
      if (after === null && here) {
        client.greet(encode('snapshot', { ...hello, cursor: here.cursor }, here.cursor))
        void bring(client, here)
      } else if (after !== null) {
        void bring(client, after, () => client.greet(encode('resumed', hello)))
      }
      return client.body
    },
    wake: follower.wake,
    clients: () => all.size,
    lagMs: () => (all.size > 0 ? follower.lagMs() : null),
    close: async () => {
      closing = true
      const parting = [...all].map(({ gone }) => gone)
      for (const client of all) client.bye('stopping')
      let late: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        late = setTimeout(resolve, partingMs)
      })
      await Promise.race([Promise.all(parting), patience])
      clearTimeout(late)
      clearInterval(beats)
      await follower.close()
    },
  }
}
