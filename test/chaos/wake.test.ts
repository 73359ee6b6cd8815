import { expect, test } from 'vitest'
import { runWake } from './wake.ts'

// The bounded part of `npm run chaos -- wake`: all its faults, fewer hands.

test('hands pour in while the listener, the server and the hub break: each is reacted to once', async () => {
  expect(await runWake({ seed: 20251016, count: 3000 })).toBe(true)
}, 120_000)
