import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

test('silent with work in its hands: 45 seconds; its PC comes back with a new session: over', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  const [lost, other] = [await show.worker('ae-1'), await show.worker('ae-2')]
  const id = await show.instruction(0)
  await show.claim(lost, 0)
  expect(await show.find('worker_lost', 0.7)).toEqual([])
  await show.beat(other, 0.75)
  expect(await show.find('worker_lost', 0.8)).toMatchObject([
    {
      subject: `worker:${lost}`,
      title: 'Worker ae-1 fell silent with 1 job in its hands',
      members: { instructions: [Number(id)] },
    },
  ])
  await show.worker('ae-1', 2)
  expect(await show.find('worker_lost', 2.1)).toEqual([])
})

test('one that put its work down first has merely ended', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  const id = await show.instruction(0)
  const claimed = await show.claim(worker, 0)
  await client.query('select hub.release_instruction($1, $2, $3)', [id, claimed?.attempt, show.at(0.1)])
  expect(await show.find('worker_lost', 10)).toEqual([])
})

test('its work was taken back: still lost, until it is heard of again', async ({ client }) => {
  const show = await aBroadcast(client)
  const [lost, other] = [await show.worker('ae-1'), await show.worker('ae-2')]
  await show.instruction(0)
  await client.query(`select hub.claim_instructions($1, 1, '10 seconds', null, $2)`, [lost, show.at(0)])
  await show.tick(0.5)
  expect((await client.query('select status from render_instructions')).rows).toEqual([{ status: 'pending' }])
  await show.beat(other, 2)
  expect(await show.find('worker_lost', 2)).toHaveLength(1)
  await show.beat(lost, 3)
  expect(await show.find('worker_lost', 3.1)).toEqual([])
})

test('all of them at once, thousands waiting: one alert at the top, all else behind it', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  const workers = []
  for (let i = 0; i < 6; i++) workers.push(await show.worker(`ae-${i}`))
  await client.query(`select set_config('hub.now', $1, false)`, [show.at(0)])
  await client.query(
    `insert into render_instructions (template_name, priority) select 'banner', 1 + g % 8 from generate_series(1, 600) as g`,
  )
  await client.query('reset hub.now')
  for (const worker of workers)
    await client.query('select hub.claim_instructions($1, 20, null, null, $2)', [worker, show.at(0)])
  for (let minute = 1; minute <= 45; minute++) await show.tick(minute)
  const open = await client.query(`select kind, subject, severity from monitoring_events
    where state = 'firing' and suppressed_by is null and severity <> 'info'`)
  expect(open.rows).toEqual([{ kind: 'worker_lost', subject: 'workers', severity: 'critical' }])
  const hidden = await client.query(
    `select distinct kind from monitoring_events where suppressed_by is not null order by 1`,
  )
  expect(hidden.rows.map((row) => row.kind)).toEqual([
    'stale_pending',
    'stall',
    'throughput_drop',
    'worker_lost',
  ])
  expect((await show.alerts('worker_lost')).find((alert) => alert.subject === 'workers')).toMatchObject({
    members: { total: 120 },
  })
})
