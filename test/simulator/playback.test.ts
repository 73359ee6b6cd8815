import { describe, expect, test } from 'vitest'
import { playBack } from '../../src/simulator/playback.ts'
import type { Step } from '../../src/simulator/table.ts'
import { stepsOf } from './support.ts'

const forever = new AbortController().signal

describe('playback', () => {
  test('gives every step at its time or later, never earlier', async () => {
    const steps = stepsOf(12)
    const speed = 20_000
    const began = performance.now()
    const first = steps[0]?.air ?? 0
    const early: number[] = []
    const hands = await playBack(steps, {
      speed,
      hands: Number.POSITIVE_INFINITY,
      signal: forever,
      take: async (step) => {
        const due = (step.air - first) / speed
        // Timers are cut to whole milliseconds.
        if (performance.now() - began < due - 2) early.push(due)
      },
    })
    expect(early).toEqual([])
    expect(hands).toBe(12)
  })

  test('stops after so many hands; what was given up or corrected is no hand', async () => {
    const taken: Step[] = []
    const hands = await playBack(stepsOf(200), {
      speed: 0,
      hands: 150,
      signal: forever,
      take: async (step) => void taken.push(step),
    })
    expect(hands).toBe(150)
    expect(taken.filter((step) => step.kind === 'hand')).toHaveLength(150)
    expect(taken.length).toBeGreaterThan(150)
  })

  test('a signal ends a wait at once', async () => {
    const stop = new AbortController()
    const taken: Step[] = []
    const hands = await playBack(stepsOf(5), {
      speed: 0.000_001, // years between two hands, more than a timer holds
      hands: 5,
      signal: stop.signal,
      take: async (step) => {
        taken.push(step)
        stop.abort()
      },
    })
    expect(hands).toBe(1)
    expect(taken).toHaveLength(1)
  })
})
