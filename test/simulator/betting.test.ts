import { describe, expect, test } from 'vitest'
import type { Decision, Play } from '../../src/simulator/betting.ts'
import type { Card } from '../../src/simulator/cards.ts'
import { deck } from '../../src/simulator/cards.ts'
import { playHand } from '../../src/simulator/hand.ts'

type Table = {
  /** Stacks from left of the button on; the first two post the blinds 50 and 100, the second one the ante. */
  readonly stacks: readonly number[]
  /** Cards of each player, then the board. */
  readonly cards?: string
  /** What they do, in order: `f`, `x`, `c`, or a total on the street. */
  readonly plays: string
}

const levels = { small: 50, big: 100 }

/** Play a hand by a script; says what it could not use. */
function played({ stacks, cards = '', plays }: Table): { play: Play; unused: string[] } {
  const script = plays.split(' ').filter((word) => word !== '')
  const decide = (): Decision => {
    const word = script.shift() ?? 'nothing'
    if (word === 'f') return { kind: 'fold' }
    if (word === 'x') return { kind: 'check' }
    if (word === 'c') return { kind: 'call' }
    if (!/^\d+$/.test(word)) throw new Error(`somebody is asked for more: ${word}`)
    return { kind: 'raise', to: Number(word) }
  }
  const seats = stacks.length
  const given = cards.split(' ').filter((card) => card !== '')
  const holes = given.slice(0, 2 * seats)
  // Dealt one card each, then the second one.
  const order = [...holes.filter((_, i) => i % 2 === 0), ...holes.filter((_, i) => i % 2 === 1)]
  const known: Card[] = [...order, ...given.slice(2 * seats)]
  const rest = deck.filter((card) => !known.includes(card))
  const headsUp = seats === 2
  const play = playHand(
    {
      players: stacks.map((stack, index) => ({ seat: index + 1, stack })),
      smallBlind: headsUp ? 2 : 1,
      bigBlind: headsUp ? 1 : 2,
      level: levels,
      deck: [...known, ...rest],
    },
    decide,
  )
  return { play, unused: script }
}

function ends({ play }: { play: Play }): number[] {
  return play.chairs.map((chair) => chair.left)
}

function said({ play }: { play: Play }): string[] {
  return play.events
    .filter((event) => !event.card)
    .map(({ seat, type, to }) => `${seat} ${type}${to > 0 ? ` ${to}` : ''}`)
}

describe('betting', () => {
  test('goes round, the big blind has the last word before the flop, left of the button the first one after', () => {
    const hand = played({ stacks: [1000, 1000, 1000], plays: 'c c x x x x x x x x x x' })
    expect(said(hand).slice(0, 6)).toEqual([
      '3 CALL 100',
      '1 CALL 100',
      '2 CHECK',
      '1 CHECK',
      '2 CHECK',
      '3 CHECK',
    ])
    expect(hand.unused).toEqual([])
  })

  test('heads-up the button posts the small blind and speaks first, then last', () => {
    const hand = played({ stacks: [1000, 1000], plays: 'c x x 100 f' })
    expect(said(hand)).toEqual(['2 CALL 100', '1 CHECK', '1 CHECK', '2 BET 100', '1 FOLD'])
    expect(ends(hand)).toEqual([800, 1200])
  })

  test('what nobody matched goes back, the ante does not', () => {
    const hand = played({ stacks: [1000, 1000, 1000], plays: '700 f f' })
    expect(ends(hand)).toEqual([950, 800, 1250])
    const walk = played({ stacks: [1000, 1000, 1000], plays: 'f f' })
    expect(ends(walk)).toEqual([950, 1050, 1000])
  })

  test('a raise raises by the last raise at least', () => {
    const hand = played({ stacks: [5000, 5000, 5000], plays: '300 310 f f' })
    expect(said(hand)[1]).toBe('1 BET 500')
  })

  test('an all-in below a full raise lets those who have spoken call, not raise again', () => {
    const hand = played({ stacks: [5000, 5000, 450], plays: 'c 400 f 2000 2000 x x x x x x x x' })
    // Player 3 limps, 1 raises to 400, 3 is all in for 450: player 1 wants 2000 and may only call.
    const short = played({ stacks: [5000, 5000, 450], plays: 'c 400 f 450 2000' })
    expect(said(short)).toEqual(['3 CALL 100', '1 BET 400', '2 FOLD', '3 ALL IN 450', '1 CALL 450'])
    expect(said(hand)).toEqual(said(short))
  })

  test('a short big blind pays the blind before the ante, and nobody has to match more than it has', () => {
    const hand = played({ stacks: [1000, 60], cards: 'Ah Ad 2c 7d 3s 4s 8c 9h Kd', plays: 'c' })
    // Heads-up: player 1 is the big blind with 1000, player 2 the small blind with 60.
    expect(said(hand)).toEqual(['2 ALL IN 60'])
    expect(ends(hand)).toEqual([1060, 0])
    const blind = played({ stacks: [70, 1000], cards: 'Ah Ad 2c 7d 3s 4s 8c 9h Kd', plays: 'c' })
    expect(said(blind)).toEqual(['2 CALL 70'])
    expect(ends(blind)).toEqual([140, 930])
  })
})

describe('the pots', () => {
  test('each goes to the best of those who paid for it', () => {
    // 1 has aces and 300, 2 kings and 700, 3 queens and 2000.
    const hand = played({
      stacks: [300, 700, 2000],
      cards: 'As Ad Ks Kd Qs Qd 2c 3h 4d 8s 9c',
      plays: '2000 c c',
    })
    // Main pot 3 x 300 and the ante 100 (from the stack of 2); side pot 2 x 300; the rest goes back.
    expect(ends(hand)).toEqual([1000, 600, 1400])
  })

  test('equal hands split, the odd chip goes left of the button', () => {
    const hand = played({
      stacks: [1001, 1000, 1001],
      cards: '2c 3c 7h 8h 2d 3d As Ks Qs Js Ts',
      plays: '1001 c c',
    })
    expect(ends(hand).reduce((sum, stack) => sum + stack, 0)).toBe(3002)
    // All play the board: 900 x 3 and the ante of 100 between three, 101 x 2 between 1 and 3.
    expect(ends(hand)).toEqual([1035, 933, 1034])
  })

  test('a player who folded pays and wins nothing', () => {
    const hand = played({
      stacks: [1000, 1000, 1000],
      cards: 'As Ad 2c 7d Ks Kd 3h 4d 8s 9c Jc',
      plays: '300 c c x x 300 f f',
    })
    expect(ends(hand)).toEqual([700, 600, 1700])
  })
})
