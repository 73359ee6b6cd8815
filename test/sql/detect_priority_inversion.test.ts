import type { Client } from 'pg'
import { expect } from 'vitest'
import type { Row } from '../support/builders.ts'
import { test } from '../support/database.ts'
import {
  as,
  type Clock,
  claimAt,
  completeAt,
  type Finding,
  findings,
  findingsThatHold,
  queuedAt,
  simulation,
} from '../support/detecting.ts'
import { aeStatus } from '../support/siblings.ts'
import { registerWorker } from '../support/workers.ts'

// A worker that asks for one template at each claim takes less urgent work first, as one would that fetches ahead.

type Scene = { client: Client; clock: Clock; worker: string }

async function scene(client: Client): Promise<Scene> {
  return { client, clock: await simulation(client), worker: await registerWorker(client, 'ae-01') }
}

const waiting = ({ client, clock }: Scene, at: number, changes: Row = {}): Promise<string> =>
  queuedAt(client, clock(at), { template_name: '급한', priority: 2, ...changes })

/** Take a job of priority 5 at each of these seconds, whatever else waits. */
async function taken(
  { client, clock, worker }: Scene,
  times: readonly number[],
  { by = worker, ...changes }: Row & { by?: string } = {},
): Promise<void> {
  for (const at of times) {
    const id = await queuedAt(client, clock(at), { template_name: 'slow', priority: 5, ...changes })
    const [mine] = await claimAt(client, clock(at), by, {
      templates: [String(changes.template_name ?? 'slow')],
    })
    if (mine?.id !== id) throw new Error(`claimed ${mine?.id} instead of ${id}`)
    await completeAt(client, clock(at + 1), mine)
  }
}

const found = ({ client, clock }: Scene, at: number): Promise<Finding[]> =>
  findings(client, 'priority_inversion', clock(at))

test('three times within ten minutes less urgent work is taken first: not two', async ({ client }) => {
  const now = await scene(client)
  const id = await waiting(now, 0)
  await taken(now, [11, 20])
  expect(await found(now, 30)).toEqual([])
  await taken(now, [30])
  const all = await findingsThatHold(client, 'priority_inversion', now.clock(40))
  expect(all).toMatchObject([
    {
      subject: 'queue',
      event_type: 'warning',
      severity: 'warning',
      since: new Date(now.clock(11)),
      evidence: {
        claims: 3,
        victims: 1,
        still_waiting: 1,
        longest_seconds: 40,
        workers: ['ae-01'],
        thresholds: {
          'inversion.count': 3,
          'inversion.per': 600,
          'inversion.slack': 10,
          'inversion.p1_wait': 60,
        },
      },
      members: { instructions: [Number(id)], total: 1 },
    },
  ])
  expect(all[0]?.title).toMatch(
    /^Less urgent work was taken first 3 times since \d\d:\d\d KST and passed over 1 job, waiting up to 40 s$/,
  )
  expect(all[0]?.title_ko).toMatch(/덜 급한 작업이 3번 먼저 처리됨: 밀린 작업 1건, 최대 40초 대기$/)
  expect(all[0]?.evidence.sample).toMatchObject([
    { instruction_id: Number(id), priority: 2, taken_priority: 5, worker: 'ae-01' },
    {},
    {},
  ])

  const [mine] = await claimAt(client, now.clock(50), now.worker)
  expect(mine?.id).toBe(id)
  expect(await found(now, 60)).toMatchObject([
    { evidence: { claims: 3, still_waiting: 0, longest_seconds: 50 } },
  ])
  expect(await found(now, 611)).toEqual([]) // the first of them is ten minutes ago
})

test('served in order, equally urgent, only just come: nothing', async ({ client }) => {
  const now = await scene(client)
  await taken(now, [0, 10, 20])
  await waiting(now, 25, { priority: 5 })
  await waiting(now, 25, { priority: 6 })
  await taken(now, [36, 46, 56])
  await waiting(now, 60)
  await taken(now, [61, 65, 70]) // at most ten seconds later
  expect(await found(now, 75)).toEqual([])
})

