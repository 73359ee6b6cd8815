/** Answers that are kept for a moment. */
export type Memory<T> = {
  /** The answer, at most so old. Asked for once, however many want it. */
  get(key: string): Promise<T>
  /** The last answer, however old; undefined = forgotten or not there yet. */
  last(key: string): T | undefined
  /** Would get() have to ask? */
  asks(key: string): boolean
  /** Ask anew next time, also what is being asked now. Without a key all. */
  forget(key?: string): void
}

export type MemoryBounds<T> = {
  readonly keepMs: number
  readonly max: number
  /** Is this an answer that says nothing? Those are kept longer, and apart: they push no other out. */
  readonly isNothing?: (answer: T) => boolean
  readonly keepNothingMs?: number
}

type Kept<T> = { readonly askedAt: number; readonly answer: Promise<T>; last?: T }

/** Remember answers within bounds; the one asked for longest ago is forgotten first. */
export function remember<T>(ask: (key: string) => Promise<T>, bounds: MemoryBounds<T>): Memory<T> {
  const { keepMs, max, isNothing = () => false, keepNothingMs = keepMs } = bounds
  const all = new Map<string, Kept<T>>()
  const nothing = new Map<string, Kept<T>>()
  const asking = new Map<string, Kept<T>>()

  const fresh = (key: string): Kept<T> | undefined => {
    const now = performance.now()
    const [kept, empty] = [all.get(key), nothing.get(key)]
    if (kept && now - kept.askedAt < keepMs) return kept
    if (empty && now - empty.askedAt < keepNothingMs) return empty
    const under = asking.get(key)
    return under && now - under.askedAt < keepMs ? under : undefined
  }
  const askNow = (key: string): Promise<T> => {
    const kept: Kept<T> = { askedAt: performance.now(), answer: ask(key) }
    asking.set(key, kept)
    const done = (keep?: () => void): void => {
      if (asking.get(key) !== kept) return // forgotten, or asked anew
      asking.delete(key)
      keep?.()
    }
    kept.answer.then(
      (answer) =>
        done(() => {
          kept.last = answer
          if (isNothing(answer)) all.delete(key)
          put(isNothing(answer) ? nothing : all, key, kept, max)
        }),
      () => done(),
    )
    return kept.answer
  }
  return {
    get: (key) => fresh(key)?.answer ?? askNow(key),
    last: (key) => all.get(key)?.last,
    asks: (key) => fresh(key) === undefined,
    forget: (key) => {
      for (const some of [all, nothing, asking]) {
        if (key === undefined) some.clear()
        else some.delete(key)
      }
    },
  }
}

function put<T>(some: Map<string, T>, key: string, value: T, max: number): void {
  some.delete(key)
  some.set(key, value)
  const [oldest] = some.keys()
  if (some.size > max && oldest !== undefined) some.delete(oldest)
}
