import { drawFrom, type Quantiles, type Random } from './random.ts'

// Measured on the exports of a six-day event; in seconds.

/** How long a hand takes for each of its events, board cards included. */
const perEvent: Quantiles = [
  [0, 4],
  [0.05, 5],
  [0.25, 6.3],
  [0.5, 7.7],
  [0.75, 10],
  [0.95, 14.4],
  [0.99, 24],
  [1, 70],
]

/** From the end of a hand to the start of the next one. */
const pause: Quantiles = [
  [0, 14],
  [0.05, 27],
  [0.25, 33],
  [0.5, 37],
  [0.75, 45],
  [0.9, 64],
  [0.95, 78],
  [0.98, 125],
  [1, 480],
]

/** Milliseconds from the first forced bet to the last chip. */
export function durationOf(events: number, random: Random): number {
  return Math.round(1000 * (8 + events * drawFrom(perEvent, random)))
}

/** Milliseconds until the next hand. */
export function pauseBetween(random: Random): number {
  return Math.round(1000 * drawFrom(pause, random))
}
