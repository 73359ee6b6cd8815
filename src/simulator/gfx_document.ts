import { gfxCard } from './cards.ts'
import { timeText } from './dotnet_time.ts'
import type { RecordedHand } from './gfx_hand.ts'

/** A PokerGFX session: from the start of the program to its next start. */
export type Session = {
  /** When it began, which is its id too. */
  readonly ticks: bigint
  readonly type: 'FEATURE_TABLE' | 'FINAL_TABLE'
}

/** The export of a session, of hands in JSON. The id stands there in digits: no JavaScript number holds it. */
export function exportText({ ticks, type }: Session, hands: readonly string[]): string {
  const created = `"CreatedDateTimeUTC":"${timeText(ticks)}","EventTitle":""`
  const payouts = new Array(10).fill(0)
  return `{${created},"Hands":[${hands.join(',')}],"ID":${ticks},"Payouts":[${payouts}],"SoftwareVersion":"PokerGFX 3.2","Type":"${type}"}`
}

export function exportName({ ticks }: Session): string {
  return `PGFX_live_data_export GameID=${ticks}.json`
}

/** Name of the log that PokerGFX keeps beside the exports. */
export const logName = 'PGFX_live_data_export.txt'

/** What the log says of a hand, appended when it is over or given up. */
export function logText({ type }: Session, hand: RecordedHand): string {
  const { level, button, smallBlind, bigBlind } = hand
  const unix = Math.round(Number((hand.start - 621_355_968_000_000_000n) / 10_000n) / 1000)
  const folded = new Set(hand.events.filter((event) => event.type === 'FOLD').map((event) => event.seat))
  const lines = [
    '',
    `GAME,PokerGFX 3.2,${type},`,
    'PAYOUTS,',
    `HAND,${hand.number},${unix},HOLDEM,BB_ANTE_BB1ST,${level.big},0,${level.small},${level.big},0,${button},${smallBlind},${bigBlind},0,0,1`,
    ...hand.rows.map(({ seat, person, start, end, cards }) => {
      const shown = folded.has(seat) ? '' : cards.map(gfxCard).join(' ')
      return `PLAYER,${seat},${person.name},0,${start},${end},${shown}`
    }),
    ...hand.events.map(({ type, seat, to, card, raise }) => {
      if (card) return `EVENT,BOARD,1,${gfxCard(card)}`
      if (type === 'FOLD' || type === 'CHECK') return `EVENT,${type},${seat}`
      return `EVENT,${type === 'BET' && raise ? 'RAISE TO' : type},${seat},${to}`
    }),
    '',
    '',
  ]
  return lines.join('\n')
}
