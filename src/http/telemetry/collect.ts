import type { Db } from '../../database/pool.ts'
import { type Scrape, scrape } from '../../database/verbs.ts'
import type { Log } from '../../log.ts'
import type { Telemetry } from './telemetry.ts'

/** What the process knows without asking the database. */
export type Vitals = () => {
  readonly push: boolean
  readonly leads: boolean
  readonly tickAgeMs: number | null
  readonly streamClients: number
  readonly journalLagMs: number | null
}

export type CollectOptions = {
  readonly db: Db
  readonly telemetry: Telemetry
  readonly vitals: Vitals
  readonly log: Log
}

/**
 * The exposition in Prometheus' text format. Who asks while somebody is answered gets the same answer: ten
 * scrapers are one look at the database. Without the database the rest is still told, with database_up 0.
 */
export function createCollector({ db, telemetry, vitals, log }: CollectOptions): () => Promise<string> {
  let since: string | null = null
  let running: Promise<string> | null = null

  const collect = async (): Promise<string> => {
    tellVitals(telemetry, vitals())
    try {
      const found = await scrape(db, since)
      since = found.until
      tellDatabase(telemetry, found)
      telemetry.databaseUp.set(1)
    } catch (err) {
      log.warn({ err }, 'the database could not be asked for its figures')
      telemetry.databaseUp.set(0)
    }
    return telemetry.registry.metrics()
  }
  return () => {
    running ??= collect().finally(() => {
      running = null
    })
    return running
  }
}

function tellVitals(telemetry: Telemetry, vitals: ReturnType<Vitals>): void {
  telemetry.push.set(Number(vitals.push))
  telemetry.leads.set(Number(vitals.leads))
  telemetry.streamClients.set(vitals.streamClients)
  telemetry.journalLag.set((vitals.journalLagMs ?? 0) / 1000)
  telemetry.tickAge.set(vitals.tickAgeMs === null ? Number.NaN : vitals.tickAgeMs / 1000)
}

function tellDatabase(
  telemetry: Telemetry,
  { queue, alerts, notifications, dwells, attempts, latencies }: Scrape,
): void {
  telemetry.queue.set({ status: 'ready' }, queue.pending - queue.deferred)
  telemetry.queue.set({ status: 'deferred' }, queue.deferred)
  telemetry.queue.set({ status: 'processing' }, queue.processing)
  telemetry.queue.set({ status: 'retrying' }, queue.retrying)
  telemetry.oldestWait.set(queue.oldest_wait ?? 0)
  for (const severity of ['info', 'warning', 'error', 'critical']) {
    telemetry.alerts.set({ severity }, alerts[severity] ?? 0)
  }
  telemetry.notifications.set(notifications.queued)
  telemetry.oldestNotification.set(notifications.oldest_seconds ?? 0)
  for (const seconds of dwells) telemetry.notificationDwell.observe(seconds)
  for (const { outcome, error_class, count } of attempts)
    telemetry.attempts.inc({ outcome, error_class }, count)
  for (const seconds of latencies) telemetry.latency.observe(seconds)
}
