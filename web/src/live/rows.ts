import { useSyncExternalStore } from 'react'
import type { StreamEvent } from '../../../src/http/schemas/stream.ts'

/** A row as the page holds it. */
export type Row = { readonly id: number; readonly updated_at?: string }

/**
 * All rows of one kind that were loaded or told of, once each: whoever shows a row shows the same. Changes of the
 * stream are laid over them; what is older than what is known is left out.
 */
export type Rows<T extends Row> = {
  get(id: number): T | undefined
  all(): ReadonlyMap<number, T>
  /** Grows with every change. */
  version(): number
  /** Rows that were asked for at that time (`performance.now()`): what was told since is newer. */
  put(rows: readonly T[], askedAt: number): void
  apply(events: readonly StreamEvent[]): void
  /** Paint what was asked for until the hub says what is. */
  paint(id: number, over: Partial<T>): () => void
  isAsked(id: number): boolean
  /** All lists are loaded anew: what is neither loaded nor told of until `sweep` is gone from the database. */
  beginAnew(): void
  sweep(): void
  subscribe(listener: () => void): () => void
}

export type RowsOptions<T> = {
  /** Subjects of the journal are called so: `instruction:45`. */
  readonly noun: string
  /** Of a change of a row that is not here: somebody may want it. */
  readonly onUnknown: (id: number) => void
  /** Columns that bring no row onto a list: a change of nothing else is not worth asking for the row. */
  readonly minor?: ReadonlySet<string>
  /** Not every column is told of; a new row of the stream is completed with these. */
  readonly blank: Partial<T>
}

/** A list that is under way longer than this is loaded again anyway. */
const rememberMs = 20_000
/** Never more than this; what is over is forgotten oldest first. */
const most = 30_000

function idOf({ subject }: Pick<StreamEvent, 'subject'>): number {
  return Number(subject.slice(subject.indexOf(':') + 1))
}

export function createRows<T extends Row>({ noun, onUnknown, minor, blank }: RowsOptions<T>): Rows<T> {
  const rows = new Map<number, T>()
  const painted = new Map<number, { over: Partial<T>; key: symbol }>()
  const listeners = new Set<() => void>()
  const touched = new Map<number, number>()
  let recent: { at: number; event: StreamEvent }[] = []
  let version = 0
  let life = 0

  const changed = (): void => {
    version += 1
    for (const each of [...listeners]) each()
  }
  const older = (one: Row, other: Row): boolean =>
    one.updated_at !== undefined && other.updated_at !== undefined && one.updated_at < other.updated_at
  const shown = (row: T): T => {
    const paint = painted.get(row.id)
    return paint ? { ...row, ...paint.over } : row
  }

  /** One change; false when it tells nothing new. */
  const lay = ({ op, subject, patch }: StreamEvent): boolean => {
    const id = idOf({ subject })
    const known = rows.get(id)
    if (op === 'delete') return rows.delete(id)
    if (!known && op !== 'insert') {
      if (!minor || Object.keys(patch ?? {}).some((name) => !minor.has(name))) onUnknown(id)
      return false
    }
    if (known && older(patch as Row, known)) return false
    rows.set(id, { ...(known ?? blank), ...patch, id } as T)
    touched.set(id, life)
    return true
  }

  return {
    get: (id) => {
      const row = rows.get(id)
      return row && shown(row)
    },
    all: () => rows,
    version: () => version,
    put: (found, askedAt) => {
      for (const row of found) {
        const known = rows.get(row.id)
        rows.set(row.id, known && older(row, known) ? { ...row, ...known } : { ...known, ...row })
        touched.set(row.id, life)
      }
      const ids = new Set(found.map(({ id }) => id))
      for (const { at, event } of recent) {
        if (at >= askedAt && ids.has(idOf(event))) lay(event)
      }
      if (found.length > 0) changed()
    },
    apply: (events) => {
      const at = performance.now()
      const mine = events.filter((event) => event.op !== null && event.subject.startsWith(`${noun}:`))
      if (mine.length === 0) return
      recent = recent.filter((each) => at - each.at < rememberMs)
      recent.push(...mine.map((event) => ({ at, event })))
      if (mine.filter(lay).length > 0) changed()
      for (const id of rows.keys()) {
        if (rows.size <= most) break
        rows.delete(id)
      }
    },
    paint: (id, over) => {
      const key = Symbol()
      painted.set(id, { over, key })
      changed()
      return () => {
        if (painted.get(id)?.key !== key) return
        painted.delete(id)
        changed()
      }
    },
    isAsked: (id) => painted.has(id),
    beginAnew: () => {
      life += 1
    },
    sweep: () => {
      for (const id of rows.keys()) if (touched.get(id) !== life) rows.delete(id)
      changed()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Be drawn again with every change of these rows. */
export function useRows<T extends Row>(rows: Rows<T>): Rows<T> {
  useSyncExternalStore(rows.subscribe, rows.version)
  return rows
}

/** One row, drawn again only when it changes. */
export function useRow<T extends Row>(rows: Rows<T>, id: number | null): T | undefined {
  useSyncExternalStore(rows.subscribe, rows.version)
  return id === null ? undefined : rows.get(id)
}
