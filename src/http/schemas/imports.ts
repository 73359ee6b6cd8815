import { z } from '@hono/zod-openapi'
import { Reason, Text } from './text.ts'

/** A switch in a query or a form. */
const Switch = z
  .enum(['true', 'false'])
  .default('false')
  .transform((said) => said === 'true')

/** What is declared with a CSV, in the query or in fields of the form. */
export const ImportDeclared = z
  .strictObject({
    name: Text(300)
      .optional()
      .openapi({ description: 'What the file is called in the report, without a form' }),
    unit: z
      .enum(['dollars', 'cents', 'chips'])
      .optional()
      .openapi({ description: 'What money is counted in' }),
    dialect: z.enum(['1', '2']).optional().openapi({ description: '1: tournaments by number, 2: by name' }),
    kind: z.enum(['tournaments', 'players', 'levels', 'payouts', 'broadcasts']).optional(),
    tournament: Text(50)
      .optional()
      .openapi({ description: 'Number of the tournament, if the rows do not say' }),
    source: z
      .enum(['csv', 'manual'])
      .default('csv')
      .openapi({ description: 'manual holds its fields against csv' }),
    preview: Switch.openapi({ description: 'Say what would happen, and store nothing' }),
    partial: Switch.openapi({ description: 'Store the good rows although others are refused' }),
    reason: Reason.default('import csv'),
  })
  .openapi('ImportDeclared')
export type ImportDeclared = z.infer<typeof ImportDeclared>

const outcomes = {
  inserted: z.int().min(0),
  updated: z.int().min(0),
  unchanged: z.int().min(0),
  refused: z.int().min(0),
}

export const ImportReport = z
  .object({
    stored: z.boolean().openapi({ description: 'False: nothing at all was stored' }),
    preview: z.boolean(),
    files: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['tournaments', 'players', 'levels', 'payouts', 'broadcasts']).nullable(),
        dialect: z.enum(['1', '2']).nullable(),
        encoding: z.string(),
        delimiter: z.string(),
        ...outcomes,
      }),
    ),
    rows: z.array(
      z.object({
        file: z.string(),
        row: z.int().nullable().openapi({ description: 'As a spreadsheet counts; null: the whole file' }),
        column: z.string().nullable(),
        outcome: z.enum(['inserted', 'updated', 'unchanged', 'refused']),
        subject: z.string().nullable(),
        why: z.string().nullable(),
      }),
    ),
    left_off: z.int().min(0).openapi({ description: 'Rows beyond those that are listed' }),
    notes: z.array(z.string()),
  })
  .openapi('ImportReport')
export type ImportReport = z.infer<typeof ImportReport>
