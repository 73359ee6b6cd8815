import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '../latency/child.ts'
import type { Target } from './targets.ts'

/** Ask so many times a second in all, each target as often as the others. */
export type Order = {
  readonly targets: readonly Target[]
  readonly token: string
  readonly perSecond: number
  readonly seconds: number
}

/** Of one target: milliseconds of each answer, and how long one was on average. */
export type Answered = { readonly name: string; readonly ms: Float64Array; readonly bytes: number }

/**
 * How late this process itself sent off what was due, in milliseconds; it is within each latency. And how often the hub
 * answered that it was not ready: a tick was late.
 */
export type Asked = {
  readonly answered: readonly Answered[]
  readonly lateMs: Float64Array
  readonly notReady: number
}

// Clients in a process of their own. The loop is open: who asks next does not wait for who asked before, as browsers do
// not, and there are as many connections as it takes. A latency runs from the moment at which the request was DUE, by
// arrivals drawn beforehand (Poisson), to the last byte of its answer. So a stall of the hub is counted in
// every request that fell due during it, and nothing that was not asked is left out or made up (coordinated omission).
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

process.on('message', (order: Order) => {
  fulfil(order).then(
    (asked) => process.send?.(asked),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(0))
process.send?.('ready')

let notReady = 0

async function fulfil({ targets, token, perSecond, seconds }: Order): Promise<Asked> {
  const found = targets.map(({ name }) => ({ name, ms: [] as number[], bytes: 0 }))
  const late: number[] = []
  notReady = 0
  const under: Promise<void>[] = []
  const began = now()
  let deck: number[] = []
  let due = began
  for (let n = 0; due < began + seconds * 1000; n++) {
    due += (-Math.log(1 - Math.random()) * 1000) / perSecond
    const wait = due - now()
    if (wait > 1) await sleep(wait)
    late.push(Math.max(0, now() - due))
    if (deck.length === 0) deck = shuffled(targets.length)
    const next = deck.pop() as number
    const { urls } = targets[next] as Target
    const into = found[next] as (typeof found)[number]
    const at = due
    const url = urls[n % urls.length] as string
    under.push(
      ask(url, token).then((bytes) => {
        into.ms.push(now() - at)
        into.bytes += bytes
      }),
    )
  }
  await Promise.all(under)
  return {
    notReady,
    lateMs: Float64Array.from(late),
    answered: found.map(({ name, ms, bytes }) => ({
      name,
      ms: Float64Array.from(ms),
      bytes: bytes / ms.length,
    })),
  }
}

/** The length of the answer; anything but 200 is an error, for a refusal is answered fast; that the hub is not ready is counted. */
function ask(url: string, token: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const request = get(
    url,
    { agent, timeout: 30_000, headers: { authorization: `Bearer ${token}` } },
    (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('end', () => {
        const isLate = response.statusCode === 503 && url.endsWith('/health/ready')
        if (isLate) notReady += 1
        if (response.statusCode === 200 || isLate) resolve(bytes)
        else reject(new Error(`${url} answered ${response.statusCode}`))
      })
      response.on('error', reject)
    },
  )
  request.on('timeout', () => request.destroy(new Error(`${url} did not answer`)))
  request.on('error', (cause) => reject(new Error(`${url} did not answer: ${cause.message}`, { cause })))
  return promise
}

/** All numbers below this one, in any order. */
function shuffled(count: number): number[] {
  const all = Array.from({ length: count }, (_, n) => n)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    ;[all[i], all[j]] = [all[j] as number, all[i] as number]
  }
  return all
}
