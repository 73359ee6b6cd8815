/** Events in the order of their times; those of one time in the order in which they came. */
export type EventQueue<T> = {
  push(at: number, event: T): void
  pop(): { readonly at: number; readonly event: T } | undefined
}

type Item<T> = { readonly at: number; readonly place: number; readonly event: T }

export function createEventQueue<T>(): EventQueue<T> {
  const heap: Item<T>[] = []
  let count = 0
  const before = (a: Item<T>, b: Item<T>): boolean => a.at < b.at || (a.at === b.at && a.place < b.place)
  const swap = (i: number, j: number): void => {
    const item = heap[i] as Item<T>
    heap[i] = heap[j] as Item<T>
    heap[j] = item
  }
  return {
    push(at, event) {
      heap.push({ at, place: count++, event })
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (!before(heap[child] as Item<T>, heap[parent] as Item<T>)) break
        swap(child, parent)
        child = parent
      }
    },
    pop() {
      const first = heap[0]
      const last = heap.pop()
      if (!first || !last || first === last) return first
      heap[0] = last
      for (let parent = 0; ; ) {
        let least = parent
        for (const child of [2 * parent + 1, 2 * parent + 2]) {
          if (child < heap.length && before(heap[child] as Item<T>, heap[least] as Item<T>)) least = child
        }
        if (least === parent) return first
        swap(parent, least)
        parent = least
      }
    },
  }
}
