import { describe, expect, test } from 'vitest'
import { dealtSeats, firstPositions, nextPositions } from '../../src/simulator/lineup.ts'

describe('the button', () => {
  test('goes round, the blinds before it', () => {
    const seats = [1, 3, 5, 8]
    let positions = firstPositions(seats)
    const seen = Array.from({ length: 5 }, () => {
      positions = nextPositions(positions, seats)
      return [positions.button, positions.small, positions.big]
    })
    expect(seen).toEqual([
      [5, 8, 1],
      [8, 1, 3],
      [1, 3, 5],
      [3, 5, 8],
      [5, 8, 1],
    ])
  })

  test('stays where a player has left: the big blind never misses anybody', () => {
    const left = nextPositions({ button: 1, small: 3, big: 5 }, [1, 3, 8])
    expect(left).toEqual({ button: 3, small: 5, big: 8 })
    expect(dealtSeats(left, [1, 3, 8])).toEqual([8, 1, 3])
    expect(nextPositions(left, [1, 3, 8])).toEqual({ button: 5, small: 8, big: 1 })
  })

  test('heads-up it is the small blind', () => {
    expect(nextPositions({ button: 1, small: 3, big: 5 }, [3, 5])).toEqual({ button: 5, small: 5, big: 3 })
    expect(dealtSeats({ button: 5, small: 5, big: 3 }, [3, 5])).toEqual([3, 5])
  })

  test.for([
    [{ button: 2, small: 2, big: 8 }, 5],
    [{ button: 8, small: 8, big: 5 }, 2],
    [{ button: 5, small: 5, big: 2 }, 8],
    [{ button: 2, small: 2, big: 5 }, 8],
  ] as const)(
    'after heads-up with a third player, %j, three seats have three positions',
    ([before, third]) => {
      const active = [before.small, before.big, third].toSorted((a, b) => a - b)
      const positions = nextPositions(before, active)
      expect([positions.button, positions.small, positions.big].toSorted((a, b) => a - b)).toEqual(active)
      expect(positions.small).toBe(before.big)
      expect(dealtSeats(positions, active)[1]).toBe(positions.big)
    },
  )

  test('who sits down between the button and the small blind waits', () => {
    const positions = { button: 1, small: 5, big: 7 }
    expect(dealtSeats(positions, [1, 3, 5, 7, 9])).toEqual([5, 7, 9, 1])
    expect(dealtSeats(nextPositions(positions, [1, 3, 5, 7, 9]), [1, 3, 5, 7, 9])).toEqual([7, 9, 1, 3, 5])
  })
})
