import type { TableEvent } from './betting.ts'
import type { Level } from './blinds.ts'
import { type Card, gfxCard } from './cards.ts'
import { durationText, timeText } from './dotnet_time.ts'
import type { Person } from './names.ts'
import { percent, type Statistics } from './statistics.ts'

/** A row of a hand: somebody in a seat, dealt in or not. */
export type Row = {
  readonly seat: number
  readonly person: Person
  readonly start: number
  readonly end: number
  /** Cards that the table has read; none of who sits out. */
  readonly cards: readonly Card[]
  readonly sittingOut: boolean
  /** Place at a final table; null = still in, or not known. */
  readonly place: number | null
  readonly statistics: Statistics
}

/** A hand with all that an export and the companion log tell of it. */
export type RecordedHand = {
  readonly number: number
  readonly start: bigint
  readonly duration: bigint
  /** The wall clock of the PC at the start. */
  readonly localStart: bigint
  readonly level: Level
  readonly button: number
  readonly smallBlind: number
  readonly bigBlind: number
  readonly rows: readonly Row[]
  readonly events: readonly TableEvent[]
}

/** The hand as PokerGFX exports it, keys in its order. */
export function gfxHand(hand: RecordedHand): object {
  const { small, big } = hand.level
  return {
    AnteAmt: big,
    BetStructure: 'NOLIMIT',
    BombPotAmt: 0,
    Description: '',
    Duration: durationText(hand.duration),
    Events: hand.events.map(gfxEvent),
    FlopDrawBlinds: {
      AnteType: 'BB_ANTE_BB1ST',
      BigBlindAmt: big,
      BigBlindPlayerNum: hand.bigBlind,
      BlindLevel: 0,
      ButtonPlayerNum: hand.button,
      SmallBlindAmt: small,
      SmallBlindPlayerNum: hand.smallBlind,
      ThirdBlindAmt: 0,
      ThirdBlindPlayerNum: 0,
    },
    GameClass: 'FLOP',
    GameVariant: 'HOLDEM',
    HandNum: hand.number,
    NumBoards: 1,
    Players: hand.rows.map(gfxPlayer),
    RecordingOffsetStart: durationText(hand.localStart),
    RunItNumTimes: 1,
    StartDateTimeUTC: timeText(hand.start),
    StudLimits: { BringInAmt: 0, BringInPlayerNum: 1, HighLimitAmt: 0, LowLimitAmt: 0 },
  }
}

function gfxEvent(event: TableEvent): object {
  return {
    BetAmt: event.to,
    BoardCards: event.card && gfxCard(event.card),
    BoardNum: event.card ? 1 : 0,
    DateTimeUTC: null,
    EventType: event.type,
    NumCardsDrawn: 0,
    PlayerNum: event.seat,
    Pot: event.pot,
  }
}

function gfxPlayer({ statistics, ...row }: Row): object {
  return {
    AggressionFrequencyPercent: percent(statistics.aggressive, statistics.decisions),
    BlindBetStraddleAmt: 0,
    CumulativeWinningsAmt: statistics.winnings,
    EliminationRank: row.place ?? -1,
    EndStackAmt: row.end,
    HoleCards: [row.cards.map(gfxCard).join(' ')],
    LongName: row.person.longName,
    Name: row.person.name,
    PlayerNum: row.seat,
    PreFlopRaisePercent: percent(statistics.raised, statistics.hands),
    SittingOut: row.sittingOut,
    StartStackAmt: row.start,
    VPIPPercent: percent(statistics.entered, statistics.hands),
    WentToShowDownPercent: percent(statistics.showdowns, statistics.flops),
  }
}
