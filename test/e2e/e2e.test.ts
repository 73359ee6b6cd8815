import { expect, test } from 'vitest'
import { runEvening } from './evening.ts'

// The short form of `npm run e2e`: the same people, the same mishaps, fewer hands.
test('a broadcast with every counterpart, three mishaps on the way: nothing is missing', async () => {
  const told: string[] = []
  const verdict = await runEvening({ hands: 20, speed: 300, seed: '20', tell: (news) => told.push(news) })
  expect(verdict.faults).toEqual([])
  expect(verdict.outputs).toBeGreaterThan(0)
  expect(verdict.completeness).toBe(1)
}, 180_000)
