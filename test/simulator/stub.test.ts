import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createStub } from '../../src/siblings/ae/stub.ts'
import { type Instruction, PlannedFailure, type Watch } from '../../src/siblings/ae/types.ts'
import { aFolder } from '../siblings/feature_table/support.ts'
import { anInstruction, insert } from '../support/builders.ts'
import { root } from '../support/checkout.ts'
import { test } from '../support/database.ts'
import { runNode } from '../support/process.ts'

// What the demo asks of a stub worker: failures that stay, work that takes its time, an end with its maker.

const cli = join(root, 'src', 'cli.ts')

const aJob = (id: number): Instruction =>
  ({
    id,
    attempt: 1,
    template_name: 'premium_hand',
    output_filename: null,
    layer_data_json: { Name: 'Kim' },
    output_settings_json: { width: 16, height: 16 },
  }) as unknown as Instruction

function watch(signal = new AbortController().signal): Watch & { seen: number[] } {
  const seen: number[] = []
  return { signal, seen, progress: (percent) => seen.push(percent) }
}

test('failures that pass and failures that stay come in their shares', async () => {
  const out = await aFolder(onTestFinished)
  const render = createStub({ out, failRate: 0.3, permanentRate: 0.2, seed: 'one' })
  const messages: string[] = []
  for (let id = 1; id <= 200; id++) {
    await render(aJob(id), watch()).catch((error) => {
      if (!(error instanceof PlannedFailure)) throw error
      messages.push(error.message)
    })
  }
  const passing = messages.filter((message) => message.includes('503')).length
  const staying = messages.filter((message) => message.includes('not found')).length
  expect(passing + staying).toBe(messages.length)
  expect(passing).toBeGreaterThan(40)
  expect(passing).toBeLessThan(80)
  expect(staying).toBeGreaterThan(22)
  expect(staying).toBeLessThan(60)
})

test('a job takes its time, tells how far it is, and stops when it must', async () => {
  const out = await aFolder(onTestFinished)
  const render = createStub({ out, failRate: 0, seconds: 1, seed: 'one' })
  const began = performance.now()
  const patient = watch()
  await render(aJob(1), patient)
  expect(performance.now() - began).toBeGreaterThan(490) // half the average at least
  expect(patient.seen.length).toBeGreaterThan(4)
  expect(patient.seen).toEqual(patient.seen.toSorted((a, b) => a - b))
  expect(patient.seen.at(-1)).toBe(100)

  const stop = new AbortController()
  const rendering = render(aJob(2), {
    ...watch(stop.signal),
    progress: () => stop.abort(new Error('cancelled')),
  })
  await expect(rendering).rejects.toThrow('cancelled')
  expect(await readdir(out)).toHaveLength(1)
})

test('the hub takes a failure that stays as one for people', async ({ url, client }) => {
  await insert(client, 'render_instructions', anInstruction())
  const flags = ['--out', await aFolder(onTestFinished), '--count', '1', '--permanent-rate', '1']
  const run = runNode(cli, ['worker', 'stub', ...flags], { env: { ...process.env, DATABASE_URL: url } })
  expect(await run.ended).toBe(0)
  const { rows } = await client.query('select status, error_class, retry_at from render_instructions')
  expect(rows).toEqual([{ status: 'failed', error_class: 'permanent', retry_at: null }])
})

test('a worker with a channel ends when the channel closes, and hands back what it holds', async ({
  url,
  client,
}) => {
  await insert(client, 'render_instructions', anInstruction())
  const flags = ['--out', await aFolder(onTestFinished), '--seconds', '600']
  const run = runNode(cli, ['worker', 'stub', ...flags], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => void run.child.kill('SIGKILL'))
  const status = async (): Promise<string> =>
    (await client.query('select status from render_instructions')).rows[0].status
  await expect.poll(status, { timeout: 10_000 }).toBe('processing')
  run.child.disconnect()
  expect(await run.ended).toBe(0)
  expect(await status()).toBe('pending')
})

test('a channel that closed while the worker was starting ends it as well', async ({ url }) => {
  const run = runNode(cli, ['worker', 'stub', '--out', await aFolder(onTestFinished)], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => void run.child.kill('SIGKILL'))
  run.child.disconnect()
  expect(await run.ended).toBe(0)
})
