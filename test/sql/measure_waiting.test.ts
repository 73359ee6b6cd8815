import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'
import { allowSimulation } from '../support/sessions.ts'

type Step = { at: string; waiting: number | null; oldest_wait: number | null }

test('of each step the longest minute; where nobody looked it is null, and what is held back is left out', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  await allowSimulation(client)
  const order = (minutes: number, template: string) =>
    client.query(
      `insert into render_instructions (template_name, layer_data_json, created_at) values ($1, '{}', $2)`,
      [template, show.at(minutes)],
    )
  const fold = (minutes: number) => client.query('select hub.fold_metrics($1)', [show.at(minutes)])
  const series = async (step: string): Promise<Step[]> => {
    const { rows } = await client.query(
      `select hub.measure_waiting('20 minutes', $1, null, $2) -> 'series' as steps`,
      [step, show.at(12)],
    )
    return rows[0].steps
  }
  await client.query(`select set_config('hub.now', $1, false)`, [show.at(1)])
  await order(1, 'one')
  await order(1, 'two')
  await order(1, 'held')
  await client.query(`select hub.pause('template:held', 'ann', 'later')`)
  await fold(2.2)
  await fold(2.5)
  await client.query(`update render_instructions set status = 'cancelled' where template_name = 'one'`)
  await fold(2.8)
  await fold(11)
  await client.query(`select set_config('hub.now', '', false)`)

  const minutes = (await series('1 minute')).filter(({ waiting }) => waiting !== null)
  expect(minutes.map(({ waiting, oldest_wait }) => [waiting, Math.round(oldest_wait ?? -1)])).toEqual([
    [2, 108],
    [1, 600],
  ])
  const coarse = await series('5 minutes')
  expect(coarse.filter(({ waiting }) => waiting === null).length).toBeGreaterThan(1)
  expect(Math.max(...coarse.map(({ oldest_wait }) => oldest_wait ?? 0))).toBe(600)
  await client.query(`select hub.remove_old('metrics', $1::timestamptz + interval '10 years')`, [show.at(12)])
  expect((await series('1 minute')).every(({ waiting }) => waiting === null)).toBe(true)
})
