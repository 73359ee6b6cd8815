import { describe, expect } from 'vitest'
import { DataFlow } from '../../src/http/row_schemas.ts'
import { test } from '../support/database.ts'

const { hand, instructions, outputs, attempts, events } = DataFlow.shape

// xid is left out: it is text in JSON, means nothing to a caller and is not stable across a restore.
const rows = [
  ['public.hands', hand, []],
  ['public.render_instructions', instructions.element, []],
  ['public.render_outputs', outputs.element, []],
  ['hub.attempts', attempts.element, []],
  ['hub.events', events.element, ['xid']],
] as const

describe('what the API shows of a row', () => {
  test.for(rows)('%s: every column, and nothing else', async ([table, schema, hidden], { tx }) => {
    const { rows: columns } = await tx.query<{ name: string; optional: boolean }>(
      `select attname as name, not attnotnull as optional from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> all ($2) order by 1`,
      [table, hidden],
    )
    const shown = Object.entries(schema.shape).map(([name, field]) => ({
      name,
      optional: field.safeParse(null).success,
    }))
    expect(shown.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(columns)
  })

  test.for([
    ['public.hands', 'known_rank', hand.shape.hand_rank.unwrap().options],
    ['public.hands', 'known_source', hand.shape.source.options],
    ['public.render_instructions', 'known_status', instructions.element.shape.status.options],
    [
      'public.render_instructions',
      'known_error_class',
      instructions.element.shape.error_class.unwrap().options,
    ],
    ['hub.attempts', 'known_outcome', attempts.element.shape.outcome.unwrap().options],
    ['hub.events', 'known_op', events.element.shape.op.unwrap().options],
  ] as const)('%s %s: the same words', async ([table, name, options], { tx }) => {
    const { rows: found } = await tx.query<{ text: string }>(
      'select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = $1::regclass and conname = $2',
      [table, name],
    )
    const words = Array.from(found[0]?.text.matchAll(/'(\w+)'/g) ?? [], ([, word]) => word)
    expect(words.toSorted()).toEqual([...options].toSorted())
  })
})
