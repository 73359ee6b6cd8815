import { expect, test } from 'vitest'
import { hasDuplicate, readCards } from '../../../src/siblings/feature_table/cards.ts'
import { secondsOf } from '../../../src/siblings/feature_table/duration.ts'
import { evaluate } from '../../../src/siblings/feature_table/hand_rank.ts'

test('cards come in one notation, whether in one text or in several', () => {
  expect(readCards(['qh 3c'])).toEqual({ cards: ['Qh', '3c'], unreadable: [] })
  expect(readCards(['10d', 'AS', 'Td'])).toEqual({ cards: ['Td', 'As', 'Td'], unreadable: [] })
  expect(readCards([''])).toEqual({ cards: [], unreadable: [] })
  expect(readCards(['1h ax 9s'])).toEqual({ cards: ['9s'], unreadable: ['1h', 'ax'] })
})

test('a card that stands there twice is found', () => {
  expect(hasDuplicate(['As', 'Ad', 'As'])).toBe(true)
  expect(hasDuplicate(['As', 'Ad'])).toBe(false)
})

test.each([
  ['PT1M45.7S', 105.7],
  ['PT35.2387S', 35.2387],
  ['PT35M37S', 2137],
  ['PT2H', 7200],
  ['P739539DT12H27M15S', ((739539 * 24 + 12) * 60 + 27) * 60 + 15],
  ['PT0S', 0],
])('%s lasts %d seconds', (text, seconds) => {
  expect(secondsOf(text)).toBeCloseTo(seconds, 6)
})

test.each(['', 'P', 'PT', '1M', 'PT5', 'PT-5S', '00:01:45'])('%j is no duration', (text) => {
  expect(secondsOf(text)).toBeUndefined()
})

test.each([
  ['As Ks Qs Js Ts 2c 2d', 'royal_flush'],
  ['5h 4h 3h 2h Ah Kd Kc', 'straight_flush'],
  ['9s 9h 9d 9c 2c 3d 4h', 'four_of_a_kind'],
  ['9s 9h 9d 4c 4h 3d 2h', 'full_house'],
  ['As Js 8s 5s 2s Kd Kh', 'flush'],
  ['As 2d 3c 4h 5s Kd Kh', 'straight'],
  ['9s 9h 9d Ac 4h 3d Jh', 'three_of_a_kind'],
  ['9s 9h 4d 4c Kh Kd Jh', 'two_pair'],
  ['9s 9h 4d 5c Kh Ad Jh', 'one_pair'],
  ['9s 8h 4d 5c Kh Ad Jh', 'high_card'],
])('%s is a %s', (cards, rank) => {
  expect(evaluate(cards.split(' ')).rank).toBe(rank)
})

test('a better hand has the lower strength, equal ones split', () => {
  const strength = (cards: string) => evaluate(cards.split(' ')).strength
  expect(strength('As Ad 9h 8d 7c 3h 2s')).toBeLessThan(strength('Ks Kd 9h 8d 7c 3h 2s'))
  expect(strength('As Kd 9h 9d 7c 7h 2s')).toBe(strength('Ac Kh 9h 9d 7c 7h 2s'))
  expect(() => evaluate(['As', 'Kd'])).toThrow()
})
