import { expect } from 'vitest'
import { SuggestedAct } from '../../src/http/schemas/suggested.ts'
import { test } from '../support/database.ts'

const proposals = [
  [
    'retry_instruction',
    { instruction_id: 45 },
    /^select .* from hub\.retry_instruction\(45, current_user, 'it''s'\);$/,
  ],
  [
    'release_stuck',
    { instruction_id: 45, attempt: 3 },
    /hub\.release_stuck\(45, 3, current_user, 'it''s'\);$/,
  ],
  ['make_graphic', { hand_id: 12 }, /^select hub\.make_graphic\(12, current_user, 'it''s'\);$/],
  ['pause', { scope: "template:o'neil" }, /hub\.pause\('template:o''neil', current_user, 'it''s'\);$/],
  [
    'bulk_retry',
    { filter: { ids: [1, 2] } },
    /hub\.bulk_retry\('\{"ids": \[1, 2\]\}', current_user, 'it''s'\);$/,
  ],
  ['bulk_retry', { filter: { status: 'failed' } }, /hub\.bulk_retry\('\{"status": "failed"\}', .*, true\);$/],
] as const

test.for(proposals)(
  '%s: an act for programs, and the same as a statement',
  async ([verb, args, statement], { tx }) => {
    const { rows } = await tx.query('select hub.suggested_act($1, $2, $3) as made', [verb, args, "it's"])
    expect(SuggestedAct.parse(rows[0].made.act)).toEqual({ verb, arguments: args })
    expect(rows[0].made.sql).toMatch(statement)
  },
)
