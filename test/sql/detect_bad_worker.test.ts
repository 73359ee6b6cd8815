import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { type Clock, findings, findingsThatHold, rendered, simulation } from '../support/detecting.ts'
import { registerWorker } from '../support/workers.ts'

type Scene = { clock: Clock; bad: string; good: string }

async function scene(client: Client): Promise<Scene> {
  return {
    clock: await simulation(client),
    bad: await registerWorker(client, 'ae-나쁨'),
    good: await registerWorker(client, 'ae-02'),
  }
}

/** `count` different jobs, one a minute from `start` on, each ten seconds long. No retry comes in between. */
async function jobs(
  client: Client,
  { clock }: Scene,
  worker: string,
  count: number,
  { start = 0, failing, ...job }: { start?: number; failing?: string; [column: string]: unknown } = {},
): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const from = start + i * 60
    const times = { from, to: from + 10, max_retries: 0, ...job }
    ids.push(await rendered(client, clock, worker, failing === undefined ? times : { ...times, failing }))
  }
  return ids
}

const error = 'Nexrender 503'

test('five different jobs fail on one worker while others succeed: not four', async ({ client }) => {
  const now = await scene(client)
  await jobs(client, now, now.good, 2)
  const ids = await jobs(client, now, now.bad, 4, { start: 30, failing: error })
  await jobs(client, now, now.good, 2, { start: 300 })
  expect(await findings(client, 'bad_worker', now.clock(500))).toEqual([])
  ids.push(...(await jobs(client, now, now.bad, 1, { start: 500, failing: error })))
  const found = await findingsThatHold(client, 'bad_worker', now.clock(520))
  expect(found).toMatchObject([
    {
      subject: `worker:${now.bad}`,
      event_type: 'alert',
      severity: 'warning',
      since: new Date(now.clock(40)),
      evidence: {
        worker_id: now.bad,
        host: 'ae-나쁨',
        failed: 5,
        completed: 0,
        others_completed: 3, // one of the four was done before the first failure
        others_failed: 0,
        thresholds: { 'bad_worker.failures': 5, 'bad_worker.per': 3600 },
      },
      members: { instructions: ids.map(Number), total: 5 },
    },
  ])
  expect(found[0]?.title_ko).toMatch(/워커 ae-나쁨에서 서로 다른 작업 5건 실패\(다른 워커는 3건 완료\)/)
})

test('one job five times, or five within more than an hour: nothing', async ({ client }) => {
  const now = await scene(client)
  await jobs(client, now, now.good, 3, { start: 60 })
  for (let i = 0; i < 5; i++) {
    await jobs(client, now, now.bad, 1, { start: 100 + i * 901, failing: error })
    await jobs(client, now, now.good, 1, { start: 130 + i * 901 })
  }
  expect(await findings(client, 'bad_worker', now.clock(3800))).toEqual([]) // 5 in 60 min and 4 s
})

test('everything fails everywhere: no worker is to blame, whatever was done an hour before', async ({
  client,
}) => {
  const now = await scene(client)
  await jobs(client, now, now.good, 10)
  await jobs(client, now, now.bad, 6, { start: 700, failing: error })
  expect(await findings(client, 'bad_worker', now.clock(1100))).toEqual([])
  await jobs(client, now, now.good, 6, { start: 1100, failing: error })
  await jobs(client, now, now.good, 5, { start: 1500 })
  expect(await findings(client, 'bad_worker', now.clock(2000))).toEqual([]) // 5 done, 6 failed elsewhere
  await jobs(client, now, now.good, 3, { start: 2000 })
  // 8 done, 6 failed: more than half are done, but 6 of 6 is what chance may make of that
  expect(await findings(client, 'bad_worker', now.clock(2200))).toEqual([])
  await jobs(client, now, now.good, 12, { start: 2200 })
  expect(await findings(client, 'bad_worker', now.clock(3000))).toMatchObject([
    { subject: `worker:${now.bad}` },
  ])
})

