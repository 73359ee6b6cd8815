import type { Topic } from '../schemas/stream.ts'

/** One event, encoded once for all who hear it. */
export type Item = {
  /** Where to go on after it. */
  readonly cursor: string
  /** null: only a place that clients were told, no event. */
  readonly topic: Topic | null
  readonly bytes: Buffer
}

/** The latest events. A place is a number that counts all items there ever were. */
export type Ring = {
  /** The place after the last item. */
  readonly end: number
  add(items: readonly Item[]): void
  /** The place after this cursor, if it is remembered. */
  find(cursor: string): number | undefined
  /** Up to so many items from a place on; null when some of them are forgotten already. */
  from(place: number, count: number): readonly Item[] | null
  /** Forget all. */
  clear(): void
}

export type RingBounds = { readonly maxItems: number; readonly maxBytes: number }

/** What an item costs besides its message, roughly. */
const overhead = 200

/** Remember the latest items within bounds. */
export function createRing({ maxItems, maxBytes }: RingBounds): Ring {
  // Indexed by place modulo size, so that forgetting moves nothing.
  const slots: (Item | undefined)[] = new Array(maxItems)
  const places = new Map<string, number>()
  let begin = 0
  let end = 0
  let bytes = 0

  const forget = (): void => {
    const item = slots[begin % maxItems] as Item
    slots[begin % maxItems] = undefined
    begin += 1
    if (places.get(item.cursor) === begin) places.delete(item.cursor)
    bytes -= weigh(item)
  }
  return {
    get end() {
      return end
    },
    add: (items) => {
      for (const item of items) {
        if (end - begin === maxItems) forget()
        slots[end % maxItems] = item
        end += 1
        places.set(item.cursor, end)
        bytes += weigh(item)
      }
      while (bytes > maxBytes && end > begin) forget()
    },
    find: (cursor) => places.get(cursor),
    from: (place, count) => {
      if (place < begin) return null
      const length = Math.min(count, end - place)
      return Array.from({ length }, (_, i) => slots[(place + i) % maxItems] as Item)
    },
    clear: () => {
      slots.fill(undefined)
      places.clear()
      end += 1 // so that no place of before, the last one neither, looks like one of now
      begin = end
      bytes = 0
    },
  }
}

function weigh(item: Item): number {
  return item.bytes.length + item.cursor.length + overhead
}
