/** What waits to be sent to one client, bounded, as the body of a response. */
export type Outbox = {
  readonly body: ReadableStream<Uint8Array>
  /** False when it would hold too much: then nothing was added. An empty one takes a piece of any size. */
  push(bytes: Buffer): boolean
  /** Add what is small and seldom, in any case. */
  squeeze(bytes: Buffer): void
  /** Wait until all was taken, or the end. */
  drained(): Promise<void>
  /** Milliseconds for which something has been waiting without being taken. */
  stalledMs(): number
  /** Send what waits and these last bytes, then end. */
  end(last: Buffer): void
  /** Forget what waits, send these last bytes if the client still reads, and end. */
  drop(last: Buffer): void
  /** Nobody will read any more of it. */
  abandon(): void
  /** Resolves when the body is read to its end, or nobody reads it any more. */
  readonly gone: Promise<void>
}

/** An empty outbox. The body is pulled by the socket: it takes no more than the network does. */
export function createOutbox(maxBytes: number): Outbox {
  let held: Buffer[] = []
  let bytes = 0
  let since = 0
  let wanted = false
  let ending = false
  let controller: ReadableStreamDefaultController<Uint8Array>
  const gone = Promise.withResolvers<void>()
  let drained = Promise.withResolvers<void>()

  const finish = (): void => {
    held = []
    bytes = 0
    drained.resolve()
    gone.resolve()
  }
  const flush = (): void => {
    if (!wanted) return
    const [first] = held
    if (first) {
      wanted = false
      controller.enqueue(held.length === 1 ? first : Buffer.concat(held))
      held = []
      bytes = 0
      drained.resolve()
    } else if (ending) {
      wanted = false
      controller.close()
      finish()
    }
  }
  const add = (chunk: Buffer): void => {
    if (held.length === 0) {
      since = performance.now()
      drained = Promise.withResolvers<void>()
    }
    held.push(chunk)
    bytes += chunk.length
    flush()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given
      },
      pull: () => {
        wanted = true
        flush()
      },
      cancel: () => {
        ending = true
        finish()
      },
    },
    { highWaterMark: 0 },
  )
  drained.resolve()
  return {
    body,
    push: (chunk) => {
      if (ending || (bytes > 0 && bytes + chunk.length > maxBytes)) return false
      add(chunk)
      return true
    },
    squeeze: (chunk) => {
      if (!ending) add(chunk)
    },
    drained: () => drained.promise,
    stalledMs: () => (held.length === 0 ? 0 : performance.now() - since),
    end: (last) => {
      if (ending) return
      ending = true
      add(last)
    },
    drop: (last) => {
      if (ending) return
      ending = true
      held = []
      bytes = 0
      drained.resolve()
      add(last)
    },
    abandon: () => {
      ending = true
      controller.close()
      finish()
    },
    gone: gone.promise,
  }
}
