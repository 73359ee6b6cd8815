import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'

const change = `select * from hub.change_setting($1, $2, 'ann', 'a try')`

describe('change_setting', () => {
  test('changes one, with who and when, in the audit and in the journal', async ({ client }) => {
    const { rows } = await client.query(change, ['lease.default', '20'])
    expect(rows[0]).toMatchObject({ key: 'lease.default', value: 20, updated_by: 'ann' })
    const { rows: actions } = await client.query('select * from hub.actions')
    expect(actions).toMatchObject([
      {
        actor: 'ann',
        verb: 'change_setting',
        subject: 'setting:lease.default',
        reason: 'a try',
        before: { value: 12 },
        after: { value: 20 },
      },
    ])
    const { rows: events } = await client.query(
      `select actor, reason, doc from hub.events where kind = 'setting.changed'`,
    )
    expect(events).toEqual([{ actor: 'ann', reason: 'a try', doc: { before: 12, after: 20 } }])
  })

  test('refuses what is out of bounds or of another type, saying what would be right', async ({ tx }) => {
    const wrong: readonly (readonly [key: string, value: string])[] = [
      ['lease.default', '0'],
      ['lease.default', '3601'],
      ['lease.default', '-5'],
      ['lease.default', '1e400'],
      ['lease.default', '"20"'],
      ['lease.default', 'true'],
      ['lease.default', 'null'],
      ['lease.default', '[20]'],
      ['lease.default', '{}'],
      ['claim.max', '10.5'],
      ['simulation', '1'],
      ['simulation', '"true"'],
      ['simulation', 'null'],
      ['premium.min_rank', '"five_of_a_kind"'],
      ['premium.min_rank', '["flush"]'],
      ['premium.min_rank', '4'],
      ['retry.backoff', '[]'],
      ['retry.backoff', '60'],
      ['retry.backoff', '[60, -1]'],
      ['retry.backoff', '[60, "120"]'],
      ['retry.backoff', '[60, null]'],
      ['retry.backoff', '[[60]]'],
      ['retry.backoff', '{"first": 60}'],
      ['time_zone', '"Asia/Pyeongchang"'],
      ['time_zone', '""'],
      ['time_zone', '"KST9"'],
      ['time_zone', '9'],
    ]
    for (const [key, value] of wrong) {
      expect({ key, value, ...(await refusalOf(tx, change, [key, value])) }).toMatchObject({
        code: 'UB422',
        hint: expect.stringMatching(/\S/),
      })
    }
    expect(await refusalOf(tx, change, ['lease.default', null])).toMatchObject({ code: 'UB422' })
  })

  test('takes every bound itself', async ({ tx }) => {
    const { rows } = await tx.query(
      `select key, value, bounds ->> 'min' as min, bounds ->> 'max' as max from hub.settings
       where bounds ->> 'type' in ('number', 'integer')`,
    )
    expect(rows.length).toBeGreaterThan(10)
    for (const { key, min, max } of rows) {
      for (const bound of [min, max]) {
        if (bound !== null) expect((await tx.query(change, [key, bound])).rows[0].value).toBe(Number(bound))
      }
      if (min !== null) {
        expect({ key, ...(await refusalOf(tx, change, [key, String(Number(min) - 1)])) }).toMatchObject({
          code: 'UB422',
        })
      }
      if (max !== null) {
        expect({ key, ...(await refusalOf(tx, change, [key, String(Number(max) + 1)])) }).toMatchObject({
          code: 'UB422',
        })
      }
    }
    expect((await tx.query(change, ['time_zone', '"Europe/Prague"'])).rows[0].value).toBe('Europe/Prague')
  })

  test('every setting stands within its own bounds', async ({ tx }) => {
    const { rowCount } = await tx.query('update hub.settings set value = value')
    expect(rowCount).toBeGreaterThan(20)
  })

  test('neither can a superuser set by hand what no trigger could read', async ({ tx }) => {
    for (const [key, value] of [
      ['hand.same_window', '"ten"'],
      ['premium.min_rank', '"x"'],
      ['wake.enabled', '5'],
    ]) {
      expect(
        await refusalOf(tx, 'update hub.settings set value = $2 where key = $1', [key, value]),
      ).toMatchObject({ code: 'UB422' })
    }
  })

  test('an unknown key, no actor or no reason are told apart', async ({ tx }) => {
    expect(await refusalOf(tx, change, ['lease.dflt', '5'])).toMatchObject({
      code: 'UB404',
      hint: expect.stringMatching(/hub\.settings/),
    })
    expect(await refusalOf(tx, change, [null, '5'])).toMatchObject({ code: 'UB404' })
    const nameless = `select hub.change_setting('lease.default', '5', $1, $2)`
    for (const [actor, reason] of [
      [null, 'why'],
      ['', 'why'],
      ['  ', 'why'],
      ['ann', null],
      ['ann', ' '],
    ]) {
      expect(await refusalOf(tx, nameless, [actor, reason])).toMatchObject({ code: 'UB422' })
    }
  })

  test('takes effect at once', async ({ tx }) => {
    await tx.query(change, ['premium.min_rank', '"one_pair"'])
    const { rows } = await tx.query(
      `insert into hands (table_id, hand_number, hand_rank) values ('t', 1, 'one_pair') returning is_premium`,
    )
    expect(rows).toEqual([{ is_premium: true }])
  })
})
