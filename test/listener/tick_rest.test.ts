import { expect, vi } from 'vitest'
import { startListener } from '../../src/listener/listener.ts'
import { createLog } from '../../src/log.ts'
import { insert } from '../support/builders.ts'
import { test } from '../support/database.ts'

test('a flood of rings does not become a flood of ticks, and the last of them is looked at', async ({
  url,
  database,
  client,
}) => {
  const began: number[] = []
  const ticks: number[] = []
  const hub = startListener({
    listenUrl: url,
    db: database.db,
    hub: 'test',
    log: createLog('silent'),
    onTick: (seconds) => {
      ticks.push(seconds * 1000)
      began.push(performance.now() - seconds * 1000)
    },
  })
  await vi.waitFor(() => expect(hub.state()).toMatchObject({ mode: 'push', leadership: 'leads' }), 12_000)
  const first = began.length
  for (let i = 0; i < 150; i++) await insert(client, 'render_instructions', { template_name: 'banner' })
  const last = performance.now()
  await vi.waitFor(() => expect(began.at(-1)).toBeGreaterThan(last), { timeout: 3000, interval: 20 })
  await hub.close()

  // Between two ticks lies at least what the first was given to rest, unless a detector's time has come (each second or more).
  const soon = began.slice(first + 1).filter((at, i) => {
    const before = began[first + i] as number
    const took = ticks[first + i] as number
    return at - before - took < Math.min(Math.max(8 * took, 45), 1000)
  })
  const seconds = (last - (began[first] ?? last)) / 1000
  expect(soon.length).toBeLessThanOrEqual(2 + 4 * seconds)
  expect(began.length - first).toBeLessThan(150)
}, 30_000)
