import { expect } from 'vitest'
import { aDesk } from '../delivery/support.ts'
import { test } from '../support/database.ts'
import { queued } from '../support/queue.ts'

/** A minute of another day. */
const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 3) % 7]
const never = [{ from: '00:00', to: '00:01', days: [day] }]

test('a route that opens hears what is still there, whoever was told meanwhile', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('day', await desk.channel('day'), { position: 3, schedule: never })
  await desk.route('rest', await desk.channel('rest'), { position: 100 })
  await desk.found(0, 'error_surge', [{ subject: 'a' }])
  for (const second of [0, 30, 70]) await desk.tell(second)
  expect(await desk.news()).toEqual(['rest first: Error: a is broken'])
  await client.query('update hub.routes set schedule = null')
  for (const second of [131, 160]) await desk.tell(second)
  expect(await desk.news()).toEqual(['day first: Error: a is broken'])
  for (const second of [200, 260]) await desk.tell(second)
  expect(await desk.news()).toEqual([])
})

test('good news waits while the show is on air or the route is shut, and is told once', async ({
  client,
}) => {
  const desk = await aDesk(client)
  const match = { kind: ['graphic_done'] }
  await desk.route('done', await desk.channel('a'), { match })
  await client.query(`update hub.render_rules set notify_done = true where name = 'premium_hand'`)
  const id = await queued(client, { template_name: 'premium_hand' })
  await client.query(
    `update render_instructions set rule_id = (select id from hub.render_rules where name = 'premium_hand') where id = $1`,
    [id],
  )
  await desk.set('notify.on_air', true)
  const worker = (await client.query(`select hub.register_worker('ae-01') as id`)).rows[0].id
  await client.query('select hub.claim_instructions($1, 1)', [worker])
  await client.query(`select hub.complete_instruction($1, 1, '/nas/a.mov', 1)`, [id])
  for (const second of [10, 40, 80]) await desk.tell(second)
  expect(await desk.news()).toEqual([])
  await desk.set('notify.on_air', false)
  await client.query('update hub.routes set schedule = $1', [JSON.stringify(never)])
  for (const second of [150, 220]) await desk.tell(second)
  expect(await desk.news()).toEqual([])
  await client.query('update hub.routes set schedule = null')
  for (const second of [290, 360]) await desk.tell(second)
  expect(await desk.news()).toEqual([expect.stringMatching(/^a notice: Graphic done: premium_hand/)])
})

test('what nobody takes goes to a second route that is open, and its end there, too', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('one', await desk.channel('one'), { position: 1 })
  await desk.route('asleep', await desk.channel('asleep'), { position: 2, schedule: never })
  await desk.route('awake', await desk.channel('awake'), {
    position: 3,
    match: { template: ['lower_third'] },
  })
  const story = [{ subject: 'template:lower_third', severity: 'critical' }]
  await desk.found(0, 'error_surge', story)
  for (const second of [0, 310]) await desk.tell(second)
  expect(await desk.news()).toEqual([
    'one first: Critical: template:lower_third is broken',
    expect.stringMatching(/^awake escalated: /),
  ])
  await client.query(`update hub.routes set schedule = null where name = 'asleep'`)
  await client.query(`select hub.resolve_event($1, 'ann', 'mended', null, $2)`, [
    await desk.event('template:lower_third'),
    desk.at(320),
  ])
  for (const second of [321, 400]) await desk.tell(second)
  expect((await desk.news()).map((line) => line.split(':')[0])).toEqual(['one resolved', 'awake resolved'])
})
