import { describe, expect, test } from 'vitest'
import { judge } from '../../src/siblings/feature_table/judge.ts'
import { Hand } from '../../src/siblings/feature_table/schema.ts'
import { type GfxHand, handOf, stepsOf } from './support.ts'

const steps = stepsOf(4000).filter((step) => step.kind === 'hand')
const hands = steps.map((step) => ({ step, hand: handOf(step) }))

function cardsOf({ Players, Events }: GfxHand): string[] {
  const held = Players.flatMap((player) => player.HoleCards[0].split(' '))
  return [...held, ...Events.map((event) => event.BoardCards ?? '')].filter((card) => card !== '')
}

describe('over 4000 hands', () => {
  test('no card is dealt twice, and all 52 are dealt', () => {
    const seen = new Set<string>()
    for (const { step, hand } of hands) {
      const cards = cardsOf(hand)
      for (const card of cards) seen.add(card)
      expect(new Set(cards).size === cards.length).toBe(!step.flags.includes('duplicate_card'))
    }
    expect(seen.size).toBe(52)
    for (const card of seen) expect(card).toMatch(/^(10|[2-9jqka])[cdhs]$/)
  })

  test('chips are conserved, no stack is negative, nobody folds to nobody', () => {
    for (const { hand } of hands) {
      const sum = (key: 'StartStackAmt' | 'EndStackAmt') =>
        hand.Players.reduce((total, player) => total + player[key], 0)
      expect(sum('EndStackAmt')).toBe(sum('StartStackAmt'))
      expect(hand.Players.every((player) => player.EndStackAmt >= 0)).toBe(true)
      const folds = hand.Events.filter((event) => event.EventType === 'FOLD').length
      expect(folds).toBeLessThan(hand.Players.filter((player) => !player.SittingOut).length)
    }
  })

  test('stacks go on from hand to hand while the same player sits there', () => {
    const last = new Map<string, number>()
    let followed = 0
    for (const { step, hand } of hands) {
      for (const { PlayerNum, Name, StartStackAmt, EndStackAmt } of hand.Players) {
        const key = `${step.table} ${PlayerNum} ${Name}`
        const before = last.get(key)
        if (before !== undefined) {
          expect(StartStackAmt).toBe(before)
          followed += 1
        }
        last.set(key, EndStackAmt)
      }
    }
    expect(followed).toBeGreaterThan(20_000)
  })

  test('the replay of the ingest finds every pot and winner, and no flag but those that were meant', () => {
    for (const { step, hand } of hands) {
      const { flags, shares, showdown } = judge(Hand.parse(hand))
      expect({ hand: step.start, flags }).toEqual({ hand: step.start, flags: step.flags })
      if (flags.length > 0) continue
      expect(shares.pot).toBeGreaterThan(0)
      expect(shares.receivers.length).toBeGreaterThan(0)
      if (showdown.contested) expect(showdown.rank).not.toBeNull()
    }
  })

  test('every kind of mishap happens, some hands are given up, some are corrected', () => {
    const all = stepsOf(1500)
    const flags = new Set(all.flatMap((step) => step.flags))
    expect([...flags].sort()).toEqual(['board_incomplete', 'duplicate_card', 'no_winner', 'unknown_cards'])
    for (const kind of ['given_up', 'correction'] as const) {
      expect(all.filter((step) => step.kind === kind).length).toBeGreaterThan(5)
    }
  })

  test('ranks, side pots and split pots occur as they do', () => {
    const verdicts = hands.map(({ hand }) => judge(Hand.parse(hand)))
    const ranks = Object.groupBy(verdicts, ({ showdown }) => showdown.rank ?? 'none')
    const strong = ['full_house', 'four_of_a_kind', 'straight_flush', 'royal_flush'] as const
    const premium = strong.reduce((sum, rank) => sum + (ranks[rank]?.length ?? 0), 0)
    expect(premium / hands.length).toBeGreaterThan(0.012)
    expect(premium / hands.length).toBeLessThan(0.045)
    expect(ranks.two_pair?.length).toBeGreaterThan(ranks.flush?.length ?? 0)
    expect(verdicts.filter(({ shares }) => shares.receivers.length > 1).length).toBeGreaterThan(20)
  })
})
