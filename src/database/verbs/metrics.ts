import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { document } from './call.ts'

/** Which time is measured: as PostgreSQL reads it, `1 hour` in steps of `5 minutes`. */
export type Measured = {
  readonly window: string
  readonly step: string
  /** Where days begin; null = the setting time_zone. */
  readonly zone: string | null
  readonly figure: 'throughput' | 'latency' | 'error_rate'
}

/** Throughput, latency or error rate, in figures and as a series. */
export function readMetrics(db: Db, { window, step, zone, figure }: Measured): Promise<unknown> {
  return document(
    db,
    sql`select hub.measure(${window}::interval, ${step}::interval, ${zone}, ${figure})::text as document`,
  )
}

/** How long the queue was, as a series. */
export function readWaiting(db: Db, { window, step, zone }: Omit<Measured, 'figure'>): Promise<unknown> {
  return document(
    db,
    sql`select hub.measure_waiting(${window}::interval, ${step}::interval, ${zone})::text as document`,
  )
}

/** How long the queue is. */
export function readQueueDepth(db: Db): Promise<unknown> {
  return document(db, sql`select hub.measure_queue()::text as document`)
}

/** The state of the chain in one word, and its places from the table to the file. */
export function readFarm(db: Db): Promise<unknown> {
  return document(db, sql`select hub.farm()::text as document`)
}
