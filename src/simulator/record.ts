import type { Play } from './betting.ts'
import type { Level } from './blinds.ts'
import type { Card } from './cards.ts'
import type { RecordedHand, Row } from './gfx_hand.ts'
import type { Deal } from './hand.ts'
import type { Lineup, Occupant, Positions } from './lineup.ts'

/** When and as which hand of the session a hand was played. */
export type Frame = {
  readonly number: number
  readonly start: bigint
  readonly duration: bigint
  /** How many hours the clock of the table's PC is ahead of UTC. */
  readonly zone: number
  readonly level: Level
  readonly positions: Positions
}

const hour = 3_600_000n * 10_000n

/** A hand that was played to its end; the lineup is that after it. */
export function recordPlay(frame: Frame, lineup: Lineup, deal: Deal, play: Play): RecordedHand {
  const rows = [...lineup].map(([seat, occupant]) => {
    const start = deal.players.find((player) => player.seat === seat)?.stack
    const cards = play.chairs.find((chair) => chair.seat === seat)?.hole
    return rowOf(seat, occupant, start ?? occupant.stack, cards)
  })
  return { ...headOf(frame), rows, events: play.events }
}

/** A hand that was given up before anything happened: cards are out, no chip moves. */
export function recordGivenUp(frame: Frame, lineup: Lineup, { players, deck }: Deal): RecordedHand {
  const rows = [...lineup].map(([seat, occupant]) => {
    const index = players.findIndex((player) => player.seat === seat)
    const cards = [deck[index], deck[players.length + index]] as Card[]
    return rowOf(seat, occupant, occupant.stack, index < 0 ? undefined : cards)
  })
  return { ...headOf(frame), rows, events: [] }
}

function headOf({
  number,
  start,
  duration,
  zone,
  level,
  positions,
}: Frame): Omit<RecordedHand, 'rows' | 'events'> {
  return {
    number,
    start,
    duration,
    localStart: start + BigInt(zone) * hour,
    level,
    button: positions.button,
    smallBlind: positions.small,
    bigBlind: positions.big,
  }
}

function rowOf(seat: number, occupant: Occupant, start: number, cards: readonly Card[] | undefined): Row {
  const { person, stack, statistics, place } = occupant
  // Who has chips and waits for the button does not sit out.
  const sittingOut = cards === undefined && start === 0
  return {
    seat,
    person,
    start,
    end: stack,
    cards: cards ?? [],
    sittingOut,
    place,
    statistics: { ...statistics },
  }
}
