import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'
import { ftInsertHand } from '../support/siblings.ts'

const tables = ['hands', 'tournaments', 'render_instructions', 'render_outputs', 'monitoring_events']

for (const table of tables) {
  test(`${table} cannot be truncated, not even by a superuser or along with another`, async ({ tx }) => {
    await ftInsertHand(tx)
    // without cascade the foreign keys refuse most of them before any trigger is asked
    for (const statement of [
      `truncate ${table} cascade`,
      `truncate only ${table} restart identity cascade`,
    ]) {
      expect(await refusalOf(tx, statement)).toMatchObject({
        code: 'UB422',
        hint: 'Delete the rows: the journal keeps what they were.',
      })
    }
    expect((await tx.query('select from hands')).rowCount).toBe(1)
  })
}

test('nor by truncating what they refer to', async ({ tx }) => {
  expect(await refusalOf(tx, 'truncate hub.render_rules cascade')).toMatchObject({ code: 'UB422' })
})
