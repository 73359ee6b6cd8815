import { drawFrom, type Random } from '../random.ts'
import { logNormal, ofWeighted } from './draws.ts'

/** A class of templates: how long it renders, and how it is usually ordered. */
type Template = { readonly median: number; readonly sigma: number; readonly priority: number }

/** Seconds. What a bulk load of chip counts orders is as short as a lower third. */
const templates: Readonly<Record<string, Template>> = {
  lower_third: { median: 28, sigma: 0.35, priority: 4 },
  chip_count: { median: 30, sigma: 0.35, priority: 7 },
  premium_hand: { median: 62, sigma: 0.45, priority: 2 },
  leaderboard: { median: 62, sigma: 0.45, priority: 5 },
  hand_replay: { median: 220, sigma: 0.5, priority: 6 },
  new_opener: { median: 90, sigma: 0.4, priority: 5 },
}

/** Ordered during play, by weight. */
const mix = { lower_third: 0.56, leaderboard: 0.33, hand_replay: 0.11 }

/** Templates that every worker can render. */
export const known: readonly string[] = Object.keys(templates).filter((name) => name !== 'new_opener')

/** Standard jobs that a worker ends in a minute of steady work: what `load` is a share of. */
export const perWorkerMinute = 0.8

export function drawTemplate(random: Random): string {
  return ofWeighted(mix, random)
}

export function templateOf(name: string): Template {
  return templates[name] ?? { median: 60, sigma: 0.4, priority: 5 }
}

const factors = new Map<number, ReturnType<typeof logNormal>>()

/** Milliseconds that one render takes. */
export function drawRender(name: string, random: Random): number {
  const { median, sigma } = templateOf(name)
  const quantiles = factors.get(sigma) ?? logNormal(sigma)
  factors.set(sigma, quantiles)
  return Math.round(median * drawFrom(quantiles, random) * 1000)
}

/** Five times the 99th percentile of a template, at least three minutes: longer is stuck. Milliseconds. */
export function stuckAfter(name: string): number {
  const { median, sigma } = templateOf(name)
  return Math.max(180, 5 * median * Math.exp(2.326 * sigma)) * 1000
}
