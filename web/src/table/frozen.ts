import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

export type Frozen = {
  /** What is shown, in the order in which it is shown. */
  readonly ids: readonly number[]
  /** How many rows are kept back. */
  readonly fresh: number
  /** Show everything as it is, now. */
  release(): void
  /** Milliseconds since the row at this place last was another one. */
  steadyMs(id: number): number
  /** The list was scrolled: everything moved. */
  moved(): void
}

/**
 * Keep the order of a list while somebody has his hand on it. What goes stays where it is until the hand is gone,
 * what comes waits; cells go on changing in place.
 */
export function useFrozen(live: readonly number[], held: boolean): Frozen {
  const [shown, setShown] = useState(live)
  const kept = useRef(shown)
  const [, redraw] = useState(0)
  const since = useRef(new Map<number, { index: number; at: number }>())
  const scrolledAt = useRef(0)

  // An empty list holds nobody's place.
  const follows = !held || kept.current.length === 0
  const ids = follows ? live : kept.current
  useEffect(() => {
    if (follows) {
      kept.current = live
      setShown(live)
    }
  }, [follows, live])

  useLayoutEffect(() => {
    const at = performance.now()
    const before = since.current
    const after = new Map<number, { index: number; at: number }>()
    ids.forEach((id, index) => {
      const was = before.get(id)
      after.set(id, was && was.index === index ? was : { index, at })
    })
    since.current = after
  }, [ids])

  const known = follows ? null : new Set(ids)
  const fresh = known ? live.reduce((count, id) => count + (known.has(id) ? 0 : 1), 0) : 0
  return {
    ids,
    fresh,
    release: useCallback(() => {
      kept.current = live
      setShown(live)
      redraw((n) => n + 1)
    }, [live]),
    steadyMs: useCallback((id: number) => {
      const at = Math.max(since.current.get(id)?.at ?? performance.now(), scrolledAt.current)
      return performance.now() - at
    }, []),
    moved: useCallback(() => {
      scrolledAt.current = performance.now()
    }, []),
  }
}
