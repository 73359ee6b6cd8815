import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startPulse } from '../../src/listener/pulse.ts'

/** A piece of work that the test lets end; it counts its runs and how many were under way at once. */
function gatedWork() {
  const state = { runs: 0, atOnce: 0, most: 0 }
  let open: () => void = () => {}
  const started: (() => void)[] = []
  return {
    state,
    /** Let the run under way end. */
    finish: () => open(),
    /** Resolves when a further run begins. */
    next: () => new Promise<void>((resolve) => started.push(resolve)),
    work: async () => {
      state.runs += 1
      state.atOnce += 1
      state.most = Math.max(state.most, state.atOnce)
      for (const tell of started.splice(0)) tell()
      await new Promise<void>((resolve) => {
        open = resolve
      })
      state.atOnce -= 1
    },
  }
}

const never = 1_000_000

test('it runs at once, one at a time, and again for rings that came meanwhile', async () => {
  const { state, finish, next, work } = gatedWork()
  const pulse = startPulse({ work, everyMs: () => never })
  expect(state.runs).toBe(1)
  for (let i = 0; i < 50; i++) pulse.ring()
  expect(state.runs).toBe(1)
  const second = next()
  finish()
  await second
  expect(state).toMatchObject({ runs: 2, most: 1 })
  const stopped = pulse.stop()
  finish()
  await stopped
})

test('a ring is followed by later looks, for what commits after it', async () => {
  let runs = 0
  const pulse = startPulse({ work: async () => void runs++, everyMs: () => never })
  await pause(0)
  pulse.ring()
  await expect.poll(() => runs, { timeout: 2000 }).toBe(5) // the first, the ring, 6, 25 and 100 ms later
  await pulse.stop()
})

test('it polls without being rung, and not after it was stopped', async () => {
  let runs = 0
  const pulse = startPulse({ work: async () => void runs++, everyMs: () => 10 })
  await expect.poll(() => runs).toBeGreaterThan(3)
  await pulse.stop()
  const after = runs
  await pause(50)
  expect(runs).toBe(after)
})

test('it works again when something is due, and bears what stays due', async () => {
  const rung: boolean[] = []
  const pulse = startPulse({ work: async (ring) => void rung.push(ring), everyMs: () => never })
  pulse.due(never)
  pulse.due(5)
  await expect.poll(() => rung).toEqual([true, false])
  pulse.due(-1000) // tried again, but not at once
  await pause(50)
  expect(rung).toHaveLength(2)
  await expect.poll(() => rung).toHaveLength(3)
  pulse.due(5)
  pulse.due(null)
  await pause(50)
  expect(rung).toHaveLength(3)
  await pulse.stop()
})
