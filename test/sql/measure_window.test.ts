import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'
import { attempt, past } from './history.ts'

const window = `select * from hub.measure_window(now() - interval '1 hour', now())`

test('a window without data answers null, not 0', async ({ tx }) => {
  await past(tx, 'hub.attempts', [
    attempt(1, 1, 'completed', '61 minutes'),
    attempt(2, 1, 'cancelled', '1 minute'),
  ])
  expect((await tx.query(window)).rows).toEqual([{ throughput: null, avg_latency: null, error_rate: null }])
})

test('each instruction counts once, however often it retried', async ({ tx }) => {
  await past(tx, 'hub.attempts', [
    attempt(1, 1, 'failed', '50 minutes'),
    attempt(1, 2, 'failed', '40 minutes'),
    attempt(1, 3, 'completed', '30 minutes'),
    attempt(2, 1, 'completed', '20 minutes'),
    attempt(3, 1, 'reconciled', '20 minutes'),
    attempt(4, 1, 'failed', '10 minutes'),
    attempt(5, 1, 'released', '10 minutes'),
    attempt(6, 1, 'rescued', '10 minutes'),
  ])
  expect((await tx.query(window)).rows).toMatchObject([{ throughput: 3, error_rate: 0.5 }])
  const quarter = `select * from hub.measure_window(now() - interval '15 minutes', now())`
  expect((await tx.query(quarter)).rows).toMatchObject([{ throughput: 0, error_rate: 1 }])
})

test('latency is from the arrival of the instruction to its first output', async ({ tx }) => {
  await past(tx, 'render_instructions', [
    { id: 1, template_name: 'x', status: 'completed', completed_at: '0', recorded_at: '30 minutes' },
    { id: 2, template_name: 'x', status: 'completed', completed_at: '0', recorded_at: '3 hours' },
    { id: 3, template_name: 'x', status: 'completed', completed_at: '0', recorded_at: '20 minutes' },
  ])
  await past(tx, 'render_outputs', [
    { instruction_id: 1, output_path: '/1', recorded_at: '29 minutes' },
    { instruction_id: 1, output_path: '/1b', recorded_at: '5 minutes' },
    { instruction_id: 2, output_path: '/2', recorded_at: '2 hours' },
    { instruction_id: 2, output_path: '/2b', recorded_at: '5 minutes' },
    { instruction_id: 3, output_path: '/3', recorded_at: '17 minutes' },
    { instruction_id: 3, output_path: '/3', status: 'failed', recorded_at: '19 minutes' },
  ])
  expect((await tx.query(window)).rows[0].avg_latency).toBe(120) // (60 + 180) / 2; the second one was delivered before
})

test('rolled up or not, the figures are the same', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 12; i++) {
    await show.render({ at: i, takes: 0.25 + i / 10, ...(i % 4 === 1 && { fails: 'odd' }) })
  }
  const figures = async (): Promise<unknown> =>
    (await client.query('select * from hub.measure_window($1, $2)', [show.at(1.3), show.at(11.7)])).rows
  const one = await figures()
  await client.query('select hub.fold_metrics($1)', [show.at(7.5)])
  expect(await figures()).toEqual(one)
  await client.query('select hub.fold_metrics($1)', [show.at(30)])
  expect(await figures()).toEqual(one)
  expect(one).toMatchObject([{ error_rate: 3 / 10, avg_latency: expect.any(Number) }])
})

test('a window that begins within a minute is told the same from ten seconds as row by row', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 40; i++) {
    await show.render({ at: i / 8, takes: 0.05 + (i % 7) / 20, ...(i % 9 === 1 && { fails: 'odd' }) })
  }
  const bounds = [
    ...[0, 1, 9.999, 10, 10.001, 35, 59, 60, 61.5].map((second) => [second / 60, 5]),
    ...Array.from({ length: 30 }, () => [Math.random() * 4, 4 + Math.random() * 2]),
    [1.1, 1.2],
  ] as const
  const figures = async (): Promise<unknown[]> => {
    const found: unknown[] = []
    for (const [from, to] of bounds) {
      const { rows } = await client.query(
        'select completed, delivered, round(latency::numeric, 3) as latency from hub.measure_completed($1, $2)',
        [show.at(from), show.at(to)],
      )
      found.push([from, to, rows[0]])
    }
    return found
  }
  const plain = await figures()
  await client.query('select hub.fold_metrics($1)', [show.at(0)])
  await client.query('select hub.fold_metrics($1)', [show.at(30)])
  expect(await figures()).toEqual(plain)
  const { rows } = await client.query(
    'select count(*)::int as tens, sum(completed)::int as completed from hub.metrics_tens',
  )
  expect(rows[0].tens).toBeGreaterThan(15)

  // and it is they that are asked
  await client.query('update hub.metrics_tens set completed = completed + 1000')
  const told = await client.query('select completed from hub.measure_completed($1, $2)', [
    show.at(1.2),
    show.at(30),
  ])
  expect(Number(told.rows[0].completed)).toBeGreaterThan(1000)
  const whole = await client.query('select completed from hub.measure_completed($1, $2)', [
    show.at(1),
    show.at(30),
  ])
  expect(Number(whole.rows[0].completed)).toBeLessThan(1000)
})
