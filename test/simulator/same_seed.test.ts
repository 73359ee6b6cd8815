import { describe, expect, test } from 'vitest'
import { fingerprint, stepsOf } from './support.ts'

describe('a seed', () => {
  test('makes the same bytes each time, here and on every other machine', () => {
    expect(fingerprint(stepsOf(150))).toBe(fingerprint(stepsOf(150)))
    // Changes with every change of the simulator: then put the new figure here.
    expect(fingerprint(stepsOf(150))).toBe('ea9c7dfa6aa00e89c212952b0ca3a092c67d8dad4d8251bf7c8dc0983eb14be9')
  })

  test('makes other bytes than another one, and each table plays its own hands', () => {
    const all = ['1', '2', '한글'].map((seed) => stepsOf(50, { seed }))
    expect(new Set(all.map(fingerprint)).size).toBe(3)
    for (const steps of all) {
      const [one, two] = ['table_1', 'table_2'].map((table) => steps.filter((step) => step.table === table))
      expect(one?.[0]?.hands).not.toEqual(two?.[0]?.hands)
    }
  })

  test('makes the same hands at a table whatever other tables there are', () => {
    const alone = stepsOf(40, { tables: 1 })
    const among = stepsOf(200, { tables: 3 }).filter((step) => step.table === 'table_1')
    expect(fingerprint(among.slice(0, 40))).toBe(fingerprint(alone.slice(0, 40)))
  })
})
