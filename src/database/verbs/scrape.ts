import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../pool.ts'
import { document } from './call.ts'

const Scrape = z.object({
  until: z.string(),
  queue: z.object({
    pending: z.number(),
    processing: z.number(),
    deferred: z.number(),
    retrying: z.number(),
    oldest_wait: z.number().nullable(),
  }),
  alerts: z.record(z.string(), z.number()),
  notifications: z.object({ queued: z.number(), oldest_seconds: z.number().nullable() }),
  dwells: z.array(z.number()),
  attempts: z.array(z.object({ outcome: z.string(), error_class: z.string(), count: z.number() })),
  latencies: z.array(z.number()),
})
/** What one look finds; attempts and dwells are of what ended, or was sent, since the look before. */
export type Scrape = z.infer<typeof Scrape>

/** Look at what Prometheus is told; `since` is `until` of the look before, null at the first. */
export async function scrape(db: Db, since: string | null): Promise<Scrape> {
  return Scrape.parse(await document(db, sql`select hub.scrape(${since}::timestamptz)::text as document`))
}
