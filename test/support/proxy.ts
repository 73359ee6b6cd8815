import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

/** A TCP proxy that fails as networks and poolers do. */
export type Proxy = {
  /** The same connection string through the proxy. */
  readonly url: string
  /** Keep sockets open and swallow what comes from either side: a cable that was pulled. */
  blackHole(which?: 'existing' | 'all'): void
  /** Close new connections at once: nothing listens there. */
  refuse(): void
  /** Reset every open connection. */
  kill(): void
  /** Hold a share of the packets back, in order, for up to so many milliseconds. */
  delay(share: number, upToMs: number): void
  /** New connections go there. */
  redirect(url: string): void
  /** Swallow notifications and let all else pass: what a pooler in transaction mode makes of LISTEN. */
  swallowNotifications(): void
  /** Back to normal; what was in a black hole stays there. */
  restore(): void
  readonly connections: number
  close(): Promise<void>
}

type Pair = { readonly client: Socket; readonly server: Socket; swallowed: boolean }

export async function startProxy(target: string, random: Random): Promise<Proxy> {
  let to = endpoint(target)
  let mode: 'pass' | 'refuse' | 'black hole' = 'pass'
  let deaf = false
  let late = { share: 0, upToMs: 0 }
  const pairs = new Set<Pair>()

  const server = createServer((client) => {
    if (mode === 'refuse') {
      client.destroy()
      return
    }
    const upstream = connect(to.port, to.host)
    const pair: Pair = { client, server: upstream, swallowed: mode === 'black hole' }
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        if (!pair.swallowed) end()
      })
    }
    const cut = withoutNotifications()
    forward(client, upstream, (chunk) => chunk)
    forward(upstream, client, (chunk) => (deaf ? cut(chunk) : chunk))

    function forward(from: Socket, into: Socket, edit: (chunk: Buffer) => Buffer): void {
      let queue: Promise<void> = Promise.resolve()
      from.on('data', (chunk) => {
        const bytes = edit(chunk)
        const wait = random.chance(late.share) ? random() * late.upToMs : 0
        queue = queue.then(async () => {
          if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
          if (!pair.swallowed && into.writable) into.write(bytes)
        })
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = new URL(target)
  own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: own.href,
    blackHole(which = 'all') {
      for (const pair of pairs) pair.swallowed = true
      if (which === 'all') mode = 'black hole'
    },
    refuse() {
      mode = 'refuse'
    },
    kill() {
      for (const { client, server } of pairs) {
        client.resetAndDestroy()
        server.destroy()
      }
      pairs.clear()
    },
    delay(share, upToMs) {
      late = { share, upToMs }
    },
    redirect(url) {
      to = endpoint(url)
    },
    swallowNotifications() {
      deaf = true
    },
    restore() {
      mode = 'pass'
      deaf = false
      late = { share: 0, upToMs: 0 }
    },
    get connections() {
      return pairs.size
    },
    async close() {
      for (const { client, server } of pairs) {
        client.destroy()
        server.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
}

function endpoint(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port || 5432) }
}

/** Cuts NotificationResponse messages (type 'A') out of what a server sends. */
function withoutNotifications(): (chunk: Buffer) => Buffer {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const kept: Buffer[] = []
    while (rest.length >= 5) {
      const length = 1 + rest.readInt32BE(1)
      if (rest.length < length) break
      if (rest[0] !== 'A'.charCodeAt(0)) kept.push(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
    return Buffer.concat(kept)
  }
}
