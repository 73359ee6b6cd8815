import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'
import { aDesk } from './support.ts'

test('all workers die with 5 000 pending and 300 processing: two messages, and every child is accounted for', async ({
  client,
}) => {
  const desk = await aDesk(client)
  const show = await aBroadcast(client)
  await desk.route('all', await desk.channel('ops', { rate_caps: {} }), { language: 'ko' })
  await client.query(`select set_config('hub.now', $1, false)`, [show.at(0)])
  await client.query(
    `insert into render_instructions (template_name, priority) select 'template_' || g % 5, 1 + g % 10 from generate_series(1, 5300) as g`,
  )
  await client.query('reset hub.now')
  for (let i = 0; i < 30; i++) {
    const worker = await show.worker(`ae-${i}`)
    await client.query('select from hub.claim_instructions($1, 10, null, null, $2)', [worker, show.at(0)])
  }
  const { rows: before } = await client.query(
    'select status, count(*)::int from render_instructions group by 1 order by 1',
  )
  expect(before).toEqual([
    { status: 'pending', count: 5000 },
    { status: 'processing', count: 300 },
  ])
  // nobody beats any more, for a quarter of an hour; five seconds, then ten, then half minutes apart
  const looks = [...Array(24).keys()]
    .map((n) => n / 12)
    .concat(
      [...Array(12).keys()].map((n) => 2 + n / 6),
      [...Array(22).keys()].map((n) => 4 + n / 2),
    )
  for (const minutes of looks) await show.tick(minutes)
  const said = await desk.news()
  expect(said.length).toBeLessThanOrEqual(2) // the second one repeats it after ten minutes
  expect(said[0]).toMatch(/^ops first: 긴급: /)
  const { rows } = await client.query(
    `select count(*) filter (where suppressed_by is null)::int as top, count(*) filter (where suppressed_by is not null)::int as hidden
     from monitoring_events where state <> 'resolved' and severity <> 'info'`,
  )
  expect(rows[0].top).toBeLessThanOrEqual(3)
  expect(rows[0].hidden).toBeGreaterThanOrEqual(30)
}, 120_000)
