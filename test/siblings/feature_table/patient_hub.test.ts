import { expect, test } from 'vitest'
import type { Hub } from '../../../src/siblings/feature_table/hub.ts'
import { patientHub } from '../../../src/siblings/feature_table/patient_hub.ts'

const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
const isOutage = (error: unknown) => error === away

/** A hub that is away for so many questions. */
function aHub(outages: number, error: Error = away): Hub {
  let left = outages
  const answer = async <T>(value: T): Promise<T> => {
    if (left-- > 0) throw error
    return value
  }
  return {
    recordHand: () => answer({ handId: '1', outcome: 'inserted' }),
    voidHand: () => answer(undefined),
    listHands: () => answer([]),
    countPremium: () => answer(3),
  }
}

test('an outage is borne, and told', async () => {
  let told = 0
  const hub = patientHub(aHub(2), {
    isOutage,
    onOutage: () => {
      told += 1
    },
    signal: new AbortController().signal,
    firstPauseMs: 1,
  })
  expect(await hub.recordHand('{}')).toEqual({ handId: '1', outcome: 'inserted' })
  expect(await hub.countPremium([])).toBe(3)
  expect(await hub.listHands('t', 0, 1)).toEqual([])
  expect(told).toBe(2)
})

test('a refusal is not: it goes through at once', async () => {
  const refusal = new Error('no seat')
  const hub = patientHub(aHub(1, refusal), {
    isOutage,
    onOutage: () => expect.unreachable(),
    signal: new AbortController().signal,
  })
  await expect(hub.voidHand('1', 'why')).rejects.toBe(refusal)
})

test('who is stopped asks once more and then says that the hub is away', async () => {
  const stop = new AbortController()
  const hub = patientHub(aHub(9), { isOutage, onOutage: () => stop.abort(), signal: stop.signal })
  await expect(hub.recordHand('{}')).rejects.toBe(away)
})
