import type { ByeReason, ResetReason, StreamBeat, Topic } from '../schemas/stream.ts'
import { comment, encode, spreadRetry } from './messages.ts'
import { createOutbox } from './outbox.ts'
import type { Item } from './ring.ts'

/** Items for everybody with the same topics, put together once. */
export type Batch = { readonly bytes: Buffer; readonly count: number }

/** One connection. */
export type Client = {
  readonly body: ReadableStream<Uint8Array>
  readonly gone: Promise<void>
  readonly topics: ReadonlySet<Topic>
  /** The same for clients with the same topics. */
  readonly key: string
  /** False from its end on. */
  readonly open: boolean
  /** What is sent goes no faster than it is taken: wait for this between the pieces of much. */
  drained(): Promise<void>
  greet(bytes: Buffer): void
  send(batch: Batch): void
  beat(beat: Omit<StreamBeat, 'sent'>, place: string | undefined): void
  reset(reason: ResetReason, cursor: string, at: Date): void
  bye(reason: ByeReason): void
  /** It does not read: let it come back when it can. */
  drop(why: string): void
}

export type ClientOptions = {
  readonly topics: ReadonlySet<Topic>
  /** What may wait for it. */
  readonly maxBytes: number
  /** Nothing is taken for so long: the client is stuck. */
  readonly maxStallMs: number
  /** After a goodbye what waits in the socket may take so long. */
  readonly cutMs: number
  /** Cut the connection, whatever waits in its socket. */
  readonly cut: () => void
}

/** A client with nothing sent to it yet. */
export function createClient({ topics, maxBytes, maxStallMs, cutMs, cut }: ClientOptions): Client {
  const outbox = createOutbox(maxBytes)
  let open = true
  let sent = 0
  void outbox.gone.then(() => {
    open = false
  })

  const cutSoon = (): void => {
    const late = setTimeout(() => {
      cut()
      outbox.abandon()
    }, cutMs)
    void outbox.gone.then(() => clearTimeout(late))
  }
  const drop = (why: string): void => {
    open = false
    outbox.drop(comment(`dropped: ${why}; come back with Last-Event-ID`))
    cutSoon()
  }
  const takes = (): boolean => {
    if (open && outbox.stalledMs() > maxStallMs) drop('nothing was read for too long')
    return open
  }
  const push = (bytes: Buffer): boolean => {
    if (!takes()) return false
    if (outbox.push(bytes)) return true
    drop('reads too slowly')
    return false
  }
  const squeeze = (bytes: Buffer): void => {
    if (takes()) outbox.squeeze(bytes)
  }
  return {
    body: outbox.body,
    gone: outbox.gone,
    topics,
    key: [...topics].sort().join(),
    get open() {
      return open
    },
    drained: outbox.drained,
    greet: squeeze,
    send: ({ bytes, count }) => {
      if (count > 0 && push(bytes)) sent += count
    },
    beat: (beat, place) => {
      squeeze(encode('beat', { ...beat, sent } satisfies StreamBeat, place))
    },
    reset: (reason, cursor, at) => {
      squeeze(encode('reset', { at: at.toISOString(), cursor, reason }, cursor))
    },
    bye: (reason) => {
      if (!open) return
      open = false
      outbox.end(Buffer.concat([spreadRetry(), encode('bye', { reason })]))
      cutSoon()
    },
    drop,
  }
}

/** Those of the items that a client with these topics hears. */
export function batchFor(items: readonly Item[], topics: ReadonlySet<Topic>): Batch {
  const heard = items.filter(({ topic }) => topic !== null && topics.has(topic))
  const [first] = heard
  if (heard.length === 1 && first) return { bytes: first.bytes, count: 1 }
  return { bytes: Buffer.concat(heard.map(({ bytes }) => bytes)), count: heard.length }
}
