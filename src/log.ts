import { destination, type Logger, pino, stdTimeFunctions } from 'pino'

export type Log = Logger

/** Where connection strings could stand in a log line; they carry passwords. */
const secrets = [
  'url',
  '*.url',
  'databaseUrl',
  'password',
  '*.password',
  'connectionString',
  'headers.authorization',
]

/** JSON lines on stderr, one per event, times in UTC, no secrets; stdout belongs to what a command answers. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets, censor: '***' },
    },
    destination(2),
  )
}
