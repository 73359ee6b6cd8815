import { setTimeout as sleep } from 'node:timers/promises'
import { now } from './child.ts'
import { systemNamed } from './registry.ts'

/** So many jobs a second for so many seconds, numbered from a first one. */
export type Order = { readonly perSecond: number; readonly seconds: number; readonly first: number }
/** When each job was sent off, and when its commit was known. */
export type Additions = readonly (readonly [id: string, sent: number, committed: number])[]

// A producer in a process of its own: arguments are system and connection string; each message is an order.
const [name, url] = process.argv.slice(2)
const producer = await systemNamed(name).produce(url ?? '')
process.on('message', (order: Order) => void fulfil(order).then((additions) => process.send?.(additions)))
process.once('disconnect', () => void producer.close().then(() => process.exit(0)))
process.send?.('ready')

/** Jobs arrive at random, the same for all systems, whether or not the one before is through. */
async function fulfil({ perSecond, seconds, first }: Order): Promise<Additions> {
  const random = randomOf(first + perSecond)
  const began = now()
  const adding: Promise<readonly [string, number, number]>[] = []
  let due = began
  for (let n = first; due < began + seconds * 1000; n++) {
    due += (-Math.log(1 - random()) * 1000) / perSecond
    const wait = due - now()
    if (wait > 1) await sleep(wait)
    adding.push(add(n))
  }
  return Promise.all(adding)
}

async function add(n: number): Promise<readonly [string, number, number]> {
  const sent = now()
  const id = await producer.add(n)
  return [id, sent, now()]
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
