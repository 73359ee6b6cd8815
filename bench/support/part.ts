import type { BenchServer, Say } from './server.ts'

/** What a part may use, and how much of itself it shall run. */
export type Context = {
  readonly server: BenchServer
  readonly quick: boolean
  readonly say: Say
  readonly only: Only
}

/** Narrower than the whole, for tuning; absent = all. */
export type Only = {
  readonly variants?: readonly string[]
  readonly writers?: readonly number[]
  readonly listeners?: readonly string[]
  readonly generator?: 'node'
  readonly rounds?: number
  readonly seconds?: number
}

/** Every single measurement, and under which conditions they were made. */
export type PartResult<Row> = {
  readonly conditions: Readonly<Record<string, unknown>>
  readonly rows: readonly Row[]
}

/** One of the four questions. */
export type Part<Row> = {
  readonly key: string
  readonly title: string
  run(context: Context): Promise<PartResult<Row>>
  /** The rows as tables for people. */
  summarize(rows: readonly Row[]): string
}
