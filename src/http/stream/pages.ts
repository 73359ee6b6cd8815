import type { Db } from '../../database/pool.ts'
import { followEvents } from '../../database/verbs.ts'
import { encodeEvent, hasMessage } from './messages.ts'
import type { Item } from './ring.ts'
import { shownColumns } from './topics.ts'

/** A piece of the journal, encoded. */
export type Page = {
  readonly items: readonly Item[]
  /** Where to go on. */
  readonly cursor: string
}

/** Read the journal on from a cursor, at most as far as another one. */
export type ReadPage = (cursor: string, until: string) => Promise<Page>

export type PagesOptions = {
  readonly size: number
  /** Connections of the pool that may be used at a time. */
  readonly atOnce: number
  /** How many pages are kept for others who come back from the same place. */
  readonly keep: number
  readonly keepMs: number
}

/** Pages for those who come back: after a restart of the hub all do at once, most of them from the same place. */
export function createPages(db: Db, { size, atOnce, keep, keepMs }: PagesOptions): ReadPage {
  const gate = createGate(atOnce)
  const kept = new Map<string, Promise<Page>>()

  const read: ReadPage = async (cursor, until) => {
    const rows = await gate(() => followEvents(db, { cursor, until, limit: size, columns: shownColumns }))
    return { items: rows.filter(hasMessage).map(encodeEvent), cursor: rows.at(-1)?.cursor ?? until }
  }
  return (cursor, until) => {
    const key = `${cursor} ${until}`
    const known = kept.get(key)
    if (known) return known
    const page = read(cursor, until)
    const forget = (): void => {
      if (kept.get(key) === page) kept.delete(key)
    }
    kept.set(key, page)
    const [oldest] = kept.keys()
    if (kept.size > keep && oldest !== undefined) kept.delete(oldest)
    setTimeout(forget, keepMs).unref()
    page.catch(forget)
    return page
  }
}

type Gate = <T>(task: () => Promise<T>) => Promise<T>

/** Lets so many tasks run at a time. */
function createGate(width: number): Gate {
  let free = width
  const waiting: (() => void)[] = []
  return async (task) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
