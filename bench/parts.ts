import { depth } from './depth/part.ts'
import { http } from './http/part.ts'
import { inserts } from './inserts/part.ts'
import { latency } from './latency/part.ts'
import { outbox } from './outbox/part.ts'
import { stream } from './stream/part.ts'
import type { Part } from './support/part.ts'
import { throughput } from './throughput/part.ts'
import { ticks } from './tick/part.ts'

/** The questions, in the order in which they are asked. */
export const parts: readonly Part<unknown>[] = [
  inserts,
  latency,
  throughput,
  depth,
  ticks,
  outbox,
  stream,
  http,
]
