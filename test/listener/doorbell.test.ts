import { expect, vi } from 'vitest'
import { type Doorbell, openDoorbell } from '../../src/listener/doorbell.ts'
import { createLog } from '../../src/log.ts'
import { test as base } from '../support/database.ts'

const soon = { timeout: 10_000, interval: 20 }

/** `bell`: a doorbell on this test's database, with the count of its rings. */
const test = base.extend('bell', async ({ url }, { onCleanup }) => {
  const state = { rings: 0 }
  const onRing = (): void => {
    state.rings += 1
  }
  const doorbell: Doorbell = openDoorbell({ url, onRing, log: createLog('silent') })
  onCleanup(() => doorbell.close())
  return { state, mode: doorbell.mode }
})

test('it proves that it hears, and looks once at the start', async ({ bell }) => {
  expect(bell.mode()).toBe('poll')
  await vi.waitUntil(() => bell.mode() === 'push', soon)
  expect(bell.state.rings).toBeGreaterThan(0)
})

test('it hears a ring, whatever stands in it', async ({ bell, client }) => {
  await vi.waitUntil(() => bell.mode() === 'push', soon)
  const before = bell.state.rings
  await client.query(`notify hub_wake, 'typed by a DBA'`)
  await vi.waitUntil(() => bell.state.rings > before, soon)
  await client.query('notify hub_wake')
  await vi.waitUntil(() => bell.state.rings > before + 1, soon)
})

test('a connection that is cut is mended, and what was missed is looked for', async ({ bell, client }) => {
  await vi.waitUntil(() => bell.mode() === 'push', soon)
  const before = bell.state.rings
  const cut = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'automation_hub listener' and datname = current_database()`,
  )
  expect(cut.rowCount).toBe(1)
  await vi.waitUntil(() => bell.state.rings > before, soon)
  const mended = bell.state.rings
  await client.query('notify hub_wake')
  await vi.waitUntil(() => bell.state.rings > mended, soon)
})

test('without a server it waits, and closes when asked', async () => {
  const doorbell = openDoorbell({
    url: 'postgres://hub@127.0.0.1:1/nothing',
    onRing: () => {},
    log: createLog('silent'),
  })
  expect(doorbell.mode()).toBe('poll')
  await doorbell.close()
})
