import type { FollowedEvent } from '../../database/verbs.ts'
import type { Item } from './ring.ts'
import { topicOf } from './topics.ts'

/** One message of Server-Sent Events. JSON of one line, so no data has to be split. */
export function encode(event: string, data: unknown, id?: string): Buffer {
  const place = id === undefined ? '' : `id: ${id}\n`
  return Buffer.from(`${place}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** A row with an event, not only a place. */
export type Told = FollowedEvent & { readonly message: string }

/** Is there an event in this row? */
export function hasMessage(row: FollowedEvent): row is Told {
  return row.message !== null
}

/** An event of the journal as all who hear its topic get it. Its JSON stays text: ids may exceed a number. */
export function encodeEvent({ kind, cursor, message }: Told): Item {
  const topic = topicOf(kind)
  const name = topic === 'alerts' ? 'alert' : 'patch'
  const data = `{"topic":"${topic}",${message.trimStart().slice(1)}`
  return { cursor, topic, bytes: Buffer.from(`id: ${cursor}\nevent: ${name}\ndata: ${data}\n\n`) }
}

/** Only a place, to be found again when a client comes back to it. */
export function placeOnly(cursor: string): Item {
  return { cursor, topic: null, bytes: Buffer.alloc(0) }
}

/** When the hub tells browsers to try again, in its first words. */
export const retryHint: Buffer = Buffer.from('retry: 2000\n\n')

/** A line that clients ignore, for people who look at the wire. */
export function comment(text: string): Buffer {
  return Buffer.from(`: ${text}\n\n`)
}

/** After a restart not everybody comes back in the same moment. */
export function spreadRetry(): Buffer {
  return Buffer.from(`retry: ${1000 + Math.floor(Math.random() * 3000)}\n`)
}
