import type { Exported } from './document.ts'
import type { Verdict } from './judge.ts'
import { nameOf, type Seat } from './seats.ts'

/**
 * The document for record_hand, as JSON text: ids and raw numbers keep all their digits.
 * The same hand always makes the same text, by which the hub knows a copy.
 */
export function payloadOf(table: string, session: string, { hand, raw }: Exported, verdict: Verdict): string {
  const { shares, showdown, played } = verdict
  const [winner] = shares.receivers
  return JSON.stringify({
    table_id: table,
    hand_number: hand.HandNum,
    session_id: session,
    started_at: hand.StartDateTimeUTC,
    source: 'rfid',
    origin: 'pokergfx',
    hand_rank: showdown.rank,
    pot_size: shares.pot,
    winner: winner ? nameOf(winner) : null,
    players_json: verdict.seats.map((seat) => playerOf(seat, verdict)),
    community_cards_json: verdict.board,
    actions_json: played.actions,
    blinds_json: {
      small_blind: hand.FlopDrawBlinds.SmallBlindAmt,
      big_blind: hand.FlopDrawBlinds.BigBlindAmt,
      ante: hand.AnteAmt,
    },
    duration_seconds: hand.Duration,
    quality_flags: verdict.flags,
    raw,
  })
}

function playerOf(seat: Seat, { shares, showdown, eliminated }: Verdict): object {
  const { PlayerNum, LongName, StartStackAmt, EndStackAmt, SittingOut } = seat.row
  return {
    seat: PlayerNum,
    name: nameOf(seat),
    long_name: LongName.trim(),
    stack: StartStackAmt,
    end_stack: EndStackAmt,
    hole_cards: seat.cards.cards,
    sitting_out: SittingOut,
    folded: seat.folded,
    all_in: seat.allIn,
    won: shares.won?.get(PlayerNum) ?? null,
    eliminated: eliminated.has(PlayerNum),
    hand_rank: showdown.ranks.get(PlayerNum) ?? null,
  }
}
