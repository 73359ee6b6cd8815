import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What this process measures of itself, and what it passes on of the database. Seconds, as Prometheus wants it. */
export type Telemetry = ReturnType<typeof createTelemetry>

const prefix = 'automation_hub_'

/** A registry of its own: two hubs in one process (tests) must not count together. */
export function createTelemetry() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix })
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]): Gauge<L> =>
    new Gauge({ name: prefix + name, help, labelNames, registers })
  const histogram = <L extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: L[]
  ): Histogram<L> => new Histogram({ name: prefix + name, help, buckets, labelNames, registers })

  return {
    registry,
    request: histogram(
      'http_request_duration_seconds',
      'Time to the first byte of an answer',
      [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
      'method',
      'route',
      'status',
    ),
    tick: histogram(
      'tick_duration_seconds',
      'One run of tick()',
      [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    ),
    tickAge: gauge('tick_age_seconds', 'Time since tick() last succeeded in this process'),
    push: gauge('listener_push', '1 = the hub is rung, 0 = it polls'),
    leads: gauge('leader', '1 = this hub leads'),
    streamClients: gauge('stream_clients', 'Who listens to /api/stream'),
    journalLag: gauge('journal_lag_seconds', 'How far the live stream is behind the journal'),
    databaseUp: gauge('database_up', '1 = the last look at the database succeeded'),
    queue: gauge('queue_instructions', 'Instructions that have not ended', 'status'),
    oldestWait: gauge('queue_oldest_eligible_seconds', 'How long the oldest ready instruction waits'),
    alerts: gauge('alerts', 'Open alerts that people see', 'severity'),
    notifications: gauge('notifications_queued', 'Messages that wait to be sent'),
    oldestNotification: gauge('notifications_oldest_seconds', 'How long the oldest of them waits'),
    notificationDwell: histogram(
      'notification_dwell_seconds',
      'From a message to its delivery',
      [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600],
    ),
    attempts: new Counter({
      name: `${prefix}attempts_total`,
      help: 'Attempts that ended, since this process was first asked',
      labelNames: ['outcome', 'error_class'],
      registers,
    }),
    latency: histogram(
      'instruction_latency_seconds',
      'From an instruction to its output',
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
    ),
  }
}
