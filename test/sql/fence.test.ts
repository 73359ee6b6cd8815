import { expect } from 'vitest'
import { sessionsAtOnce } from '../chaos/crew.ts'
import { runRound } from '../chaos/round.ts'
import { shortestStory } from '../chaos/story.ts'
import { tallyOf } from '../chaos/tally.ts'
import { test } from '../support/database.ts'

// The bounded part of `npm run chaos -- fence`: random interleavings of everything that moves an instruction,
// by sessions at the same time, and a history checker. What it looks for: test/chaos/checker.ts.

const interleavings = 100

test('no stale write is accepted, nothing is lost, never two owners', async ({ url }) => {
  const round = await runRound(url, 20251016, 0, interleavings)
  expect(round.violations, shortestStory(round)).toEqual([])

  // it was no idle run: all at once, and every report accepted, repeated and refused many times
  const { outcomes, attempts, atOnce } = tallyOf(round, interleavings)
  expect(atOnce).toBe(sessionsAtOnce)
  for (const verb of ['complete', 'complete (batch)', 'fail', 'release', 'cancel', 'retry'])
    for (const outcome of ['changed', 'nothing', 'UB409'])
      expect(outcomes[verb]?.[outcome], `${verb}: ${outcome}`).toBeGreaterThan(5)
  for (const outcome of ['completed', 'failed', 'released', 'rescued', 'cancelled'])
    expect(attempts[outcome], outcome).toBeGreaterThan(5)
  expect(attempts.reconciled).toBeGreaterThan(0)
}, 60_000)
