import type { Mix } from './hands.ts'

/** So many writers insert hands, each one statement and one transaction at a time. */
export type Load = {
  readonly url: string
  readonly table: string
  readonly mix: Mix
  readonly writers: number
  readonly seconds: number
  /** Before that, not counted: connections load functions and make plans that a producer's keep for days. */
  readonly warmSeconds: number
}

export type LoadResult = { readonly perSecond: number; readonly latenciesMs: readonly number[] }
