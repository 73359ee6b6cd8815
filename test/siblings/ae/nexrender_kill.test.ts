import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { expect } from 'vitest'
import type { Nexrender } from '../../support/nexrender.ts'
import { deflatedPng } from '../../support/png.ts'
import type { Running } from '../../support/process.ts'
import { frames, order, outputsOf, test } from './nexrender_support.ts'

// kill -9 of `hub worker nexrender` at each step of a job: the next worker goes on where it was, nothing
// is rendered twice, nothing lost, and one output is reported.

type Stage = {
  readonly client: Client
  readonly connect: () => Promise<Client>
  readonly nexrender: Nexrender
  readonly hubWorker: (...flags: string[]) => Running
}

const soon = { timeout: 15_000 }

async function kill({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

/** A second worker brings it to the end; then everything is as if nothing had happened. */
async function expectOneOutput({ client, nexrender, hubWorker }: Stage, attempt: string, ...flags: string[]) {
  const second = hubWorker('--count', '1', ...flags)
  expect(await second.ended).toBe(0)
  expect(await outputsOf(client)).toMatchObject([{ attempt, status: 'completed', onDisk: true }])
  expect((await nexrender.renders()).length).toBeLessThanOrEqual(1)
  expect(await nexrender.jobs()).toEqual([])
  const files = [...(await readdir(nexrender.out)), ...(await readdir(nexrender.nas))]
  expect(files).toHaveLength(1)
}

/** A worker whose job is being rendered, for as long as nobody lets go. */
async function renderUnderWay({ client, nexrender, hubWorker }: Stage): Promise<Running> {
  await order(client, 'held')
  await nexrender.startRenderer()
  const worker = hubWorker()
  await expect.poll(() => nexrender.renders(), soon).toHaveLength(1)
  return worker
}

const state = async (client: Client): Promise<string> =>
  (await client.query('select status from render_instructions')).rows[0].status

test('after the claim, before nexrender has heard of it', async ({
  client,
  connect,
  nexrender,
  hubWorker,
}) => {
  const stage = { client, connect, nexrender, hubWorker }
  await order(client, 'ok')
  await nexrender.stopServer()
  const first = hubWorker()
  await expect.poll(() => state(client), soon).toBe('processing')
  await kill(first)
  await nexrender.startServer()
  await nexrender.startRenderer()
  await expectOneOutput(stage, '2')
}, 60_000)

test('while it waits in nexrender’s queue', async ({ client, connect, nexrender, hubWorker }) => {
  const stage = { client, connect, nexrender, hubWorker }
  await order(client, 'ok')
  const first = hubWorker()
  await expect.poll(async () => (await nexrender.jobs()).length, soon).toBe(1)
  await kill(first)
  await nexrender.startRenderer()
  await expectOneOutput(stage, '2')
}, 60_000)

test('while it renders', async ({ client, connect, nexrender, hubWorker }) => {
  const stage = { client, connect, nexrender, hubWorker }
  const first = await renderUnderWay(stage)
  await kill(first)
  await nexrender.release()
  await expectOneOutput(stage, '2')
}, 60_000)

test('while it looks at the output', async ({ client, connect, nexrender, hubWorker }) => {
  const stage = { client, connect, nexrender, hubWorker }
  await order(client, 'none', frames('png_sequence', 2)) // its frames come late, as on a slow share
  await nexrender.startRenderer()
  const first = hubWorker()
  await expect.poll(async () => (await nexrender.jobs()).map((job) => job.state), soon).toEqual(['finished'])
  await kill(first)
  const [draft = ''] = await readdir(nexrender.out)
  for (const i of [0, 1]) await writeFile(join(nexrender.out, draft, `frame_0000${i}.png`), deflatedPng(i))
  await expectOneOutput(stage, '2')
}, 60_000)

test('while it copies to the NAS', async ({ client, connect, nexrender, hubWorker }) => {
  const stage = { client, connect, nexrender, hubWorker }
  await order(client, 'held')
  await nexrender.startRenderer()
  const first = hubWorker('--nas', nexrender.nas, '--nas-pause', '60')
  await expect.poll(() => nexrender.renders(), soon).toHaveLength(1)
  await rename(nexrender.nas, `${nexrender.nas}-away`)
  await nexrender.release()
  await expect.poll(async () => (await nexrender.jobs()).map((job) => job.state), soon).toEqual(['finished'])
  await expect
    .poll(async () => (await client.query('select progress from render_instructions')).rows[0].progress, soon)
    .toBe(95)
  await kill(first)
  await rename(`${nexrender.nas}-away`, nexrender.nas)
  await expectOneOutput(stage, '2', '--nas', nexrender.nas)
}, 60_000)

/** Stop the report of a worker at the row it wants to change; answers how to let it go. */
async function holdRow({ connect }: Stage): Promise<() => Promise<void>> {
  const holder = await connect()
  await holder.query('begin')
  await holder.query('select from render_instructions for update')
  return async () => {
    await holder.query('rollback')
  }
}

async function reporting({ client }: Stage): Promise<number> {
  const { rows } = await client.query(
    `select pid from pg_stat_activity where query ~ 'complete_instruction' and wait_event_type = 'Lock'`,
  )
  return rows[0]?.pid ?? 0
}

test('between the copy and the report', async ({ client, connect, nexrender, hubWorker }) => {
  const stage = { client, connect, nexrender, hubWorker }
  const first = await renderUnderWay(stage)
  const letGo = await holdRow(stage)
  await nexrender.release()
  await expect.poll(() => reporting(stage), soon).not.toBe(0)
  await client.query('select pg_terminate_backend($1)', [await reporting(stage)])
  await kill(first)
  await letGo()
  await expectOneOutput(stage, '2')
}, 60_000)

test('after the report, before the job is taken off: a person’s retry is rendered anew', async ({
  client,
  connect,
  nexrender,
  hubWorker,
}) => {
  const stage = { client, connect, nexrender, hubWorker }
  const first = await renderUnderWay(stage)
  const letGo = await holdRow(stage)
  await nexrender.release()
  await expect.poll(() => reporting(stage), soon).not.toBe(0)
  nexrender.server().child.kill('SIGSTOP')
  await letGo()
  await expect.poll(() => state(client), soon).toBe('completed')
  await kill(first)
  nexrender.server().child.kill('SIGCONT')
  expect(await outputsOf(client)).toMatchObject([{ attempt: '1', onDisk: true }])

  await client.query("select hub.retry_instruction(1, 'ann', 'wrong flag')")
  expect(await hubWorker('--count', '1').ended).toBe(0)
  expect(await outputsOf(client)).toMatchObject([
    { attempt: '1', onDisk: true },
    { attempt: '2', onDisk: true },
  ])
  expect(await nexrender.renders()).toHaveLength(2)
  expect(await nexrender.jobs()).toEqual([])
}, 60_000)

test('a worker that was thought dead and comes back takes nothing from the one that went on', async ({
  client,
  connect,
  nexrender,
  hubWorker,
}) => {
  const stage = { client, connect, nexrender, hubWorker }
  const first = await renderUnderWay(stage)
  first.child.kill('SIGSTOP')
  await nexrender.release()
  // A frozen worker keeps its connection: its lease decides. It ends at once here.
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name ~ 'nexrender on' and datname = current_database()`,
  )
  await expectOneOutput(stage, '2')
  first.child.kill('SIGCONT')
  await first.line(/lost|released/)
  expect(await outputsOf(client)).toMatchObject([{ attempt: '2', onDisk: true }])
}, 60_000)
