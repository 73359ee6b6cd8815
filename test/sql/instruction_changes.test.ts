import { expect } from 'vitest'
import { test } from '../support/database.ts'

/** A value of each type that a column of an instruction has. */
const VALUES: Readonly<Record<string, unknown>> = {
  text: 'x',
  integer: 1,
  smallint: 1,
  bigint: 1,
  boolean: true,
  uuid: '00000000-0000-0000-0000-000000000001',
  jsonb: { a: 1 },
  'timestamp with time zone': '2026-11-23T12:00:00+00:00',
}

test('no column is forgotten, and none that stayed is told', async ({ client }) => {
  const { rows: columns } = await client.query(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = 'public.render_instructions'::regclass and attnum > 0 and not attisdropped`,
  )
  const full = Object.fromEntries(columns.map((column) => [column.name, VALUES[column.type]]))
  expect(Object.values(full)).not.toContain(undefined)

  const changes = async (before: object, after: object): Promise<Record<string, unknown>> => {
    const { rows } = await client.query(
      `select hub.instruction_changes(jsonb_populate_record(null::public.render_instructions, $1),
         jsonb_populate_record(null::public.render_instructions, $2)) as changes`,
      [before, after],
    )
    return rows[0].changes
  }
  expect(await changes({}, full)).toEqual(full)
  expect(await changes(full, full)).toEqual({})
  const nothing = Object.fromEntries(columns.map((column) => [column.name, null]))
  expect(await changes(full, {})).toEqual(nothing)
  expect(await changes({}, {})).toEqual({})
})
