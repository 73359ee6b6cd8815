import { describe, expect, test } from 'vitest'
import { judged } from './support.ts'

/** Heads-up to the end, 100 each; seat 1 wins. */
function heads(first: string, second: string, board: string, changes = {}) {
  return judged(
    {
      seats: { 1: [1000, 1100, first], 2: [1000, 900, second], 3: [1000, 1000, '5d 5c'] },
      events: ['3 FOLD', '1 CALL 100', '2 CHECK', `board ${board}`],
    },
    changes,
  )
}

const board = '2c 7d 9h jc 3s'

test.each([
  ['as ks', 'ad kd', 'qs js 10s 2d 3c', 'royal_flush'],
  ['9s 8s', 'ad kd', '7s 6s 5s 2d 3c', 'straight_flush'],
  ['as 2s', 'kd kc', '3s 4s 5s kh ks', 'straight_flush'],
  ['as ad', 'kd kc', 'ah ac 4s 5s 6d', 'four_of_a_kind'],
  ['as ad', 'kd kc', 'ah 4c 4s 5s 6d', 'full_house'],
])('%s against %s on %s is a %s', (first, second, cards, rank) => {
  const { showdown, flags } = heads(first, second, cards)
  expect(showdown).toMatchObject({ contested: true, rank })
  expect(showdown.ranks.get(1)).toBe(rank)
  expect(flags).toEqual([])
})

test('folded cards are never ranked', () => {
  const { showdown } = heads('as ad', 'kd kc', '5h 5s 4s 8s 9d')
  expect(showdown.rank).toBe('two_pair')
  expect([...showdown.ranks.keys()]).toEqual([1, 2])
})

test('cards confirm the winner, they do not make one', () => {
  const { showdown, shares, flags } = heads('kd kc', 'as ad', board)
  expect(flags).toEqual(['winner_contradicts_cards'])
  expect(showdown).toMatchObject({ contested: true, rank: null })
  expect(shares.receivers.map(({ row }) => row.PlayerNum)).toEqual([1])
  expect(shares.pot).toBe(200)
})

describe('no rank', () => {
  test('without a contested showdown', () => {
    const verdict = judged({
      seats: { 1: [1000, 1100, 'as ad'], 2: [1000, 900, 'kc kd'] },
      events: ['1 CALL 100', '2 CHECK', 'board 2c 7d 9h jc 3s', '2 FOLD'],
    })
    expect(verdict.showdown).toMatchObject({ contested: false, rank: null })
    expect(verdict.flags).toEqual([])
  })

  test('when the board was not scanned to the end', () => {
    const { showdown, flags } = heads('as ad', 'kd kc', '2c 7d 9h')
    expect(showdown).toMatchObject({ contested: false, rank: null })
    expect(flags).toEqual(['board_incomplete'])
  })

  test.each(['', 'kd', 'kd 1x'])('when the cards of the other one are unknown: %j', (cards) => {
    const { showdown, flags } = heads('as ad', cards, board)
    expect(showdown).toMatchObject({ contested: false, rank: null })
    expect(flags).toContain('unknown_cards')
  })

  test('when a card of the showdown stands there twice', () => {
    const { showdown, flags } = heads('as ad', 'as kc', board)
    expect(showdown).toMatchObject({ contested: true, rank: null })
    expect(flags).toEqual(['duplicate_card'])
  })

  test('when the winner’s cards are unknown, though two others showed theirs', () => {
    const verdict = judged({
      seats: { 1: [1000, 1200], 2: [1000, 900, 'kc kd'], 3: [1000, 900, 'qc qd'] },
      events: ['3 CALL 100', '1 CALL 100', '2 CHECK', `board ${board}`],
    })
    expect(verdict.showdown).toMatchObject({ contested: true, rank: null })
    expect(verdict.flags).toEqual(['unknown_cards'])
  })
})

test('a duplicate among folded cards is flagged and spares the showdown', () => {
  const verdict = heads('as 5d', 'kd kc', board)
  expect(verdict.flags).toEqual(['duplicate_card', 'winner_contradicts_cards'])
  expect(heads('as ad', 'kd kc', '5d 7d 9h jc 3s')).toMatchObject({
    flags: ['duplicate_card'],
    showdown: { rank: 'one_pair' },
  })
})

