import type { Client } from 'pg'
import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'
import {
  type Clock,
  claimAt,
  failAt,
  findings,
  findingsThatHold,
  queuedAt,
  simulation,
} from '../support/detecting.ts'
import { instruction } from '../support/queue.ts'
import { registerWorker } from '../support/workers.ts'

/** Let an instruction fail on one worker after the other, ten minutes apart; the workers take turns. */
async function failing(client: Client, clock: Clock, hosts: string[], times: number): Promise<string> {
  const workers: string[] = []
  for (const host of hosts) workers.push(await registerWorker(client, host))
  const id = await queuedAt(client, clock(0))
  for (let i = 0; i < times; i++) {
    const [mine] = await claimAt(client, clock(i * 600), workers[i % workers.length] as string)
    await failAt(client, clock(i * 600 + 30), mine as { id: string; attempt: string })
  }
  return id
}

const end = 3 * 600 + 30 // of the fourth attempt

test('retries used up on two PCs: one finding, until the job is retried', async ({ client }) => {
  const clock = await simulation(client)
  const id = await failing(client, clock, ['ae-01', 'ae-02'], 4)
  expect(await instruction(client, id)).toMatchObject({ status: 'failed', retry_count: 3, retry_at: null })
  expect(await findingsThatHold(client, 'poison_job', clock(end + 1))).toMatchObject([
    {
      subject: `instruction:${id}`,
      event_type: 'alert',
      severity: 'warning',
      since: new Date(clock(end)),
      title: `Instruction ${id} (premium_hand) failed 4 times on 2 workers and is not tried again`,
      title_ko: `작업 ${id}(premium_hand)이(가) 워커 2대에서 4번 실패해 더 이상 시도하지 않음`,
      evidence: {
        failures: 4,
        workers: ['ae-01', 'ae-02'],
        retries: 3,
        max_retries: 3,
        error: 'Nexrender 503',
      },
      members: { instructions: [Number(id)], total: 1 },
    },
  ])
  expect(await findings(client, 'poison_job', clock(end + 24 * 3600 + 1))).toEqual([])
  await client.query(`select hub.retry_instruction($1, 'ann', 'mended', null, $2)`, [id, clock(end + 60)])
  expect(await findings(client, 'poison_job', clock(end + 61))).toEqual([])
})

test('retries left, one PC only: nothing; what is permanent by itself goes to a person at once', async ({
  client,
}) => {
  const clock = await simulation(client)
  const left = await failing(client, clock, ['ae-01', 'ae-02'], 3)
  expect(await instruction(client, left)).toMatchObject({ status: 'failed', retry_count: 2 })
  expect(await findings(client, 'poison_job', clock(end))).toEqual([])
  await client.query(`select hub.cancel_instruction($1, 'ann', 'enough', $2)`, [left, clock(end)])

  const worker = await registerWorker(client, 'ae-01')
  const permanent = await queuedAt(client, clock(end + 1))
  const [mine] = await claimAt(client, clock(end + 1), worker)
  await failAt(client, clock(end + 2), mine as { id: string; attempt: string }, 'Missing file: 폰트.ttf')
  expect(await instruction(client, permanent)).toMatchObject({ status: 'failed', error_class: 'permanent' })
  expect(await findings(client, 'poison_job', clock(end + 3))).toMatchObject([
    {
      subject: 'template:premium_hand',
      severity: 'error',
      title: '1 instruction of premium_hand failed for good: Missing file: 폰트.ttf',
      members: { instructions: [Number(permanent)], total: 1 },
    },
  ])
})

test('two sessions of one PC are one PC: it proves nothing, unless no other PC is there', async ({
  client,
}) => {
  const clock = await simulation(client)
  await failing(client, clock, ['ae-01', 'ae-01'], 4)
  expect(await findings(client, 'poison_job', clock(end + 1))).toMatchObject([{ subject: 'instruction:1' }])
  for (const host of ['ae-01', 'ae-02'])
    await client.query('select hub.register_worker($1, p_now => $2)', [host, clock(end)])
  expect(await findings(client, 'poison_job', clock(end + 1))).toEqual([])
})

test('workers that died over it: the alert of hub.take_back is found again, also when no progress was told', async ({
  client,
}) => {
  const clock = await simulation(client)
  await client.query(
    `update hub.settings set value = '2' where key in ('rescue.poison_at', 'rescue.unbegun_max')`,
  )
  const begun = await queuedAt(client, clock(0), { template_name: 'begun' })
  const unbegun = await queuedAt(client, clock(0), { template_name: 'unbegun' })
  for (const seconds of [0, 10_000]) {
    for (const [template, progress] of [
      ['begun', '{"%": 40}'],
      ['unbegun', '{}'],
    ] as const) {
      const worker = await registerWorker(client)
      await claimAt(client, clock(seconds), worker, { templates: [template] })
      await client.query('select * from hub.heartbeat($1, $2, $3)', [
        worker,
        progress.replace('%', begun),
        clock(seconds),
      ])
    }
    await client.query('select hub.rescue_expired($1)', [clock(seconds + 7201)])
  }
  const raised = await client.query(
    `select subject, title, event_type, severity from monitoring_events where kind = 'poison_job' order by subject`,
  )
  expect(raised.rows.map((row) => row.subject)).toEqual([`instruction:${begun}`, `instruction:${unbegun}`])
  const found = await findingsThatHold(client, 'poison_job', clock(17_300))
  expect(
    found.map(({ subject, title, event_type, severity }) => ({ subject, title, event_type, severity })),
  ).toEqual(raised.rows)
})

test('a person who resolved the alert is believed; a later failure is told again', async ({ client }) => {
  const clock = await simulation(client)
  const id = await failing(client, clock, ['ae-01', 'ae-02'], 4)
  const resolve = (by: string, at: string): Promise<unknown> =>
    client.query(
      `insert into monitoring_events (event_type, kind, severity, state, subject, title, resolved_at, resolved_by)
       values ('alert', 'poison_job', 'warning', 'resolved', $1, 'x', $2, $3)`,
      [`instruction:${id}`, at, by],
    )
  await resolve('hub:poison_job', clock(end + 2))
  await resolve('ann', clock(end - 1))
  expect(await findings(client, 'poison_job', clock(end + 3))).toHaveLength(1)
  await resolve('ann', clock(end + 4))
  expect(await findings(client, 'poison_job', clock(end + 5))).toEqual([])
})

test('while retrying is off, what could be tried again goes to a person, too', async ({ client }) => {
  const show = await aBroadcast(client)
  await client.query(`update hub.settings set value = '"suggest"' where key = 'remedy.retry'`)
  const id = await show.render({ at: 0, fails: 'connection timeout', row: { template_name: 'banner' } })
  expect(await show.find('poison_job', 2)).toMatchObject([
    {
      subject: 'template:banner',
      title: '1 instruction of banner failed, and retrying is off: connection timeout',
      title_ko: 'banner 작업 1건 실패(자동 재시도 꺼짐): connection timeout',
      members: { instructions: [Number(id)] },
    },
  ])
  // and nothing is waited for that will not happen
  await client.query(
    `update hub.settings set value = '"off"' where key in ('remedy.retry', 'remedy.rescue', 'remedy.expire')`,
  )
  await client.query('set session_replication_role = replica')
  await client.query(`update render_instructions set retry_at = now() - interval '1 hour'`)
  await client.query('reset session_replication_role')
  const { rows } = await client.query(
    `select coalesce(hub.next_deadline() > now() - interval '1 minute', true) as ahead`,
  )
  expect(rows).toEqual([{ ahead: true }])
})
