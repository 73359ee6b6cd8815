/** Answers that are kept for a moment. */
export type Memory<T> = {
  /** The answer, at most so old. Asked for once, however many want it. */
  get(key: string): Promise<T>
  /** The last answer, however old; undefined = forgotten or not there yet. */
  last(key: string): T | undefined
}

export type MemoryBounds = { readonly keepMs: number; readonly max: number }

type Kept<T> = { readonly askedAt: number; readonly answer: Promise<T>; last?: T }

/** Remember answers within bounds; the one asked for longest ago is forgotten first. */
export function remember<T>(ask: (key: string) => Promise<T>, { keepMs, max }: MemoryBounds): Memory<T> {
  const all = new Map<string, Kept<T>>()

  const askNow = (key: string, before: Kept<T> | undefined): Promise<T> => {
    const kept: Kept<T> = { askedAt: performance.now(), answer: ask(key) }
    if (before && 'last' in before) kept.last = before.last as T
    all.delete(key)
    all.set(key, kept)
    const [oldest] = all.keys()
    if (all.size > max && oldest !== undefined) all.delete(oldest)
    kept.answer.then(
      (answer) => {
        kept.last = answer
      },
      () => {
        if (all.get(key) === kept) all.delete(key)
      },
    )
    return kept.answer
  }
  return {
    get: (key) => {
      const kept = all.get(key)
      return kept && performance.now() - kept.askedAt < keepMs ? kept.answer : askNow(key, kept)
    },
    last: (key) => all.get(key)?.last,
  }
}
