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

/** A generator for a name, so that each table and each purpose draws from a sequence of its own. */
export function seededBy(name: string): Random {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193)
  return seeded(hash)
}

/** Points of a distribution: the share of values below, and the value there. */
export type Quantiles = readonly (readonly [share: number, value: number])[]

/**
 * Draw from a distribution given by quantiles, straight lines between them. No logarithm and
 * no power: their last digits differ between machines.
 */
export function drawFrom(quantiles: Quantiles, random: Random): number {
  const share = random()
  const above = quantiles.findIndex(([at]) => at > share)
  const [from, low] = quantiles[above - 1] ?? [0, 0]
  const [to, high] = quantiles[above] ?? [1, low]
  return low + ((share - from) / (to - from)) * (high - low)
}
