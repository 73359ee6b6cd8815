import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../database/pool.ts'
import { followEvents } from '../../database/verbs.ts'
import type { Log } from '../../log.ts'
import { encodeEvent, hasMessage, placeOnly } from './messages.ts'
import { createRing, type Item, type Ring, type RingBounds } from './ring.ts'
import { shownColumns } from './topics.ts'

/** The one reader of the journal that all clients of this process share. */
export type Follower = {
  readonly ring: Ring
  /** The place after all that was read, findable in the ring from now on; null = not known yet. */
  here(): Place | null
  /** The database's clock, now. */
  now(): Date
  /** Milliseconds since the journal was last read to its end. */
  lagMs(): number
  /** Wait for a reading that begins after this call: what was committed before it is in the ring then. */
  fresh(): Promise<Place>
  /** The journal has grown, says somebody. */
  wake(): void
  /** Keep reading, or rest; somebody who rests long starts from now. */
  follow(wanted: boolean): void
  close(): Promise<void>
}

/** The same place in the journal and in the ring. */
export type Place = { readonly cursor: string; readonly place: number }

export type FollowerOptions = {
  readonly db: Db
  readonly log: Log
  readonly bounds: RingBounds
  /** Not everything that changes rings. */
  readonly pollMs: number
  readonly onItems: (items: readonly Item[]) => void
  /** The journal is another one, or was cut: who follows has to load afresh. */
  readonly onReset: (place: Place) => void
}

const pageSize = 1000
/** Readings closer together than this are made one: a wall of browsers is written to at once. */
const gapMs = 25
/** A ring can overtake the commits of others: for this long after it, look again at every gap. */
const lookAgainMs = 150
/** After so long a rest it is cheaper to start from now. */
const forgetAfterMs = 60_000

/** Follow the journal while somebody wants it. */
export function createFollower({ db, log, bounds, pollMs, onItems, onReset }: FollowerOptions): Follower {
  const ring = createRing(bounds)
  let cursor: string | null = null
  let clock = { at: Date.now(), read: performance.now() }
  let caughtUpAt = Number.NEGATIVE_INFINITY
  let rungAt = Number.NEGATIVE_INFINITY
  let failing = false
  let wanted = false
  let closed = false
  let waiting: PromiseWithResolvers<Place>[] = []
  let running: Promise<void> | null = null
  let endNap = (): void => {}

  const here = (): Place | null => {
    if (cursor === null) return null
    if (ring.find(cursor) !== ring.end) ring.add([placeOnly(cursor)])
    return { cursor, place: ring.end }
  }

  /** One page; true when there is more. */
  const read = async (): Promise<boolean> => {
    const began = performance.now()
    const page = await followEvents(db, { cursor, limit: pageSize, columns: shownColumns })
    const last = page.at(-1)
    if (last) cursor = last.cursor
    const items = page.filter(hasMessage).map(encodeEvent)
    ring.add(items)
    if (items.length > 0) onItems(items)
    if (last?.id !== null) return true
    clock = { at: last.at.getTime(), read: performance.now() }
    caughtUpAt = began
    return false
  }

  const startAfresh = async (): Promise<void> => {
    cursor = null
    ring.clear()
    await read()
    onReset(here() as Place)
  }

  const look = async (): Promise<boolean> => {
    const asked = waiting
    waiting = []
    try {
      let more = false
      try {
        do more = await read()
        while (more && asked.length > 0)
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'UB410') throw error
        await startAfresh()
      }
      if (failing) log.info('the stream reads the journal again')
      failing = false
      const place = here() as Place
      for (const each of asked) each.resolve(place)
      return more
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'the stream cannot read the journal')
      failing = true
      for (const each of asked) each.reject(error)
      return false
    }
  }

  const nap = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      endNap = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async (): Promise<void> => {
    if (performance.now() - caughtUpAt > forgetAfterMs && cursor !== null) {
      cursor = null
      ring.clear()
    }
    while (!closed && (wanted || waiting.length > 0)) {
      const began = performance.now()
      const more = await look()
      if (more) continue
      if (rungAt < began && waiting.length === 0) await nap(began - rungAt < lookAgainMs ? gapMs : pollMs)
      const gap = gapMs - (performance.now() - began)
      if (gap > 0) await pause(gap)
    }
  }
  const start = (): void => {
    running ??= run().finally(() => {
      running = null
      if (!closed && (wanted || waiting.length > 0)) start()
    })
  }

  return {
    ring,
    here,
    now: () => new Date(clock.at + performance.now() - clock.read),
    lagMs: () => Math.round(performance.now() - caughtUpAt),
    fresh: () => {
      const asked = Promise.withResolvers<Place>()
      waiting.push(asked)
      endNap()
      start()
      return asked.promise
    },
    wake: () => {
      rungAt = performance.now()
      endNap()
    },
    follow: (want) => {
      wanted = want
      if (want) start()
      else endNap()
    },
    close: async () => {
      closed = true
      wanted = false
      endNap()
      await running
      for (const each of waiting.splice(0)) each.reject(new Error('the stream is closed'))
    },
  }
}
