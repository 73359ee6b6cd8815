import type { Quantiles, Random } from '../random.ts'

/** Normal scores at some shares; beyond them the tails are cut off. */
const scores: Quantiles = [
  [0, -3],
  [0.01, -2.326],
  [0.05, -1.645],
  [0.1, -1.282],
  [0.25, -0.674],
  [0.4, -0.253],
  [0.5, 0],
  [0.6, 0.253],
  [0.75, 0.674],
  [0.9, 1.282],
  [0.95, 1.645],
  [0.99, 2.326],
  [0.999, 3.09],
  [1, 3.5],
]

/** A log-normal distribution around 1 as quantiles, rounded: the last digits of exp differ between machines. */
export function logNormal(sigma: number): Quantiles {
  return scores.map(([share, score]) => [share, Math.round(Math.exp(score * sigma) * 10_000) / 10_000])
}

export function between(from: number, to: number, random: Random): number {
  return from + random() * (to - from)
}

/** A whole number around a mean: the mean rounded up or down, and now and then one more or less. */
export function countAround(mean: number, random: Random): number {
  const count = Math.floor(mean) + (random.chance(mean - Math.floor(mean)) ? 1 : 0)
  const swing = random()
  return Math.max(0, count + (swing < 0.2 ? -1 : swing > 0.8 ? 1 : 0))
}

/** One of several by weight. */
export function ofWeighted<T extends string>(weights: Readonly<Record<T, number>>, random: Random): T {
  const entries = Object.entries(weights) as [T, number][]
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  return (entries.at(-1) as [T, number])[0]
}
