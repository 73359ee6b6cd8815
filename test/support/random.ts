/** The same numbers for the same seed, on every machine (mulberry32). */
export type Random = {
  /** At least 0, less than 1. */
  (): number
  readonly below: (limit: number) => number
  readonly of: <T>(items: readonly T[]) => T
  readonly chance: (share: number) => boolean
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return Object.assign(next, {
    below,
    of: <T>(items: readonly T[]): T => items[below(items.length)] as T,
    chance: (share: number): boolean => next() < share,
  })
}
