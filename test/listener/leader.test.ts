import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { test as base } from '../support/database.ts'
import { type Running, runNode } from '../support/process.ts'

// Two hubs as real processes on one database: both serve, one leads.

type Ready = { ready: boolean; mode: string; checks: { leadership: string } }

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts')

const test = base.extend('hub', async ({ url }, { onCleanup }) => {
  const running: Running[] = []
  onCleanup(async () => {
    for (const { child } of running) child.kill('SIGKILL')
    await Promise.all(running.map((hub) => hub.ended))
  })
  return async (): Promise<{ process: Running; ready(): Promise<Ready> }> => {
    const env = { PATH: process.env.PATH, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'warn' }
    const started = runNode(cli, ['serve'], { env })
    running.push(started)
    const address = (await started.line(/^listening on/)).replace('listening on ', '')
    const ready = async (): Promise<Ready> => (await (await fetch(`${address}/health/ready`)).json()) as Ready
    await vi.waitUntil(async () => (await ready()).checks.leadership !== 'unknown', { timeout: 10_000 })
    return { process: started, ready }
  }
})

test('both are ready, one leads; killed, the other leads within 3 s and does the work', async ({
  hub,
  client,
}) => {
  const first = await hub()
  const second = await hub()
  expect(await first.ready()).toMatchObject({ ready: true, checks: { leadership: 'leads' } })
  expect(await second.ready()).toMatchObject({ ready: true, checks: { leadership: 'follows' } })
  first.process.child.kill('SIGKILL')
  const killed = performance.now()
  await vi.waitUntil(async () => (await second.ready()).checks.leadership === 'leads', {
    timeout: 10_000,
    interval: 20,
  })
  expect(performance.now() - killed).toBeLessThan(3000)

  const { rows } = await client.query(
    `insert into render_instructions (template_name, not_before) values ('a', now() + interval '300 ms') returning id`,
  )
  await vi.waitUntil(
    async () => {
      const sql = 'select from render_instructions where id = $1 and eligible_at is not null'
      return (await client.query(sql, [rows[0].id])).rowCount === 1
    },
    { timeout: 5000, interval: 20 },
  )
  expect((await second.ready()).ready).toBe(true)
}, 60_000)

test('a hub that is stopped in its tracks while it leads is replaced', async ({ hub }) => {
  const first = await hub()
  const second = await hub()
  first.process.child.kill('SIGSTOP')
  await vi.waitUntil(async () => (await second.ready()).checks.leadership === 'leads', {
    timeout: 15_000,
    interval: 50,
  })
  first.process.child.kill('SIGCONT')
  await vi.waitUntil(async () => (await first.ready()).checks.leadership === 'follows', {
    timeout: 10_000,
    interval: 50,
  })
}, 60_000)
