/** The value below which a share of the values lies (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** The middle value; the mean of the two middle ones when there are two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper
}

/** Shape of a set of latencies, in milliseconds. */
export type Latencies = {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export function describe(milliseconds: readonly number[]): Latencies {
  return {
    count: milliseconds.length,
    p50: round(percentile(milliseconds, 0.5)),
    p95: round(percentile(milliseconds, 0.95)),
    p99: round(percentile(milliseconds, 0.99)),
    max: round(percentile(milliseconds, 1)),
  }
}

/** Four digits that mean something: results are read by people and kept small. */
export function round(value: number): number {
  return Number(value.toPrecision(4))
}
