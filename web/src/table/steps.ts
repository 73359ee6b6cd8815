import { useEffect, useRef } from 'react'
import type { Selection } from './selection.ts'

/**
 * The keyboard's way through a list. A row that has left the list is no longer what a key means: the next one would be
 * acted on unseen. One that comes back, as by undo, is meant again, unless the keyboard has gone elsewhere. Steps go
 * from the row of the keyboard, or from where it was when its row left.
 */
export function useSteps(
  ids: readonly number[],
  selection: Selection,
  show: (index: number) => void,
): (by: number, extend: boolean) => void {
  const { cursor, leave, move, range } = selection
  const place = cursor === null ? -1 : ids.indexOf(cursor)
  const last = useRef(-1)
  if (place >= 0) last.current = place
  const away = useRef<number | null>(null)
  useEffect(() => {
    if (cursor !== null) {
      if (place >= 0 || ids.length === 0) return
      away.current = cursor
      leave()
    } else if (away.current !== null && ids.includes(away.current)) {
      move(away.current)
      away.current = null
    }
  }, [cursor, place, ids, leave, move])

  return (by, extend) => {
    const from = place >= 0 ? place : last.current - (by > 0 ? 1 : 0)
    const index = Math.max(0, Math.min(ids.length - 1, from < 0 ? (by > 0 ? 0 : ids.length - 1) : from + by))
    const id = ids[index]
    if (id === undefined) return
    away.current = null
    if (extend) range(id, ids)
    else move(id)
    show(index)
  }
}
