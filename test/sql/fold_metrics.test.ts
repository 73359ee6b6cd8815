import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'
import { pidOf, untilWaiting } from '../support/sessions.ts'

test('each minute by template, counted from the tables: doing it twice changes nothing', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  const banner = { template_name: 'banner' }
  await show.render({ at: 0.1, takes: 0.2, row: banner })
  await show.render({ at: 0.4, takes: 0.2, row: banner, fails: 'odd' })
  await show.render({ at: 0.7, takes: 0.5, row: { template_name: 'replay' } })
  const folded = async (minutes: number): Promise<unknown[]> => {
    await client.query('select hub.fold_metrics($1)', [show.at(minutes)])
    const { rows } = await client.query(
      `select extract(epoch from minute - $1::timestamptz)::int / 60 as minute, template_name, created, completed, failed,
      round(latency_sum::numeric)::int as seconds, latency_hist from hub.metrics_minute order by 1, 2`,
      [show.at(0)],
    )
    return rows
  }
  const first = { minute: 0, template_name: 'banner', created: 2, completed: 1, failed: 1, seconds: 12 }
  const halfMinute = Array.from({ length: 14 }, (_, i) => (i === 5 ? 1 : 0)) // 16 to 32 s
  const minutes = [
    { ...first, latency_hist: Array.from({ length: 14 }, (_, i) => (i === 4 ? 1 : 0)) }, // 8 to 16 s
    { minute: 0, template_name: 'replay', created: 1, completed: 0, failed: 0, seconds: 0 },
    {
      minute: 1,
      template_name: 'replay',
      created: 0,
      completed: 1,
      failed: 0,
      seconds: 30,
      latency_hist: halfMinute,
    },
  ]
  expect(await folded(2)).toMatchObject(minutes)
  expect(await folded(2)).toMatchObject(minutes)
  expect(await folded(3)).toMatchObject(minutes)

  const { rows: totals } = await client.query(
    `select minutes, sum(created)::int as created, sum(completed)::int as completed, round(sum(latency_sum)::numeric)::int as seconds,
       sum((select sum(h) from unnest(latency_hist) as h))::int as delivered from hub.metrics_total group by 1 order by 1`,
  )
  expect(totals).toEqual(
    [1, 15].map((minutes) => ({ minutes, created: 3, completed: 2, seconds: 42, delivered: 2 })),
  )
})

test('what became visible late is counted with the next look, and a long silence is caught up', async ({
  client,
  connect,
}) => {
  const show = await aBroadcast(client)
  await client.query('select hub.fold_metrics($1)', [show.at(1)])
  const late = await connect()
  await late.query(`select set_config('hub.now', $1, false)`, [show.at(1.5)])
  await late.query('begin')
  await late.query(`insert into render_instructions (template_name) values ('late')`)
  const created = async (minutes: number): Promise<number> => {
    await client.query('select hub.fold_metrics($1)', [show.at(minutes)])
    return (await client.query('select coalesce(sum(created), 0)::int as n from hub.metrics_minute')).rows[0]
      .n
  }
  expect(await created(2)).toBe(0)
  await late.query('commit')
  expect(await created(3)).toBe(1)
  await show.instruction(30)
  expect(await created(600)).toBe(2)
})

test('between its looks at whole minutes it adds what came since, once', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 60; i++)
    await show.render({ at: i / 12, takes: 0.1 + (i % 5) / 9, ...(i % 8 === 3 && { fails: 'odd' }) })
  const folded = async (): Promise<unknown[]> => {
    const { rows } = await client.query(
      `select 'minute' as of, minute as at, template_name, created, completed, failed, round(latency_sum::numeric, 3) as seconds, latency_hist::text
       from hub.metrics_minute
       union all select 'total' || minutes, at, null, created, completed, failed, round(latency_sum::numeric, 3), latency_hist::text from hub.metrics_total
       union all select 'tens', at, null, null, completed, delivered, round(latency_sum::numeric, 3), latency_hist::text from hub.metrics_tens
       order by 1, 2, 3`,
    )
    return rows
  }
  for (let second = 0; second <= 400; second += 1 + (second % 7)) {
    await client.query('select hub.fold_metrics($1)', [show.at(second / 60)])
  }
  await client.query('select hub.fold_metrics($1)', [show.at(7)])
  const added = await folded()
  expect(added.length).toBeGreaterThan(30)

  // counted anew beside what is there, and without it
  await client.query(`delete from hub.detector_state where detector = 'fold'`)
  await client.query('select hub.fold_metrics($1)', [show.at(7)])
  expect(await folded()).toEqual(added)
  await client.query('truncate hub.metrics_minute, hub.metrics_total, hub.metrics_tens')
  await client.query(`delete from hub.detector_state where detector = 'fold'`)
  await client.query('select hub.fold_metrics($1)', [show.at(7)])
  expect(added).toEqual(await folded())
})

