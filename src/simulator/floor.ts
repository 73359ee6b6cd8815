import { type Level, levelAt } from './blinds.ts'
import { ticksOf } from './dotnet_time.ts'
import type { Session } from './gfx_document.ts'
import { activeSeats, type Lineup, newcomer, sitDown } from './lineup.ts'
import { peopleBy } from './names.ts'
import { type Random, seededBy } from './random.ts'
import type { Moment, Schedule } from './schedule.ts'
import { emptyStatistics } from './statistics.ts'

export type FloorOptions = {
  readonly seed: string
  readonly table: string
  readonly seats: readonly number[]
  /** Start of the first day in milliseconds since 1970. */
  readonly start: number
  /** Level with which the first day begins. */
  readonly firstLevel: number
  readonly schedule: Schedule
}

/** What a table is told before a hand. */
export type Call = {
  /** When the hand starts, in milliseconds on air. */
  readonly air: number
  readonly level: Level
  readonly session: Session
  /** Places are counted, and nobody comes after who has left. */
  readonly final: boolean
}

/** The floor of a table: who sits there, which level is played, and when the recording program is started anew. */
export type Floor = { readonly lineup: Lineup; nextHand(air: number): Call }

const minute = 60_000
/** A new day from this level on is a final table. */
const finalLevel = 24

/** Three days at a feature table, then a final table until one player has all chips, then the next tournament. */
export function createFloor(options: FloorOptions): Floor {
  const { schedule, seats } = options
  const random: Random = seededBy(`${options.seed}/${options.table}/floor`)
  const people = peopleBy(random)
  const lineup: Lineup = new Map()
  let session: Session | null = null
  let stretch = ''
  let day = -1
  /** Levels of the broadcast when this tournament began. */
  let began = -options.firstLevel
  let final = false

  const seat = (number: number, level: Level): void =>
    sitDown(lineup, number, newcomer(people.next().value, level, random))

  function renew(share: number, level: Level): void {
    for (const number of seats) if (random() < share) seat(number, level)
  }

  function openSession(air: number): void {
    const created = options.start + schedule.wallOf(air) - minute - random.below(3 * minute)
    session = {
      ticks: ticksOf(created) + BigInt(random.below(10_000)),
      type: final ? 'FINAL_TABLE' : 'FEATURE_TABLE',
    }
    for (const occupant of lineup.values()) occupant.statistics = emptyStatistics()
  }

  function beginStretch(moment: Moment, air: number, level: Level): void {
    const newDay = moment.day !== day
    day = moment.day
    if (final) return
    if (newDay) {
      final = moment.level - began >= finalLevel
      lineup.clear()
    }
    renew(newDay ? 1 : 0.4, level)
    if (newDay || random.chance(moment.afterDinner ? 0.5 : 0.1)) openSession(air)
  }

  /** Who has lost everything leaves the seat to somebody else after some hands. */
  function fillSeats(level: Level): void {
    const few = activeSeats(lineup).length < 4
    for (const number of seats) {
      const occupant = lineup.get(number)
      const empty = !occupant || (occupant.stack === 0 && (few || occupant.gone > 0))
      if (empty && (few || random.chance(0.25))) seat(number, level)
      else if (empty && random.chance(0.5)) lineup.delete(number)
    }
  }

  function nextHand(from: number): Call {
    const moment = schedule.momentAt(from)
    const paused = moment.at > from || session === null
    const air = paused ? moment.at + 15_000 + random.below(90_000) : from
    const level = levelAt(moment.level - began)
    const now = `${moment.day}/${moment.stretch}`
    if (now !== stretch) beginStretch(moment, air, level)
    stretch = now
    if (final && activeSeats(lineup).length === 1) return nextTournament(moment, air + 20 * minute)
    if (!final) fillSeats(level)
    if (session === null) throw new Error('a hand before the first stretch of play')
    return { air, level, session, final }
  }

  function nextTournament(moment: Moment, air: number): Call {
    began = moment.level
    final = false
    lineup.clear()
    renew(1, levelAt(0))
    openSession(air)
    return nextHand(air)
  }

  return { lineup, nextHand }
}