test('priority 1 passed over once is enough, when it waits over a minute', async ({ client }) => {
  const now = await scene(client)
  const id = await waiting(now, 0, { priority: 1 })
  await taken(now, [20])
  expect(await found(now, 60)).toEqual([])
  expect(await found(now, 61)).toMatchObject([
    { evidence: { claims: 1, urgent_victims: 1 }, members: { instructions: [Number(id)] } },
  ])
  const [mine] = await claimAt(client, now.clock(62), now.worker)
  expect(mine?.id).toBe(id)
  expect(await found(now, 70)).toMatchObject([{ evidence: { longest_seconds: 62 } }])
})

test('what the worker cannot render, what is paused, what is deferred is not passed over', async ({
  client,
}) => {
  const now = await scene(client)
  await waiting(now, 0)
  const { rows } = await client.query(`select hub.register_worker('ae-02', '{template:slow}') as id`)
  await taken(now, [20, 40, 60], { by: rows[0].id })
  expect(await found(now, 70)).toEqual([])

  await client.query(`select hub.pause('template:급한', 'ann', 'wrong font', $1)`, [now.clock(80)])
  await taken(now, [100, 120, 140])
  expect(await found(now, 150)).toEqual([])
  await client.query(`select hub.resume('template:급한', 'ann', 'mended', $1)`, [now.clock(160)])
  await taken(now, [165, 168, 170]) // from the resume on it may take its time again
  expect(await found(now, 175)).toEqual([])
  await waiting(now, 180, { template_name: '나중', priority: 1, not_before: now.clock(3600) })
  await taken(now, [171, 172, 173])
  expect(await found(now, 300)).toMatchObject([{ evidence: { claims: 3, victims: 1 } }])
})

test('a boost afterwards makes no inversion of what was taken before, a pin does not either', async ({
  client,
}) => {
  const now = await scene(client)
  const boosted = await waiting(now, 0, { priority: 6 })
  const pinned = await waiting(now, 0, { priority: 6 })
  await taken(now, [20, 30, 40])
  await as(client, now.clock(50), () =>
    client.query('update render_instructions set priority = 4 where id = $1', [boosted]),
  )
  await client.query(`select hub.change_priority($1, 1, 'ann', 'on air', $2)`, [pinned, now.clock(50)])
  expect(await found(now, 200)).toEqual([])
  await taken(now, [60, 70, 80])
  expect(await found(now, 200)).toMatchObject([
    { evidence: { claims: 3, victims: 2, urgent_victims: 1 }, since: new Date(now.clock(60)) },
  ])
})

test('old pollers take part, on both sides', async ({ client }) => {
  const now = await scene(client)
  const victim = await waiting(now, 0)
  for (const at of [20, 30, 40]) {
    const id = await queuedAt(client, now.clock(at), { priority: 7 })
    await as(client, now.clock(at), () => aeStatus(client, id, 'processing'))
  }
  await as(client, now.clock(50), () => aeStatus(client, victim, 'processing'))
  expect(await found(now, 60)).toMatchObject([
    { evidence: { claims: 3, victims: 1, still_waiting: 0 }, members: { instructions: [Number(victim)] } },
  ])
})

test('a batch is one claim, and what comes as rendered already is none', async ({ client }) => {
  const now = await scene(client)
  await waiting(now, 0)
  for (let i = 0; i < 5; i++) await queuedAt(client, now.clock(0), { template_name: 'slow', priority: 5 })
  await claimAt(client, now.clock(20), now.worker, { limit: 5, templates: ['slow'] })
  for (let i = 0; i < 5; i++) await queuedAt(client, now.clock(30), { priority: 9, status: 'processing' })
  expect(await found(now, 40)).toEqual([])
  await client.query(`update hub.settings set value = '1' where key = 'inversion.count'`)
  expect(await found(now, 40)).toMatchObject([{ evidence: { claims: 1 } }])
})

test('a great backlog in order: nothing, and many victims are named up to a limit', async ({ client }) => {
  const now = await scene(client)
  await as(client, now.clock(0), () =>
    client.query(
      `insert into render_instructions (template_name, priority) select '급한', 1 + g % 3 from generate_series(1, 300) as g`,
    ),
  )
  for (let i = 0; i < 30; i++) await claimAt(client, now.clock(20 + i), now.worker, { limit: 3 })
  expect(await found(now, 60)).toEqual([])
  await taken(now, [70])
  const [all] = await found(now, 80)
  expect(all?.evidence).toMatchObject({ claims: 1, urgent_victims: 10 })
  expect(all?.evidence.victims).toBe(50)
})