test('a card that is no card is left out', () => {
  const { board: shown, flags, showdown } = heads('as ad', 'kd kc', '2c 7d 9h jc xx')
  expect(shown).toEqual(['2c', '7d', '9h', 'Jc'])
  expect(flags).toEqual(['unreadable_card', 'board_incomplete'])
  expect(showdown.rank).toBeNull()
})

test('a seat with chips but without cards or actions is away, not a hidden opponent', () => {
  const verdict = judged({
    seats: { 1: [1000, 1100, 'as ad'], 2: [1000, 900, 'kc kd'], 3: [1000, 1000] },
    events: ['1 CALL 100', '2 CHECK', `board ${board}`],
  })
  expect(verdict.flags).toEqual([])
  expect(verdict.showdown.rank).toBe('one_pair')
})

describe('games the sample does not have', () => {
  test('another game than Hold’em: chips are replayed, cards are not ranked', () => {
    const omaha = heads('as ad 2h 3h', 'kd kc 4h 5h', board, { GameVariant: 'OMAHA' })
    expect(omaha.flags).toEqual(['not_holdem'])
    expect(omaha.shares.pot).toBe(200)
    expect(omaha.showdown).toMatchObject({ contested: false, rank: null })
  })

  test('two boards: the first is shown, nothing is ranked', () => {
    const verdict = judged(
      {
        seats: { 1: [1000, 1100, 'as ad'], 2: [1000, 900, 'kc kd'] },
        events: ['1 CALL 100', '2 CHECK', 'board2 2s 3d 4h 5c 6s', `board1 ${board}`],
      },
      { NumBoards: 2 },
    )
    expect(verdict.board).toEqual(['2c', '7d', '9h', 'Jc', '3s'])
    expect(verdict.played.boards).toHaveLength(2)
    expect(verdict.flags).toEqual(['multi_board'])
    expect(verdict.showdown.rank).toBeNull()
    expect(verdict.shares.pot).toBe(200)
  })

  test('run it twice', () => {
    const verdict = judged(
      {
        seats: { 1: [1000, 1000, 'as ad'], 2: [1000, 1000, 'kc kd'], 3: [500, 450], 4: [500, 550] },
        events: [
          '3 FOLD',
          '4 FOLD',
          '1 ALL IN 1000',
          '2 ALL IN 1000',
          `board1 ${board}`,
          'board2 kh 2d 3h 4c 6c',
        ],
      },
      { RunItNumTimes: 2 },
    )
    expect(verdict.flags).toContain('run_it_twice')
    expect(verdict.flags).not.toContain('multi_board')
    expect(verdict.showdown.rank).toBeNull()
  })

  test('a bomb pot: everybody puts in the same, there are no blinds', () => {
    const verdict = judged(
      {
        seats: { 1: [1000, 1400, 'as ad'], 2: [1000, 800, 'kc kd'], 3: [1000, 800, 'qc qd'] },
        events: ['board 2c 7d 9h', '1 CHECK @600', '2 CHECK', '3 CHECK', 'board jc', 'board 3s'],
      },
      { BombPotAmt: 200 },
    )
    expect(verdict.played.actions.slice(0, 3).map(({ action, added }) => `${action} ${added}`)).toEqual([
      'post_ante 200',
      'post_ante 200',
      'post_ante 200',
    ])
    expect(verdict.flags).toEqual(['bomb_pot'])
    expect(verdict.shares.pot).toBe(600)
    expect(verdict.showdown.rank).toBe('one_pair')
  })

  test('antes that the replay does not know: the pot stays unknown, nobody’s chips are suspected', () => {
    const script = {
      ante: 10,
      seats: { 1: [1000, 940], 2: [1000, 1070], 3: [1000, 990] },
      events: ['3 FOLD', '1 FOLD @180'],
    } as const
    const blinds = {
      AnteType: 'STD_ANTE',
      SmallBlindAmt: 50,
      BigBlindAmt: 100,
      ButtonPlayerNum: 3,
      SmallBlindPlayerNum: 1,
      BigBlindPlayerNum: 2,
    }
    const verdict = judged(script, { FlopDrawBlinds: blinds })
    expect(verdict.flags).toEqual(['pot_unknown'])
    expect(verdict.shares).toMatchObject({ pot: null, won: null })
    expect(verdict.shares.receivers.map(({ row }) => row.PlayerNum)).toEqual([2])
  })
})
