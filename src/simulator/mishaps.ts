import type { QualityFlag } from '../siblings/feature_table/flags.ts'
import type { RecordedHand, Row } from './gfx_hand.ts'
import type { Random } from './random.ts'

/** A hand that was read wrongly, and the flag it deserves for that. */
export type Misread = { readonly hand: RecordedHand; readonly flag: QualityFlag }

/** Share of hands that are read wrongly, and of those that somebody corrects. */
const misreadShare = 0.025
export const correctedShare = 0.7
/** Share of hands that are given up and dealt again, and of those that an export holds. */
export const givenUpShare = 0.015
export const exportedShare = 0.4

/** Now and then the table reads a card wrongly, as far as the hand gives the occasion. */
export function misread(hand: RecordedHand, random: Random): Misread | null {
  if (!random.chance(misreadShare) || hand.rows.every((row) => row.start === row.end)) return null
  const folded = new Set(hand.events.filter((event) => event.type === 'FOLD').map((event) => event.seat))
  const [live, out] = [false, true].map((gone) =>
    hand.rows.filter((row) => row.cards.length > 0 && folded.has(row.seat) === gone),
  ) as [Row[], Row[]]
  const card = hand.events.find((event) => event.card)?.card
  const occasions: Misread[] = []
  if (live.length > 1) occasions.push(withCards(hand, random.of(live), [], 'unknown_cards'))
  if (live.length > 1 && hand.events.at(-1)?.card) {
    occasions.push({ hand: { ...hand, events: hand.events.slice(0, -1) }, flag: 'board_incomplete' })
  }
  if (card && out.length > 0) {
    const row = random.of(out)
    occasions.push(withCards(hand, row, [card, ...row.cards.slice(1)], 'duplicate_card'))
  }
  return occasions.length > 0 ? random.of(occasions) : null
}

function withCards(hand: RecordedHand, row: Row, cards: readonly string[], flag: QualityFlag): Misread {
  const rows = hand.rows.map((one) => (one === row ? { ...row, cards } : one))
  return { hand: { ...hand, rows }, flag }
}