test('what a long transaction brings late is found when its minute is counted anew, by itself, in the next two minutes', async ({
  client,
  connect,
}) => {
  const show = await aBroadcast(client)
  const late = await connect()
  await late.query(`select set_config('hub.now', $1, false)`, [show.at(0.7)])
  await late.query('begin')
  await late.query(`insert into render_instructions (template_name) values ('late')`)
  const created = async (second: number): Promise<number> => {
    await client.query('select hub.fold_metrics($1)', [show.at(second / 60)])
    const { rows } = await client.query(
      'select coalesce(sum(created), 0)::int as n from hub.metrics_total where minutes = 15',
    )
    return rows[0].n
  }
  for (let second = 30; second <= 64; second += 2) expect(await created(second)).toBe(0)
  await late.query('commit')
  const found: number[] = []
  for (let second = 66; second <= 180; second += 2) if ((await created(second)) === 1) found.push(second)
  expect(found[0]).toBe(140)
})

test('within its minute it is found with the next third of it', async ({ client, connect }) => {
  const show = await aBroadcast(client)
  const late = await connect()
  await late.query(`select set_config('hub.now', $1, false)`, [show.at(0.1)])
  await late.query('begin')
  await late.query(`insert into render_instructions (template_name) values ('late')`)
  const created = async (second: number): Promise<number> => {
    await client.query('select hub.fold_metrics($1)', [show.at(second / 60)])
    return (await client.query('select coalesce(sum(created), 0)::int as n from hub.metrics_minute')).rows[0]
      .n
  }
  for (let second = 0; second <= 24; second += 2) expect(await created(second)).toBe(0)
  await late.query('commit')
  expect(await created(28)).toBe(0)
  expect(await created(30)).toBe(1)
})

test('a clock that is set back counts nothing twice', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 40; i++) await show.render({ at: i / 8, takes: 0.05 })
  const fold = async (from: number, to: number): Promise<void> => {
    for (let second = from; second <= to; second += 4)
      await client.query('select hub.fold_metrics($1)', [show.at(second / 60)])
  }
  const figures = async (): Promise<unknown> =>
    (
      await client.query(`select (select sum(created)::int from hub.metrics_minute) as created, (select sum(completed)::int from hub.metrics_minute) as completed,
        (select sum(completed)::int from hub.metrics_tens) as tens, (select sum(completed)::int from hub.metrics_total where minutes = 15) as quarters`)
    ).rows[0]
  const all = { created: 40, completed: 40, tens: 40, quarters: 40 }
  await fold(0, 320)
  expect(await figures()).toEqual(all)
  await fold(202, 330)
  expect(await figures()).toEqual(all)
})

test('two at once add nothing twice', async ({ client, connect }) => {
  const show = await aBroadcast(client)
  await client.query('select hub.fold_metrics($1)', [show.at(0)])
  for (let i = 0; i < 5; i++) await show.render({ at: i / 60, takes: 0.01 })
  const other = await connect()
  const pid = await pidOf(other)
  await client.query('begin')
  await client.query('select hub.fold_metrics($1)', [show.at(0.2)])
  const beside = other.query('select hub.fold_metrics($1)', [show.at(0.2)])
  await untilWaiting(client, pid)
  await client.query('commit')
  await beside
  const { rows } = await client.query('select sum(completed)::int as n from hub.metrics_minute')
  expect(rows).toEqual([{ n: 5 }])
})
