import type { LoggedHand } from './log.ts'

/** A hand of the table that the hub has. */
export type KnownHand = {
  readonly id: string
  readonly session: string
  readonly number: number
  /** Start in unix seconds. */
  readonly startedAt: number
  readonly voided: boolean
}

/** A known hand that was dealt again under its own number, or may have been. */
export type Redone = {
  readonly hand: KnownHand
  /** The hand that stands in its place. */
  readonly by: KnownHand
  /** Why it is left alone after all; null = it can be voided. */
  readonly doubt: string | null
}

/** What a log tells about hands that were dealt again. */
export type Findings = {
  readonly blocks: number
  /** Blocks whose number the next block has again; most are no hands of any export. */
  readonly repeated: number
  readonly redone: readonly Redone[]
}

/** Log times are rounded to seconds. */
const tolerance = 1

type Matched = { readonly block: LoggedHand; readonly hand: KnownHand }

/**
 * Which known hands were dealt again. A log names no session, so a block counts only through
 * the known hand with its number and second. A hand is redone when a later hand of the same
 * session has its number; unless its chips moved and stayed moved, for then it counted and
 * only its number was used twice.
 */
export function findRedone(blocks: readonly LoggedHand[], known: readonly KnownHand[]): Findings {
  const byNumber = Map.groupBy(known, (hand) => hand.number)
  const matched = new Map<string, Matched>()
  for (const block of blocks) {
    const hand = handOf(block, byNumber.get(block.number) ?? [])
    if (hand) matched.set(hand.id, { block, hand }) // written again in the same second: the last version holds
  }
  const redone: Redone[] = []
  for (const { block, hand } of matched.values()) {
    const later = [...matched.values()].filter((other) => isAgain(hand, other.hand))
    const [next] = later.sort((a, b) => a.hand.startedAt - b.hand.startedAt)
    if (next) redone.push({ hand, by: next.hand, doubt: doubtOf(block, next.block) })
  }
  return { blocks: blocks.length, repeated: countRepeated(blocks), redone }
}

function handOf(block: LoggedHand, sameNumber: readonly KnownHand[]): KnownHand | undefined {
  const close = sameNumber.filter((hand) => Math.abs(hand.startedAt - block.at) <= tolerance)
  return close.length === 1 ? close[0] : undefined
}

function isAgain(hand: KnownHand, other: KnownHand): boolean {
  return (
    other.session === hand.session &&
    other.number === hand.number &&
    other.startedAt > hand.startedAt &&
    !other.voided
  )
}

/** Did the hand count? Its chips then lie where it left them when the number comes again. */
function doubtOf(block: LoggedHand, next: LoggedHand): string | null {
  const moved = [...block.players].filter(([, player]) => player.start !== player.end)
  const after = moved.flatMap(([seat, player]) => {
    const again = next.players.get(seat)
    return again && again.name === player.name ? [{ player, again }] : []
  })
  const stayed = after.filter(({ player, again }) => again.start === player.end).length
  const restored = after.filter(({ player, again }) => again.start === player.start).length
  if (moved.length === 0 || (restored > 0 && stayed === 0)) return null
  if (stayed > 0 && restored === 0) return 'its chips stayed moved: it counted, only its number came again'
  return 'its chips neither stayed nor came back'
}

/** All but the last block of a run of one number; a block written anew for the same second is no new deal. */
function countRepeated(blocks: readonly LoggedHand[]): number {
  return blocks.filter((block, index) => {
    const next = blocks[index + 1]
    return next?.number === block.number && next.at !== block.at
  }).length
}
