import { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { findings, findingsThatHold, simulation } from '../support/detecting.ts'
import { startOwnServer } from '../support/own_server.ts'
import { queued } from '../support/queue.ts'
import { claim, registerWorker } from '../support/workers.ts'

const judge = (client: Client, at: string): Promise<unknown> =>
  client.query(
    `select hub.judge_findings('hub_degraded', array(select f from hub.detect_hub_degraded($1) as f), $1)`,
    [at],
  )

const alerts = async (client: Client): Promise<unknown[]> =>
  (
    await client.query(
      `select subject, state, title_ko <> '' as ko from monitoring_events where kind = 'hub_degraded' order by id`,
    )
  ).rows

test('a healthy hub: nothing', async ({ client }) => {
  const clock = await simulation(client)
  expect(await findings(client, 'hub_degraded', clock(0))).toEqual([])
})

test('a hub that polls: its alert is kept until that hub hears again', async ({ client }) => {
  const clock = await simulation(client)
  await client.query(`select hub.report_listener('hub-서울', 'no echo')`)
  const found = await findings(client, 'hub_degraded', clock(60))
  expect(found).toMatchObject([
    {
      subject: 'listener:hub-서울',
      severity: 'warning',
      title: 'Hub hub-서울 does not hear the doorbell and polls: no echo',
      title_ko: '허브 hub-서울이(가) 알림 신호(NOTIFY)를 받지 못해 폴링 중: no echo',
      evidence: { hub: 'hub-서울', mode: 'poll', why: 'no echo' },
      clear: 'false',
    },
  ])
  expect(found[0]?.suggested_action.text_ko).toMatch(/DATABASE_LISTEN_URL/)
  await judge(client, clock(60))
  await judge(client, clock(120))
  expect(await alerts(client)).toEqual([{ subject: 'listener:hub-서울', state: 'firing', ko: true }])
  await client.query(`select hub.report_listener('hub-서울')`)
  await judge(client, clock(125))
  expect(await alerts(client)).toEqual([{ subject: 'listener:hub-서울', state: 'resolved', ko: true }])
})

test('a hub that polls and is gone: nobody repeats it, and its alert ends', async ({ client }) => {
  const clock = await simulation(client)
  await client.query(`select hub.report_listener('hub-부산', 'no echo')`)
  await judge(client, clock(150))
  expect(await findings(client, 'hub_degraded', clock(150))).toHaveLength(1)
  await judge(client, clock(200))
  await judge(client, clock(3600))
  expect(await alerts(client)).toEqual([{ subject: 'listener:hub-부산', state: 'resolved', ko: true }])
})

test('most workers late at once: found as long as rescues are paused', async ({ client }) => {
  const clock = await simulation(client)
  for (let i = 0; i < 4; i++) {
    await queued(client)
    await claim(client, await registerWorker(client, `ae-${i}`))
  }
  expect(await findings(client, 'hub_degraded', clock(10))).toEqual([])
  expect(await findingsThatHold(client, 'hub_degraded', clock(20))).toMatchObject([
    {
      subject: 'rescues',
      title: '4 of 4 workers are late at once: nothing is taken back from them for now',
      title_ko: '워커 4대 중 4대가 동시에 응답이 늦음: 당분간 작업을 회수하지 않음',
      evidence: { late: 4, holding: 4, thresholds: { 'rescue.pause_share': 0.5, 'rescue.pause_workers': 3 } },
    },
  ])
  await client.query('select hub.tell_rescue_pause($1)', [clock(20)])
  await judge(client, clock(21))
  expect(await alerts(client)).toMatchObject([{ subject: 'rescues', state: 'firing' }])
  expect(await findings(client, 'hub_degraded', clock(80))).toEqual([]) // the pause has its end
})

test('the queue of notifications fills up behind a session that does not read', async () => {
  const server = await startOwnServer() // the queue is the whole server's
  const [client, deaf] = [new Client(server.url), new Client(server.url)]
  try {
    await client.connect()
    await deaf.connect()
    const clock = await simulation(client)
    await deaf.query('listen hub_wake')
    await deaf.query('begin')
    await deaf.query('select 1')
    await client.query(
      `select pg_notify('hub_wake', g || repeat('x', 7900)) from generate_series(1, 11000) as g`,
    )
    const [found, more] = await findingsThatHold(client, 'hub_degraded', clock(0))
    expect(found).toMatchObject({ subject: 'queue', title_ko: expect.stringMatching(/^알림 큐가 1\.\d %/) })
    expect(found?.evidence.usage).toBeGreaterThan(0.01)
    expect(more).toBeUndefined()
    await deaf.query('rollback') // now it reads
    await deaf.query('unlisten *')
    await client.query(`select pg_notify('hub_wake', '')`)
    expect(await findings(client, 'hub_degraded', clock(60))).toEqual([])
  } finally {
    await deaf.end()
    await client.end()
    await server.stop()
  }
}, 120_000)

test('three slow looks in a row: the database, and nothing else is told', async ({ client }) => {
  const degraded = async (): Promise<string[]> =>
    (await client.query(`select subject from hub.findings('hub_degraded')`)).rows.map((row) => row.subject)
  const look = async (): Promise<void> => {
    await client.query('begin')
    await client.query('select now(), pg_sleep(1.1)')
    await client.query('select * from hub.tick()')
    await client.query('commit')
  }
  await client.query(`update hub.settings set value = '3' where key = 'blind.after'`)
  for (let i = 0; i < 2; i++) await look()
  expect(await degraded()).toEqual([])
  await look()
  expect(await degraded()).toEqual(['database'])
  await client.query('select * from hub.tick()')
  expect(await degraded()).toEqual([])

  // while it lasts everything else is behind it
  for (const [kind, subject] of [
    ['hub_degraded', 'database'],
    ['stall', 'global'],
  ])
    await client.query(`select hub.raise_event($1, $2, 'alert', 'critical', 'it is so')`, [kind, subject])
  await client.query('select hub.inhibit_alerts()')
  const { rows } = await client.query(
    'select kind, suppressed_by is not null as hidden from monitoring_events order by kind',
  )
  expect(rows).toEqual([
    { kind: 'hub_degraded', hidden: false },
    { kind: 'stall', hidden: true },
  ])
})
