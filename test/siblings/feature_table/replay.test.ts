import { describe, expect, test } from 'vitest'
import { aGfxHand, judged, wonOf } from './support.ts'

/** `preflop 3 raise 300 +300 @150`: street, seat, action, total, added, pot before. */
function told(verdict: ReturnType<typeof judged>): string[] {
  return verdict.played.actions.map(
    ({ street, seat, action, amount, added, pot }) =>
      `${street} ${seat} ${action} ${amount} +${added} @${pot}`,
  )
}

describe('forced bets', () => {
  test('small blind, big blind, then the ante of the big blind', () => {
    const verdict = judged({
      ante: 100,
      seats: { 1: [1000, 950], 2: [1000, 800], 3: [1000, 1250] },
      events: ['3 BET 300 @250', '1 FOLD', '2 FOLD'],
    })
    expect(told(verdict)).toEqual([
      'preflop 1 post_small_blind 50 +50 @0',
      'preflop 2 post_big_blind 100 +100 @50',
      'preflop 2 post_ante 100 +100 @150',
      'preflop 3 raise 300 +300 @250',
      'preflop 1 fold 50 +0 @550',
      'preflop 2 fold 100 +0 @550',
    ])
    expect(verdict.shares.pot).toBe(350) // 200 of the raise were uncalled
    expect(wonOf(verdict)).toEqual({ 3: 350 })
    expect(verdict.flags).toEqual([])
  })

  test('a short big blind posts what it has, and no ante: that comes second', () => {
    const verdict = judged({
      ante: 100,
      seats: { 1: [1000, 950], 2: [60, 170, 'as ad'], 3: [1000, 940, 'kc kd'] },
      events: ['3 CALL 100 @110', '1 FOLD', 'board 2c 7d 9h jc 3s'],
    })
    expect(told(verdict)[1]).toBe('preflop 2 post_big_blind 60 +60 @50')
    expect(told(verdict)[2]).toBe('preflop 2 post_ante 0 +0 @110')
    expect(verdict.played.allIn).toEqual(new Set([2]))
    expect(verdict.shares.pot).toBe(170) // 50 + 60 + 60; 40 of the call go back
    expect(verdict.flags).toEqual([])
  })

  test('an ante is capped at what is left after the big blind, and is not matched by anybody', () => {
    const verdict = judged({
      ante: 100,
      seats: { 1: [1000, 950], 2: [130, 280, 'as ad'], 3: [1000, 900, 'kc kd'] },
      events: ['3 CALL 100 @180', '1 FOLD', 'board 2c 7d 9h jc 3s'],
    })
    expect(told(verdict)[2]).toBe('preflop 2 post_ante 30 +30 @150')
    expect(verdict.shares.pot).toBe(280)
    expect(verdict.flags).toEqual([])
  })

  test('a straddle is a blind: a bet over it is a raise', () => {
    const script = {
      seats: { 1: [1000, 950], 2: [1000, 900], 3: [1000, 1350], 4: [1000, 800] },
      events: ['4 CALL 200 @350', '1 FOLD', '2 FOLD', '3 BET 600 @550', '4 FOLD'],
    } as const
    const rows = aGfxHand(script).Players as Record<string, unknown>[]
    const Players = rows.map((row) => (row.PlayerNum === 3 ? { ...row, BlindBetStraddleAmt: 200 } : row))
    const verdict = judged(script, { Players })
    expect(told(verdict)[2]).toBe('preflop 3 post_straddle 200 +200 @150')
    expect(told(verdict)[6]).toBe('preflop 3 raise 600 +400 @550')
    expect(verdict.shares.pot).toBe(550)
    expect(verdict.flags).toEqual([])
  })

  test('a blind whose seat nobody has is not posted', () => {
    const verdict = judged({ seats: { 2: [1000, 1000], 3: [1000, 1000] }, events: ['3 FOLD'] })
    expect(told(verdict)).toEqual(['preflop 2 post_big_blind 100 +100 @0', 'preflop 3 fold 0 +0 @100'])
  })
})

test('a bet over a bet of the same street is a raise, whatever the export calls it', () => {
  const verdict = judged({
    seats: { 1: [5000, 3700], 2: [5000, 6300] },
    events: [
      '1 CALL 100',
      '2 CHECK',
      'board 2c 7d 9h',
      '2 BET 200',
      '1 BET 600',
      '2 CALL 600',
      'board jc',
      '2 CHECK',
      '1 BET 600',
      '2 BET 1400',
      '1 FOLD',
    ],
  })
  expect(told(verdict).slice(2)).toEqual([
    'preflop 1 call 100 +50 @150',
    'preflop 2 check 100 +0 @200',
    'flop 2 bet 200 +200 @200',
    'flop 1 raise 600 +600 @400',
    'flop 2 call 600 +400 @1000',
    'turn 2 check 0 +0 @1400',
    'turn 1 bet 600 +600 @1400',
    'turn 2 raise 1400 +1400 @2000',
    'turn 1 fold 600 +0 @3400',
  ])
  expect(verdict.shares.pot).toBe(2600)
  expect(verdict.flags).toEqual([])
})

test('a split pot has two receivers, who received alike', () => {
  const verdict = judged({
    seats: { 1: [1000, 1050, 'as kd'], 2: [1000, 1050, 'ac kh'], 3: [1000, 900] },
    blinds: [100, 100],
    events: ['3 CALL 100', '1 CHECK', '2 CHECK', 'board 2c 7d 9h jc 3s', '3 FOLD'],
  })
  expect(wonOf(verdict)).toEqual({ 1: 150, 2: 150 })
  expect(verdict.shares.pot).toBe(300)
  expect(verdict.showdown.rank).toBe('high_card')
  expect(verdict.flags).toEqual([])
})

