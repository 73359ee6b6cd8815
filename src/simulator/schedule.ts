const minute = 60_000

/** What happens at a moment of the broadcast; times in milliseconds on air. */
export type Moment = {
  /** Day of the broadcast, from 0. */
  readonly day: number
  /** Levels played since the broadcast began. */
  readonly level: number
  /** Counts the stretches of play between breaks; within a day from 0. */
  readonly stretch: number
  /** Play goes on at this time, which is the moment itself unless it falls into a break. */
  readonly at: number
  /** The stretch before this one was followed by dinner. */
  readonly afterDinner: boolean
}

export type Schedule = {
  readonly momentAt: (air: number) => Moment
  /** Milliseconds since the first day began on the wall clock; nights are not on air. */
  readonly wallOf: (air: number) => number
}

/** Levels of a stretch of play, and the break that follows it in minutes. */
const stretches = [
  { levels: 2, pause: 15 },
  { levels: 2, pause: 75 },
  { levels: 2, pause: 15 },
  { levels: 2, pause: 10 },
]
const levelsPerDay = 8
const dinnerAfter = 1

/** Days of eight levels with a break after every second one; dinner is the second break. */
export function scheduleOf(levelMinutes: number): Schedule {
  const level = levelMinutes * minute
  const dayLength = stretches.reduce((sum, { levels, pause }) => sum + levels * level + pause * minute, 0)

  function momentAt(air: number): Moment {
    const day = Math.floor(air / dayLength)
    let start = day * dayLength
    let played = day * levelsPerDay
    for (const [stretch, { levels, pause }] of stretches.entries()) {
      const end = start + levels * level
      if (air < end) {
        const at = Math.max(air, start)
        const afterDinner = stretch === dinnerAfter + 1
        return { day, level: played + Math.floor((at - start) / level), stretch, at, afterDinner }
      }
      start = end + pause * minute
      played += levels
    }
    return momentAt((day + 1) * dayLength)
  }

  const wallOf = (air: number): number => air + Math.floor(air / dayLength) * (24 * 60 * minute - dayLength)

  return { momentAt, wallOf }
}
