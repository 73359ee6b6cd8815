import { expect } from 'vitest'
import { test } from '../support/database.ts'

const steps = async (
  tx: {
    query(text: string, values: unknown[]): Promise<{ rows: { s: { step: string; state: string }[] }[] }>
  },
  statuses: string[],
  hand = {},
) => {
  const instructions = statuses.map((status) => ({ status, recorded_at: '2026-01-01T00:00:00+00:00' }))
  const { rows } = await tx.query(
    `select hub.flow_steps(jsonb_populate_record(null::hands, $1), $2, '[]') as s`,
    [JSON.stringify(hand), JSON.stringify(instructions)],
  )
  return rows[0]?.s.map(({ step, state }) => `${step} ${state}`)
}

test.for([
  [[], ['Hand recorded']],
  [
    ['pending', 'completed'],
    ['Hand recorded', 'RenderInstruction pending'],
  ],
  [
    ['failed', 'completed'],
    ['Hand recorded', 'RenderInstruction failed'],
  ],
  [
    ['pending', 'processing', 'failed'],
    ['Hand recorded', 'RenderInstruction processing'],
  ],
  [
    ['completed', 'cancelled'],
    ['Hand recorded', 'RenderInstruction completed'],
  ],
  [['cancelled'], ['Hand recorded', 'RenderInstruction cancelled']],
] as const)(
  'instructions %j: what keeps the hand from being finished is its state',
  async ([statuses, told], { tx }) => {
    expect(await steps(tx, [...statuses])).toEqual(told)
  },
)

test('a void hand and a repetition say so', async ({ tx }) => {
  expect(await steps(tx, [], { voided_at: '2026-01-01' })).toEqual(['Hand voided'])
  expect(await steps(tx, [], { duplicate_of: 3 })).toEqual(['Hand duplicate'])
})
