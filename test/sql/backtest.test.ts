import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'

type Row = {
  settings: string
  kind: string
  subject: string
  fired_at: Date
  ended_at: Date | null
  confirmed: boolean | null
}

test('what a changed value would have made of recorded history, beside the present one; nothing is written', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 10; i++) await show.render({ at: i })
  for (let i = 10; i < 14; i++) {
    await show.render({ at: i, fails: 'odd' })
    await show.tick(i + 1)
  }
  for (let i = 14; i < 40; i++) {
    await show.render({ at: i, takes: 0.3 })
    await show.tick(i + 1)
  }
  const [real] = await show.alerts('error_surge')
  await client.query(`select hub.rate_event($1, 'ann', 'useful', p_now => $2)`, [real?.id, show.at(41)])
  const counts = `select (select count(*) from hub.events) + (select count(*) from hub.detector_state) + (select count(*) from monitoring_events) as n`
  const before = (await client.query(counts)).rows
  const replayed = async (key: string, value: unknown): Promise<Row[]> =>
    (
      await client.query('select * from hub.backtest($1, $2, $3, $4)', [
        key,
        JSON.stringify(value),
        show.at(0),
        show.at(60),
      ])
    ).rows

  const stricter = await replayed('error.h', 7)
  expect(stricter).toMatchObject([{ settings: 'present', kind: 'error_surge', confirmed: true }])
  expect(stricter[0]?.fired_at.toISOString()).toBe(show.at(13.5))
  expect((await replayed('error.h', 4)).map((row) => row.settings).toSorted()).toEqual(['changed', 'present'])
  expect((await client.query(counts)).rows).toEqual(before)
})

test('waiting, stalls, orphans and stuck renders can be replayed too', async ({ client }) => {
  const show = await aBroadcast(client)
  await client.query(`update hub.render_rules set enabled = false`)
  await show.render({ at: 0 })
  await show.render({ at: 1, waits: 12, row: { priority: 3 } })
  await show.hand(1, { table_id: 'T1', hand_number: 1, hand_rank: 'flush' })
  const hand = await show.hand(2, { table_id: 'T1', hand_number: 2, hand_rank: 'full_house' })
  await show.instruction(7, { trigger_type: 'premium_hand', trigger_id: hand })
  const subjects = async (key: string, value: unknown): Promise<string[]> => {
    const { rows } = await client.query<Row>('select * from hub.backtest($1, $2, $3, $4)', [
      key,
      JSON.stringify(value),
      show.at(-5),
      show.at(60),
    ])
    return rows.map((row) => `${row.settings} ${row.kind} ${row.subject}`)
  }
  expect(await subjects('stale.minutes', [5, 20, 20])).toEqual(['present stale_pending priority:3'])
  expect(await subjects('stall.minutes', [20, 20])).toEqual(['present stall global'])
  expect(await subjects('orphan.grace_min', 400)).toEqual([`present orphan_hand hand:${hand}`])
  expect(await subjects('stuck.floor', 60)).toEqual([])
})

test('what cannot be replayed is refused by name', async ({ client }) => {
  for (const [key, value, from] of [
    ['lease.default', '5', '1 day'],
    ['error.h', '5', '90 days'],
    ['error.h', '"x"', '1 day'],
    ['nonsense', '5', '1 day'],
  ]) {
    const sql = `select * from hub.backtest('${key}', '${value}', now() - interval '${from}')`
    expect(await refusalOf(client, sql)).toMatchObject({ code: 'UB422' })
  }
})
