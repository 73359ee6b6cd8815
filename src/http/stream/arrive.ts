import type { ResetReason } from '../schemas/stream.ts'
import { batchFor, type Client } from './client.ts'
import type { Follower, Place } from './follower.ts'
import type { ReadPage } from './pages.ts'

export type Arrival = {
  readonly follower: Follower
  readonly readPage: ReadPage
  /** More changes than this are not replayed: loading afresh is cheaper. */
  readonly maxEvents: number
  /** From here on the client hears what comes. */
  readonly join: (client: Client) => void
}

const pieceSize = 500

/**
 * Bring a client from its place to the end of the ring, no faster than it reads, and let it join there. In the
 * same breath: nothing may come between the last look into the ring and the joining. One that came back hears first
 * that its place was found (`resumed`), or else, by a reset, that it was not.
 */
export async function arrive(
  client: Client,
  from: Place | string,
  arrival: Arrival,
  resumed: () => void = () => {},
): Promise<void> {
  const { ring } = arrival.follower
  let told = typeof from !== 'string'
  const found = (): void => {
    if (!told) resumed()
    told = true
  }
  let cursor = typeof from === 'string' ? from : from.cursor
  let place = typeof from === 'string' ? ring.find(from) : from.place
  for (;;) {
    for (;;) {
      await client.drained()
      const items = place === undefined ? null : ring.from(place, pieceSize)
      if (place === undefined || items === null) break
      if (!client.open) return
      found()
      const last = items.at(-1)
      if (!last) return arrival.join(client)
      client.send(batchFor(items, client.topics))
      cursor = last.cursor
      place += items.length
    }
    const target = await arrival.follower.fresh()
    const reason = await catchUp(client, cursor, target.cursor, { ...arrival, found })
    if (!client.open) return
    if (reason) {
      told = true
      client.reset(reason, target.cursor, arrival.follower.now())
    }
    cursor = target.cursor
    place = target.place
  }
}

/** Send from the journal what lies between two cursors; a reason when that cannot be. */
async function catchUp(
  client: Client,
  from: string,
  until: string,
  { readPage, maxEvents, found }: Arrival & { readonly found: () => void },
): Promise<ResetReason | null> {
  let count = 0
  for (let cursor = from; cursor !== until && client.open; ) {
    const page = await readPage(cursor, until).catch(refused)
    if (typeof page === 'string') return page
    count += page.items.length
    if (count > maxEvents) return 'too_far'
    found()
    await client.drained()
    client.send(batchFor(page.items, client.topics))
    cursor = page.cursor
  }
  return null
}

function refused(error: { code?: unknown }): ResetReason {
  if (error.code === 'UB410') return 'gone'
  if (error.code === 'UB400') return 'malformed'
  throw error
}
