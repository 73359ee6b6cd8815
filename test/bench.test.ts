import { expect, describe as group, test } from 'vitest'
import { unasked } from '../bench/http/questions.ts'
import { mixes, someHands } from '../bench/inserts/hands.ts'
import { describe, median, percentile } from '../bench/support/statistics.ts'
import { plain, table } from '../bench/support/table.ts'
import { homelessApp } from './http/support.ts'

group('statistics of the benchmarks', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => (i * 37) % 100) // 0 to 99, shuffled

  test('a percentile is the value of nearest rank', () => {
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([49, 94, 98, 99])
    expect(percentile([7], 0.01)).toBe(7)
    expect(percentile([], 0.5)).toBeNaN()
  })

  test('a median is the middle, or lies between the two middle ones', () => {
    expect(median([30, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 30])).toBe(3)
    expect(median([])).toBeNaN()
  })

  test('latencies are described without touching them', () => {
    const given = [3, 1, 2]
    expect(describe(given)).toEqual({ count: 3, p50: 2, p95: 3, p99: 3, max: 3 })
    expect(given).toEqual([3, 1, 2])
  })

  test('tables line up, and numbers keep three digits', () => {
    expect(
      table(
        ['what', 'n'],
        [
          ['hub', plain(12_345.6)],
          ['x', plain(0.123456)],
        ],
      ).split('\n'),
    ).toEqual(['| what | n      |', '| ---- | ------ |', '| hub  | 12 346 |', '| x    | 0.123  |'])
  })
})

group('hands of the benchmarks', () => {
  for (const mix of Object.keys(mixes) as (keyof typeof mixes)[]) {
    test(`${mix}: as many as it says, no card twice`, () => {
      const hands = someHands(mix)
      const players = hands.map((hand) => JSON.parse(hand.players) as Record<string, unknown>[])
      const holding = (fits: (player: Record<string, unknown>) => boolean): number =>
        players.filter((seats) => seats.some(fits)).length
      expect(hands.filter(({ rank }) => rank === 'full_house')).toHaveLength(1)
      expect(holding((player) => player.all_in === true)).toBe(mixes[mix].allIns)
      expect(holding((player) => player.end_stack === 0)).toBe(mixes[mix].out)
      for (const [n, hand] of hands.entries()) {
        const cards = [
          ...(JSON.parse(hand.board) as string[]),
          ...(players[n] ?? []).flatMap((p) => p.hole_cards),
        ]
        expect(new Set(cards).size).toBe(cards.length)
      }
    })
  }
})

test('the HTTP bench asks every GET route', async () => {
  const document = (await (await homelessApp().request('/openapi.json')).json()) as Parameters<
    typeof unasked
  >[0]
  expect(unasked(document)).toEqual([])
})