test('an even split of all who paid leaves every stack as it was, and has two receivers', () => {
  const board = 'board 2c 7d 9h jc 3s'
  const events = ['1 CALL 100', '2 CHECK', board]
  const split = judged({ seats: { 1: [1000, 1000, 'as kd'], 2: [1000, 1000, 'ac kh'] }, events })
  expect(wonOf(split)).toEqual({ 1: 100, 2: 100 })
  expect(split.showdown.rank).toBe('high_card')
  expect(split.flags).toEqual([])
  const givenUp = judged({ seats: { 1: [1000, 1000, 'as kd'], 2: [1000, 1000, 'ac qh'] }, events })
  expect(wonOf(givenUp)).toEqual({})
  expect(givenUp.flags).toEqual(['no_winner'])
})

test('a side pot: the short stack wins the main pot, another the rest', () => {
  const verdict = judged({
    seats: { 1: [200, 600, 'as ad'], 2: [500, 0, 'qs qd'], 3: [1000, 1100, 'ks kd'] },
    events: ['3 BET 300', '1 ALL IN 200', '2 ALL IN 500', '3 CALL 500', 'board 2c 7d 9h jc 3s'],
  })
  expect(wonOf(verdict)).toEqual({ 1: 600, 3: 600 })
  expect(verdict.shares.pot).toBe(1200)
  expect(verdict.shares.receivers).toHaveLength(2)
  expect(verdict.played.allIn).toEqual(new Set([1, 2]))
  expect(verdict.eliminated).toEqual(new Set([2]))
  expect(verdict.showdown.rank).toBe('one_pair')
  expect(verdict.flags).toEqual([])
})

test('the one who received most comes first', () => {
  const verdict = judged({
    seats: { 1: [100, 300, 'as ad'], 2: [500, 0, 'qs qd'], 3: [1000, 1300, 'ks kd'] },
    events: ['3 BET 500', '1 ALL IN 100', '2 ALL IN 500', 'board 2c 7d 9h jc 3s'],
  })
  expect(wonOf(verdict)).toEqual({ 1: 300, 3: 800 })
  expect(verdict.shares.receivers.map(({ row }) => row.PlayerNum)).toEqual([3, 1])
})

describe('what does not add up', () => {
  const fold = { seats: { 1: [1000, 950], 2: [1000, 1050] }, events: ['1 FOLD @150'] } as const

  test('every running pot is checked', () => {
    expect(judged(fold).flags).toEqual([])
    const verdict = judged({ ...fold, events: ['1 FOLD @151'] })
    expect(verdict.flags).toEqual(['pot_mismatch'])
    expect(verdict.shares).toMatchObject({ pot: null, won: null })
    expect(verdict.shares.receivers.map(({ row }) => row.PlayerNum)).toEqual([2]) // nobody else can have won
  })

  test('chips that came from nowhere', () => {
    const verdict = judged({ seats: { 1: [1000, 950], 2: [1000, 1051] }, events: ['1 FOLD'] })
    expect(verdict.flags).toEqual(['chips_not_conserved'])
    expect(verdict.shares).toMatchObject({ pot: null, won: null })
  })

  test('a stack corrected by hand: the sum is right, only the replay shows it', () => {
    const verdict = judged({
      seats: { 1: [1000, 900], 2: [1000, 1150], 3: [1000, 950] },
      events: ['3 FOLD', '1 CALL 100', '2 BET 300', '1 FOLD'],
    })
    expect(verdict.flags).toEqual(['chips_not_conserved', 'stack_corrected'])
    expect(verdict.shares.pot).toBeNull()
    expect(verdict.eliminated).toEqual(new Set())
  })

  test('nobody receives after folding', () => {
    const verdict = judged({
      seats: { 1: [1000, 950], 2: [1000, 1000], 3: [1000, 1050] },
      events: ['3 FOLD', '1 FOLD'],
    })
    expect(verdict.flags).toEqual(['chips_not_conserved', 'stack_corrected'])
    expect(verdict.shares.won).toBeNull()
  })

  test('a player whose last chips were taken away by hand is not eliminated', () => {
    const verdict = judged({
      seats: { 1: [1000, 950], 2: [1000, 1150], 3: [100, 0] },
      events: ['3 FOLD', '1 FOLD'],
    })
    expect(verdict.flags).toContain('stack_corrected')
    expect(verdict.eliminated).toEqual(new Set())
  })

  test('no winner when no stack changed, and nothing else is made of it', () => {
    const verdict = judged({ seats: { 1: [1000, 1000], 2: [1000, 1000] }, events: ['1 CALL 100'] })
    expect(verdict.flags).toEqual(['no_winner'])
    expect(verdict.shares).toMatchObject({ pot: null, receivers: [] })
    expect(wonOf(verdict)).toEqual({})
  })

  test.each([
    ['by a seat that nobody has', '7 BET 300'],
    ['for more chips than there are', '2 BET 5000'],
    ['for less than is in already', '2 BET 40'],
  ])('an action %s', (_, event) => {
    const verdict = judged({ seats: { 1: [1000, 950], 2: [1000, 1050] }, events: ['1 FOLD', event] })
    expect(verdict.flags).toContain('impossible_action')
    expect(verdict.shares.pot).toBeNull()
  })

  test('an event of a type that is not known is passed over, not guessed at', () => {
    const verdict = judged({ ...fold, events: ['2 SHOW', '2 toString', ...fold.events] })
    expect(verdict.flags).toEqual(['unknown_event'])
    expect(verdict.shares.pot).toBe(100)
  })
})
