import type { Session } from './gfx_document.ts'
import { gfxHand, type RecordedHand } from './gfx_hand.ts'
import { correctedShare, type Misread } from './mishaps.ts'
import type { Random } from './random.ts'

/** The export of a session as it grows. */
export type SessionFile = {
  readonly session: Session
  /** Its hands as JSON. */
  hands(): readonly string[]
  /** Number of the next hand. */
  nextNumber(): number
  /** Add a hand; one that was read wrongly may be corrected after some more hands. */
  add(hand: RecordedHand, wrong: Misread | null): void
  /** Correct what is due after one more hand; tells the hands. */
  correct(): RecordedHand[]
}

type Correction = { readonly index: number; readonly hand: RecordedHand; wait: number }

export function openSessionFile(session: Session, random: Random): SessionFile {
  const hands: string[] = []
  let corrections: Correction[] = []
  let number = 0
  const textOf = (hand: RecordedHand): string => JSON.stringify(gfxHand(hand))

  function correct(): RecordedHand[] {
    for (const correction of corrections) correction.wait -= 1
    const due = corrections.filter((correction) => correction.wait <= 0)
    corrections = corrections.filter((correction) => correction.wait > 0)
    for (const { index, hand } of due) hands[index] = textOf(hand)
    return due.map(({ hand }) => hand)
  }

  return {
    session,
    hands: () => [...hands],
    nextNumber: () => ++number,
    add(hand, wrong) {
      if (wrong && random.chance(correctedShare)) {
        corrections.push({ index: hands.length, hand, wait: 1 + random.below(4) })
      }
      hands.push(textOf(wrong?.hand ?? hand))
    },
    correct,
  }
}
