import { expect, test } from 'vitest'
import { runEvening } from './evening.ts'

// `npm run e2e` at a higher speed: the same people, the same mishaps, two hours of play.
test('a broadcast with every counterpart, three mishaps on the way: nothing is missing', async () => {
  const told: string[] = []
  const verdict = await runEvening({ hands: 90, speed: 400, seed: '20', tell: (news) => told.push(news) })
  expect(verdict.faults).toEqual([])
  expect(verdict.outputs).toBeGreaterThan(0)
  expect(verdict.completeness).toBe(1)
  expect(verdict.simulatedHours).toBeGreaterThan(2)
}, 600_000)
