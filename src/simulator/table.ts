import type { QualityFlag } from '../siblings/feature_table/flags.ts'
import type { Play } from './betting.ts'
import { deck, shuffled } from './cards.ts'
import { decideBy } from './decide.ts'
import { ticksOf, timeText } from './dotnet_time.ts'
import { type Call, createFloor, type FloorOptions } from './floor.ts'
import { logText, type Session } from './gfx_document.ts'
import type { RecordedHand } from './gfx_hand.ts'
import { type Deal, playHand } from './hand.ts'
import {
  activeSeats,
  dealtSeats,
  firstPositions,
  type Lineup,
  nextPositions,
  type Positions,
  settleSeats,
} from './lineup.ts'
import { exportedShare, givenUpShare, misread } from './mishaps.ts'
import { seededBy } from './random.ts'
import { type Frame, recordGivenUp, recordPlay } from './record.ts'
import { durationOf, pauseBetween } from './rhythm.ts'
import { openSessionFile, type SessionFile } from './session_file.ts'

/** PokerGFX has written something. */
export type Step = {
  readonly table: string
  /** Milliseconds on air. */
  readonly air: number
  readonly kind: 'hand' | 'given_up' | 'correction'
  readonly session: Session
  /** Hands of the export as JSON; null = the export stays as it is, only the log grows. */
  readonly hands: readonly string[] | null
  /** Appended to the log. */
  readonly log: string
  /** The hand it is about, and the quality flags that this hand deserves from now on. */
  readonly start: string
  readonly flags: readonly QualityFlag[]
}

export type TableOptions = FloorOptions & Pick<Frame, 'zone'>

/** Everything that PokerGFX writes at one table, for ever. */
export function* playTable(options: TableOptions): Generator<Step, never> {
  const { table, schedule, zone } = options
  const random = seededBy(`${options.seed}/${table}/hands`)
  const decide = decideBy(random)
  const floor = createFloor(options)
  let file: SessionFile | null = null
  let positions = firstPositions(options.seats)
  let air = 0

  for (;;) {
    const call = floor.nextHand(air)
    if (file?.session !== call.session) file = openSessionFile(call.session, random)
    positions = nextPositions(positions, activeSeats(floor.lineup))
    const number = file.nextNumber()
    air = call.air
    /** The frame of a hand that starts now; its last digits are finer than the schedule. */
    const frame = (milliseconds: number): Frame => ({
      number,
      start: ticksOf(options.start + schedule.wallOf(air)) + BigInt(random.below(10_000)),
      duration: BigInt(milliseconds) * 10_000n + BigInt(random.below(10_000)),
      zone,
      level: call.level,
      positions,
    })

    if (random.chance(givenUpShare)) {
      const milliseconds = 8_000 + random.below(35_000)
      const deal = dealOf(call, floor.lineup, positions, shuffled(deck, random))
      const hand = recordGivenUp(frame(milliseconds), floor.lineup, deal)
      const shown = random.chance(exportedShare)
      if (shown) file.add(hand, null)
      air += milliseconds
      yield { ...stepOf('given_up', file, hand), hands: shown ? file.hands() : null, flags: ['no_winner'] }
      air += pauseBetween(random)
    }

    const deal = dealOf(call, floor.lineup, positions, shuffled(deck, random))
    const play = playHand(deal, decide)
    const milliseconds = durationOf(play.events.length, random)
    settleSeats(floor.lineup, play, call.final)
    const hand = recordPlay(frame(milliseconds), floor.lineup, deal, play)
    const wrong = misread(hand, random)
    file.add(hand, wrong)
    air += milliseconds
    yield { ...stepOf('hand', file, wrong?.hand ?? hand), flags: wrong ? [wrong.flag] : flagsOf(play, hand) }

    const pause = pauseBetween(random)
    for (const corrected of file.correct()) {
      yield { ...stepOf('correction', file, corrected), air: air + Math.floor(pause / 2), log: '' }
    }
    air += pause
  }

  function stepOf(kind: Step['kind'], file: SessionFile, hand: RecordedHand): Step {
    const { session } = file
    const log = logText(session, hand)
    return { table, air, kind, session, hands: file.hands(), log, start: timeText(hand.start), flags: [] }
  }
}

function dealOf({ level }: Call, lineup: Lineup, positions: Positions, cards: string[]): Deal {
  const seats = dealtSeats(positions, activeSeats(lineup))
  const players = seats.map((seat) => ({ seat, stack: lineup.get(seat)?.stack ?? 0 }))
  return { players, smallBlind: positions.small, bigBlind: positions.big, level, deck: cards }
}

/** A big blind that wins nothing but its own chips, the small blind being dead, looks like a hand given up. */
function flagsOf(play: Play, { rows }: RecordedHand): QualityFlag[] {
  const walk = play.chairs.filter((chair) => !chair.folded).length === 1
  return walk && rows.every((row) => row.start === row.end) ? ['no_winner'] : []
}
