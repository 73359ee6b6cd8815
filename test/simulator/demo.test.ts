import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { findEmbedded, startEmbedded } from '../../src/database/embedded/server.ts'
import { shortenLeases } from '../siblings/ae/support.ts'
import { aFolder } from '../siblings/feature_table/support.ts'
import { root } from '../support/checkout.ts'
import { test as base } from '../support/database.ts'
import { occupy } from '../support/port.ts'
import { type Running, runNode } from '../support/process.ts'

const cli = join(root, 'src', 'cli.ts')
const windows = process.platform === 'win32'

/** `dir`: data directory of a demo; `demo`: a real one on a free port, in a process group of its own. */
const test = base
  .extend('dir', async ({}, { onCleanup }) => aFolder(onCleanup))
  .extend('demo', ({ dir }) => {
    return (...args: string[]): Running => {
      const all = ['demo', '--port', '0', '--data-dir', dir, ...args]
      const running = runNode(cli, all, { detached: !windows, env: { ...process.env, DATABASE_URL: '' } })
      onTestFinished(() => void running.child.kill('SIGKILL'))
      return running
    }
  })

/** Ctrl-C in a terminal goes to the demo and to its workers. */
function pressCtrlC({ child }: Running): void {
  if (windows || child.pid === undefined) child.kill('SIGINT')
  else process.kill(-child.pid, 'SIGINT')
}

/** Command lines of the processes that have to do with a folder. */
function processesOf(folder: string): string[] {
  if (windows) return []
  const lines = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => line.includes(folder))
}

const busy = ['--speed', '1500', '--seconds', '1']

describe('hub demo', () => {
  test('on an empty folder everything comes up, the counts move, Ctrl-C ends all of it', async ({
    demo,
    dir,
  }) => {
    onTestFinished(async () => {
      if (await findEmbedded(dir)) await (await startEmbedded({ dataDir: dir })).stop()
    })
    const run = demo(...busy)
    await run.line(/^listening on/)
    await run.line(/^[1-9]\d* hands \| \d+ pending \d+ processing [1-9]\d* completed/)
    expect(processesOf(dir).filter((line) => line.includes('worker stub'))).toHaveLength(2)
    expect(processesOf(dir).some((line) => line.includes('postgres'))).toBe(!windows)
    pressCtrlC(run)
    expect(await run.ended).toBe(0)
    expect(run.said.at(-1)).toBe('stopped')
    await vi.waitUntil(() => processesOf(dir).length === 0, { timeout: 10_000, interval: 50 })
  }, 60_000)

  test('a worker that is killed comes back, its work is rescued; failures are tried again', async ({
    demo,
    dir,
    url,
    client,
  }) => {
    await shortenLeases(client)
    const run = demo('--database-url', url, ...busy, '--crash-every', '10', '--fail-rate', '0.5')
    await run.line(/^stub-\d is killed while it renders$/)
    await run.line(/^stub-\d ended \(SIGKILL\); back in/)
    await run.line(/ 2 workers \d+ retries [1-9]\d* rescues/)
    run.child.kill('SIGTERM') // to the demo alone: it is the one who ends its workers
    expect(await run.ended).toBe(0)
    await vi.waitUntil(() => processesOf(dir).length === 0, { timeout: 10_000, interval: 50 })
  }, 60_000)

  test('after so many hands it ends by itself when their graphics are made', async ({ demo, url }) => {
    const args = [
      '--hands',
      '40',
      '--speed',
      '10000',
      '--seconds',
      '0',
      '--crash-every',
      '0',
      '--fail-rate',
      '0',
    ]
    const run = demo('--database-url', url, ...args, '--seed', '5')
    expect(await run.ended).toBe(0)
    expect(run.said.at(-2)).toMatch(/^40 hands \| 0 pending 0 processing [1-9]\d* completed \d+ failed/)
  }, 60_000)

  test('the second Ctrl-C ends it at once, a death of its own takes the workers along', async ({
    demo,
    dir,
    url,
  }) => {
    const twice = demo('--database-url', url, ...busy)
    await twice.line(/seed \d+/)
    pressCtrlC(twice)
    await twice.line(/stopping/)
    twice.child.kill('SIGINT')
    expect(await twice.ended).toBe(130)
    await vi.waitUntil(() => processesOf(dir).length === 0, { timeout: 10_000, interval: 50 })

    const killed = demo('--database-url', url, ...busy)
    await killed.line(/seed \d+/)
    killed.child.kill('SIGKILL')
    await killed.ended
    await vi.waitUntil(() => processesOf(dir).length === 0, { timeout: 10_000, interval: 50 })
  }, 60_000)

  test('a port that is taken is told before anything starts, with a port to try', async ({ demo, dir }) => {
    const squatter = await occupy(0)
    onTestFinished(() => void squatter.close())
    const { port } = squatter.address() as { port: number }
    const run = demo('--port', String(port))
    expect(await run.ended).toBe(1)
    expect(run.said.join('\n')).toMatch(/port \d+ on 127\.0\.0\.1 is taken\n.*npm run demo -- --port/)
    expect(processesOf(dir)).toEqual([])
  })
})
