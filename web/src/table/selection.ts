import { useCallback, useState } from 'react'

export type Selection = {
  readonly ids: ReadonlySet<number>
  /** The row that the keyboard is on. */
  readonly cursor: number | null
  only(id: number): void
  toggle(id: number): void
  range(id: number, order: readonly number[]): void
  move(id: number): void
  /** The row of the keyboard has left the list. */
  leave(): void
  all(ids: readonly number[]): void
  clear(): void
}

type State = {
  readonly ids: ReadonlySet<number>
  readonly cursor: number | null
  readonly anchor: number | null
  /** One row was pointed at: what is chosen goes with the keyboard, so that an act means the row that it is on. */
  readonly pointed: boolean
}
const nothing: State = { ids: new Set(), cursor: null, anchor: null, pointed: false }

/** Which rows are chosen. It is by id: no update of the list can move it to another row. */
export function useSelection(): Selection {
  const [{ ids, cursor }, set] = useState<State>(nothing)
  return {
    ids,
    cursor,
    only: useCallback((id) => set({ ids: new Set([id]), cursor: id, anchor: id, pointed: true }), []),
    toggle: useCallback(
      (id) =>
        set((now) => {
          const ids = new Set(now.ids)
          if (!ids.delete(id)) ids.add(id)
          return { ids, cursor: id, anchor: id, pointed: false }
        }),
      [],
    ),
    range: useCallback(
      (id, order) =>
        set((now) => {
          const from = order.indexOf(now.anchor ?? id)
          const to = order.indexOf(id)
          if (from < 0 || to < 0) return { ...now, cursor: id }
          const part = order.slice(Math.min(from, to), Math.max(from, to) + 1)
          return { ids: new Set([...now.ids, ...part]), cursor: id, anchor: now.anchor ?? id, pointed: false }
        }),
      [],
    ),
    leave: useCallback(
      () => set((now) => ({ ...now, ids: now.pointed ? nothing.ids : now.ids, cursor: null })),
      [],
    ),
    move: useCallback(
      (id) => set((now) => ({ ...now, ids: now.pointed ? new Set([id]) : now.ids, cursor: id, anchor: id })),
      [],
    ),
    all: useCallback((list) => set((now) => ({ ...now, ids: new Set(list), pointed: false })), []),
    clear: useCallback(() => set((now) => ({ ...nothing, cursor: now.cursor })), []),
  }
}
