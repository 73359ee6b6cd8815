import type { Entry } from './entry.ts'
import { minute, type Span } from './types.ts'

/** A time in which a detector said that something is wrong. */
export type Episode = Span & {
  readonly subject: string
  readonly title?: string
  /** Another alert hid it all the time. */
  readonly hidden?: boolean
}

export type Judged = {
  readonly incidents: number
  readonly hits: number
  /** Episodes that told of an incident, of something harmless, and of nothing. */
  readonly right: number
  readonly dropped: number
  readonly wrong: readonly Episode[]
  readonly missed: readonly Entry[]
  /** Of each incident that was told: milliseconds from the first evidence. */
  readonly delays: readonly number[]
  /** Of the incidents that were told, those of which people saw it: something else told the others' cause. */
  readonly seen: number
  /** Of each right episode: milliseconds that it lasted longer than the last incident it told of. */
  readonly overstays: readonly number[]
  /** Episodes beyond the first one of their incident. */
  readonly refires: number
}

/** An incident may still be told of this long after it ended. */
const after = 20 * minute
/** Looks and the times of producers differ by this much: what begins so little before an incident may be of it. */
const slack = 2 * minute

/**
 * Judge the episodes of one detector. One that overlaps an incident of its kind, or comes up to twenty minutes
 * after it, is right; one that meets only what is harmless is neither right nor wrong; any other is wrong.
 */
export function judge(entries: readonly Entry[], episodes: readonly Episode[]): Judged {
  const told = new Map<Entry, Episode[]>()
  const wrong: Episode[] = []
  let right = 0
  let dropped = 0
  const overstays: number[] = []
  for (const episode of [...episodes].sort((a, b) => a.from - b.from)) {
    const met = entries.filter(
      (entry) =>
        (entry.scope === null || entry.scope === episode.subject) &&
        episode.from <= entry.to + after &&
        episode.to >= entry.from,
    )
    const incidents = met.filter((entry) => entry.class === 'incident')
    for (const incident of ownOf(episode, incidents))
      told.set(incident, [...(told.get(incident) ?? []), episode])
    if (incidents.length > 0) {
      right += 1
      overstays.push(Math.max(0, episode.to - Math.max(...incidents.map(({ to }) => to))))
    } else if (met.length > 0) dropped += 1
    else wrong.push(episode)
  }
  const incidents = entries.filter((entry) => entry.class === 'incident')
  const first = [...told].map(([incident, [episode]]) =>
    Math.max(0, (episode?.from ?? 0) - incident.evidence),
  )
  return {
    incidents: incidents.length,
    hits: told.size,
    right,
    dropped,
    wrong,
    missed: incidents.filter((incident) => !told.has(incident)),
    delays: first,
    seen: [...told.values()].filter((list) => list.some(({ hidden }) => !hidden)).length,
    overstays,
    refires: [...told.values()].reduce((sum, list) => sum + list.length - 1, 0),
  }
}

/**
 * The incidents that an episode told of: those that it did not begin before; else the first one, and what happened at the
 * same time as that. An alert that never ends finds what it began with, not all that follows.
 */
function ownOf(episode: Episode, incidents: readonly Entry[]): readonly Entry[] {
  const [first] = incidents.toSorted((a, b) => a.from - b.from)
  return incidents.filter(({ from }) => episode.from >= from - slack || (first && from <= first.to))
}

/** Episodes of a rule: the times at which it held, as long as it held at every look in between. */
export function episodesOf(
  times: readonly number[],
  looks: readonly number[],
  subject = 'global',
): Episode[] {
  const held = new Set(times)
  const episodes: { from: number; to: number; subject: string }[] = []
  let open: (typeof episodes)[number] | undefined
  for (const at of looks) {
    if (!held.has(at)) open = undefined
    else if (open) open.to = at
    else {
      open = { from: at, to: at, subject }
      episodes.push(open)
    }
  }
  return episodes
}
