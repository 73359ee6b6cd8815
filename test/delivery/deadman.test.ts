import { pino } from 'pino'
import { expect, vi } from 'vitest'
import { startDeadman } from '../../src/listener/delivery/deadman.ts'
import { test } from '../support/database.ts'
import { allowSimulation } from '../support/sessions.ts'
import { aReceiver } from './receiver.ts'

const soon = { timeout: 10_000, interval: 25 }

test('the ping goes out while the detectors look and the journal is read, and stops when they do not', async ({
  client,
  database,
  onTestFinished,
}) => {
  const lines: string[] = []
  const receiver = await aReceiver()
  onTestFinished(() => receiver.close())
  await client.query(`update hub.settings set value = '1' where key = 'deadman.every'`)
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const start = (): ReturnType<typeof startDeadman> =>
    startDeadman({ url: `${receiver.url}/very-secret`, db: database.db, mine: () => true, log })

  const blind = start() // nobody has looked yet
  await vi.waitUntil(() => lines.some((line) => line.includes('no detector has looked')), soon)
  await blind.close()
  expect(receiver.received).toEqual([])

  await client.query('select hub.tick()')
  const seeing = start()
  await receiver.until(2)
  await seeing.close()
  expect(lines.join('')).not.toContain('very-secret')
})

test('what stops it: no look for 15 s, a journal that nobody reads, a step that fails', async ({
  client,
}) => {
  await allowSimulation(client)
  const why = async (): Promise<string | null> => {
    const { rows } = await client.query(`select * from hub.is_watching(now() + interval '10 seconds')`)
    expect(rows[0].watching).toBe(rows[0].why === null)
    return rows[0].why
  }
  await client.query('select hub.tick()')
  expect(await why()).toBeNull()
  await client.query(`update hub.journal_readers set updated_at = now() - interval '1 minute'`)
  await client.query(`insert into hands (table_id, hand_number) values ('t', 1)`)
  expect(await why()).toMatch(/^the journal was read last at/)
  await client.query(`update hub.journal_readers set updated_at = now()`)
  await client.query(`select hub.raise_event('tick_failed', 'step:tell', 'alert', 'error', 'x')`)
  await client.query(`update hub.journal_readers set updated_at = now() + interval '1 second'`)
  expect(await why()).toBe('the detectors fail, or cannot tell')
  await client.query(
    `update hub.detector_state set state = jsonb_set(state, '{at}', to_jsonb(now() - interval '10 seconds')) where detector = 'tick'`,
  )
  expect(await why()).toMatch(/^no detector has looked since/)
})
