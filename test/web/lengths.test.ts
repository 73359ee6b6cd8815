import { expect, test } from 'vitest'
import { inOneUnit, span } from '../../web/src/lib/format.ts'

test('a mark of an axis differs from the next one: one unit, with a decimal', () => {
  expect([500, 1000, 1500, 60_000, 90_000, 5_400_000].map(inOneUnit)).toEqual([
    '0.5초',
    '1초',
    '1.5초',
    '1분',
    '1.5분',
    '1.5시간',
  ])
  expect(inOneUnit(0)).toBe('0초')
})

test('elsewhere a length of time is told in its two largest parts', () => {
  expect([8400, 80_000, 7_500_000, 273_600_000].map(span)).toEqual([
    '8초',
    '1분 20초',
    '2시간 5분',
    '3일 4시간',
  ])
})
