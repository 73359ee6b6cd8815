import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { expect, vi } from 'vitest'
import { startListener } from '../../src/listener/listener.ts'
import { createLog } from '../../src/log.ts'
import { test as base } from '../support/database.ts'
import { type Running, runNode } from '../support/process.ts'
import { queued } from '../support/queue.ts'

// Workers as real processes, ended by the signals that a crash and a hang are made of.

const soon = { timeout: 15_000, interval: 20 }

/** `worker`: starts a stub worker that takes its time; `hub`: a listener at work on the same database. */
const test = base
  .extend('hub', async ({ url, database }, { onCleanup }) => {
    const hub = startListener({ listenUrl: url, db: database.db, hub: 'test', log: createLog('silent') })
    onCleanup(() => hub.close())
    await vi.waitUntil(() => hub.state().leadership === 'leads' && hub.state().mode === 'push', soon)
    return hub
  })
  .extend('worker', async ({ url }, { onCleanup }) => {
    const out = await mkdtemp(join(tmpdir(), 'hub-presence-'))
    const running: Running[] = []
    onCleanup(async () => {
      for (const { child } of running) child.kill('SIGKILL')
      await Promise.all(running.map((worker) => worker.ended))
      await rm(out, { recursive: true, force: true })
    })
    return (host: string): Running => {
      const flags = ['worker', 'stub', '--out', out, '--seconds', '60', '--host', host, '--database-url', url]
      const started = runNode('src/cli.ts', flags)
      running.push(started)
      return started
    }
  })

type Attempt = { attempt: string; claimed_by: string; started_at: Date }

async function attempts(client: Client, id: string): Promise<Attempt[]> {
  const { rows } = await client.query(
    'select attempt, claimed_by, started_at from hub.attempts where instruction_id = $1 order by 1',
    [id],
  )
  return rows
}

const clock = async (client: Client): Promise<Date> =>
  (await client.query('select clock_timestamp() as now')).rows[0].now

async function untilAttempt(client: Client, id: string, attempt: number): Promise<Attempt> {
  await vi.waitUntil(async () => (await attempts(client, id)).length >= attempt, soon)
  return (await attempts(client, id))[attempt - 1] as Attempt
}

test('killed: its job runs elsewhere within a second', async ({ hub, worker, client }) => {
  expect(hub.state().leadership).toBe('leads')
  const workers: Record<string, Running> = { a: worker('a'), b: worker('b') }
  for (const { line } of Object.values(workers)) await line(/waits for work/)
  const id = await queued(client)
  const took: number[] = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { claimed_by } = await untilAttempt(client, id, attempt)
    const killed = await clock(client)
    workers[claimed_by]?.child.kill('SIGKILL')
    await workers[claimed_by]?.ended
    const next = await untilAttempt(client, id, attempt + 1)
    expect(next.claimed_by).not.toBe(claimed_by)
    took.push(next.started_at.getTime() - killed.getTime())
    workers[claimed_by] = worker(claimed_by)
    await workers[claimed_by]?.line(/waits for work/)
  }
  expect(took.sort((x, y) => x - y)[1]).toBeLessThan(1000)
}, 60_000)

test('stopped, with its connection open: its job runs elsewhere a second after the lease', async ({
  hub,
  worker,
  client,
}) => {
  expect(hub.state().leadership).toBe('leads')
  await client.query(`update hub.settings set value = '3' where key = 'lease.default'`)
  const workers: Record<string, Running> = { a: worker('a'), b: worker('b') }
  for (const { line } of Object.values(workers)) await line(/waits for work/)
  const id = await queued(client)
  const { claimed_by } = await untilAttempt(client, id, 1)
  workers[claimed_by]?.child.kill('SIGSTOP')
  const { rows } = await client.query('select lease_expires_at from render_instructions where id = $1', [id])
  const next = await untilAttempt(client, id, 2)
  expect(next.claimed_by).not.toBe(claimed_by)
  const late = next.started_at.getTime() - rows[0].lease_expires_at.getTime()
  expect(late).toBeGreaterThanOrEqual(0)
  expect(late).toBeLessThan(1000)
}, 60_000)