test('a template that is broken everywhere is not the worker’s fault; one that works elsewhere is', async ({
  client,
}) => {
  const now = await scene(client)
  const broken = { template_name: '고장', failing: 'composition not found' }
  await jobs(client, now, now.good, 6)
  await jobs(client, now, now.bad, 6, { start: 30, ...broken })
  await jobs(client, now, now.good, 1, { start: 400, ...broken })
  await jobs(client, now, now.good, 2, { start: 460 })
  expect(await findings(client, 'bad_worker', now.clock(700))).toEqual([])
  await jobs(client, now, now.good, 1, { start: 700, template_name: '고장' })
  expect(await findings(client, 'bad_worker', now.clock(720))).toHaveLength(1)
})

test('it does as much as it fails: nothing', async ({ client }) => {
  const now = await scene(client)
  await jobs(client, now, now.good, 8)
  await jobs(client, now, now.bad, 5, { start: 500, failing: error })
  await jobs(client, now, now.good, 12, { start: 800 })
  expect(await findings(client, 'bad_worker', now.clock(1600))).toHaveLength(1)
  await jobs(client, now, now.bad, 2, { start: 1600 })
  expect(await findings(client, 'bad_worker', now.clock(1800))).toHaveLength(1)
  await jobs(client, now, now.bad, 1, { start: 1800 })
  expect(await findings(client, 'bad_worker', now.clock(1900))).toEqual([]) // three successes since
})

test('what made it bad was sure; less than that keeps it so', async ({ client }) => {
  const now = await scene(client)
  await jobs(client, now, now.bad, 5, { start: 500, failing: error })
  await jobs(client, now, now.good, 3, { start: 800 })
  await client.query(`update hub.settings set value = '"off"' where key = 'remedy.bad_worker'`)
  await client.query('select * from hub.tick($1)', [now.clock(1000)])
  await jobs(client, now, now.bad, 1, { start: 1000 })
  await jobs(client, now, now.good, 1, { start: 1060, failing: error })
  // 5 of 6 beside 1 of 4 would not be enough to begin with
  expect(await findings(client, 'bad_worker', now.clock(1200))).toHaveLength(1)
})

test('it is avoided: the alert lasts that long, and ends with that; two that fail after it are enough', async ({
  client,
}) => {
  const now = await scene(client)
  await jobs(client, now, now.good, 1)
  await jobs(client, now, now.bad, 5, { failing: error, start: 60 })
  await jobs(client, now, now.good, 3, { start: 400 })
  await client.query('update hub.workers set avoid_until = $2 where id = $1', [now.bad, now.clock(4200)])
  expect(await findings(client, 'bad_worker', now.clock(4190))).toHaveLength(1) // the failures are over an hour old
  expect(await findings(client, 'bad_worker', now.clock(4201))).toEqual([])

  await client.query('update hub.workers set avoid_until = $2 where id = $1', [now.bad, now.clock(2000)])
  expect(await findings(client, 'bad_worker', now.clock(2001))).toEqual([])
  await jobs(client, now, now.good, 8, { start: 2010 })
  await jobs(client, now, now.bad, 1, { start: 2500, failing: error })
  expect(await findings(client, 'bad_worker', now.clock(2550))).toEqual([]) // one failure may be chance
  await jobs(client, now, now.bad, 1, { start: 2560, failing: error })
  expect(await findings(client, 'bad_worker', now.clock(2600))).toHaveLength(1)
})

test('without a remedy it ends when its failures are an hour old', async ({ client }) => {
  const now = await scene(client)
  await jobs(client, now, now.bad, 5, { failing: error })
  await jobs(client, now, now.good, 3, { start: 400 })
  expect(await findings(client, 'bad_worker', now.clock(3600))).toHaveLength(1)
  expect(await findings(client, 'bad_worker', now.clock(3610))).toEqual([])
})
