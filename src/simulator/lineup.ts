import type { Play } from './betting.ts'
import { chipOf, type Level } from './blinds.ts'
import type { Person } from './names.ts'
import { drawFrom, type Quantiles, type Random } from './random.ts'
import { countHand, emptyStatistics, type Statistics } from './statistics.ts'

/** Somebody in a seat; without chips the seat is told as sitting out until it is taken or cleared. */
export type Occupant = {
  readonly person: Person
  stack: number
  statistics: Statistics
  /** Place at a final table. */
  place: number | null
  /** Hands since the last chip was lost. */
  gone: number
}

/** Who sits where, in order of the seats. */
export type Lineup = Map<number, Occupant>

/** Chips in big blinds of those who sit down. */
const depth: Quantiles = [
  [0, 14],
  [0.1, 22],
  [0.25, 31],
  [0.5, 48],
  [0.75, 75],
  [0.95, 125],
  [1, 190],
]

export function newcomer(person: Person, level: Level, random: Random): Occupant {
  const chip = chipOf(level)
  const stack = Math.round((drawFrom(depth, random) * level.big) / chip) * chip
  return { person, stack, statistics: emptyStatistics(), place: null, gone: 0 }
}

/** Seats that play, in order. */
export function activeSeats(lineup: Lineup): number[] {
  return [...lineup].filter(([, { stack }]) => stack > 0).map(([seat]) => seat)
}

/** Put somebody into a seat, keeping the order of the seats. */
export function sitDown(lineup: Lineup, seat: number, occupant: Occupant): void {
  const all = [...lineup.set(seat, occupant)].sort(([a], [b]) => a - b)
  lineup.clear()
  for (const [number, one] of all) lineup.set(number, one)
}

/** After a hand: everybody's chips and figures, and at a final table the places of those who have left. */
export function settleSeats(lineup: Lineup, play: Play, final: boolean): void {
  const out: { occupant: Occupant; start: number }[] = []
  for (const [seat, occupant] of lineup) {
    const start = occupant.stack
    const chair = play.chairs.find((one) => one.seat === seat)
    if (start === 0) occupant.gone += 1
    if (!chair) continue
    countHand(occupant.statistics, play, seat, start)
    occupant.stack = chair.left
    if (chair.left === 0) out.push({ occupant, start })
  }
  if (!final) return
  const left = activeSeats(lineup).length
  // Of two who leave in one hand the one who began it with more chips has the better place.
  for (const [index, { occupant }] of out.sort((a, b) => b.start - a.start).entries()) {
    occupant.place = left + index + 1
  }
}

/** Button and blinds of a hand. */
export type Positions = { readonly button: number; readonly small: number; readonly big: number }

/** What comes before the first hand: its big blind is the first seat. */
export function firstPositions(seats: readonly number[]): Positions {
  const [small = 0, big = 0] = seats.slice(-2)
  return { button: small, small, big }
}

/**
 * Positions of the next hand by the rule of the dead button: the big blind always moves to the
 * next player, and who has left may leave the small blind or the button in an empty seat.
 */
export function nextPositions(previous: Positions, active: readonly number[]): Positions {
  const big = nextSeat(active, previous.big)
  if (active.length === 2) {
    const other = nextSeat(active, big)
    return { button: other, small: other, big }
  }
  const small = previous.big
  const button = previous.small
  if (button !== small && button !== big) return { button, small, big }
  const before = [...active].reverse()
  const fallback =
    before.find((seat) => seat < small && seat !== big) ??
    before.find((seat) => seat !== big && seat !== small)
  return { button: fallback ?? big, small, big }
}

/**
 * Seats that are dealt in, the first one to speak after the flop first. Who sat down between
 * the button and the small blind waits until the button has passed.
 */
export function dealtSeats({ button, small, big }: Positions, active: readonly number[]): number[] {
  if (button === small) return [big, small]
  const fromSmall = (seat: number): number => (seat - small + 16) % 16
  const clockwise = [...active].sort((a, b) => fromSmall(a) - fromSmall(b))
  const dealt = clockwise.filter((seat) => fromSmall(seat) <= fromSmall(button))
  return dealt.length > 1 ? dealt : clockwise
}

/** The next seat of a list clockwise. */
function nextSeat(seats: readonly number[], after: number): number {
  return seats.find((seat) => seat > after) ?? (seats[0] as number)
}
