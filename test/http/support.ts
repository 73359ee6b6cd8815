import { pino } from 'pino'
import { openDatabase } from '../../src/database/pool.ts'
import { localOperator } from '../../src/http/access/identity.ts'
import { createHubApp, type HubApp, type HubAppOptions } from '../../src/http/app.ts'
import { test as base } from '../support/database.ts'

/** Everything the hub logged, one object per line. */
export type Lines = Record<string, unknown>[]

/** A log that keeps its lines. */
export function keptLog(lines: Lines): HubAppOptions['log'] {
  return pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) })
}

/** Everybody is who works at this machine. */
export const identify: HubAppOptions['identify'] = async () => localOperator

export const ready: ReturnType<HubAppOptions['readiness']> = { ready: true, mode: 'push', checks: {} }

/** `test` with `app`, the hub's HTTP side on the test's own database, and `lines`, what it logged. */
export const test = base
  .extend('lines', async (): Promise<Lines> => [])
  .extend('app', async ({ database, lines }): Promise<HubApp> => {
    return createHubApp({ db: database.db, readiness: () => ready, log: keptLog(lines), identify })
  })

/** A hub whose database is not there. */
export function homelessApp(lines: Lines = []): HubApp {
  const { db } = openDatabase('postgres://nobody@127.0.0.1:1/none')
  return createHubApp({ db, readiness: () => ready, log: keptLog(lines), identify })
}
