import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judge, type Verdict } from '../../../src/siblings/feature_table/judge.ts'
import { Hand } from '../../../src/siblings/feature_table/schema.ts'

/** A hand in few words: seats as [start, end, cards], events as they are said at the table. */
export type Script = {
  readonly number?: number
  readonly start?: string
  /** Small and big blind, posted by seats 1 and 2; the ante by seat 2. */
  readonly blinds?: readonly [number, number]
  readonly ante?: number
  readonly seats: Readonly<Record<number, readonly [start: number, end: number, cards?: string]>>
  /** `3 BET 300`, `1 FOLD`, `board qs 2d 3c`; a running pot after `@`: `1 CALL 300 @450`. */
  readonly events: readonly string[]
}

type Row = Readonly<Record<string, unknown>>

/** A hand as PokerGFX exports it. */
export function aGfxHand(script: Script, changes: Row = {}): Row {
  const [small, big] = script.blinds ?? [50, 100]
  return {
    AnteAmt: script.ante ?? 0,
    BetStructure: 'NOLIMIT',
    BombPotAmt: 0,
    Description: '',
    Duration: 'PT1M45.7S',
    Events: script.events.flatMap(eventsOf),
    FlopDrawBlinds: {
      AnteType: 'BB_ANTE_BB1ST',
      BigBlindAmt: big,
      BigBlindPlayerNum: 2,
      BlindLevel: 0,
      ButtonPlayerNum: 1,
      SmallBlindAmt: small,
      SmallBlindPlayerNum: 1,
      ThirdBlindAmt: 0,
      ThirdBlindPlayerNum: 0,
    },
    GameClass: 'FLOP',
    GameVariant: 'HOLDEM',
    HandNum: script.number ?? 1,
    NumBoards: 1,
    Players: Object.entries(script.seats).map(([seat, [start, end, cards]]) =>
      aPlayer(Number(seat), start, end, cards),
    ),
    RecordingOffsetStart: 'P739542DT17H46M43.3959117S',
    RunItNumTimes: 1,
    StartDateTimeUTC: script.start ?? '2025-10-19T13:46:43.3959117Z',
    StudLimits: { BringInAmt: 0, BringInPlayerNum: 1, HighLimitAmt: 0, LowLimitAmt: 0 },
    ...changes,
  }
}

function aPlayer(seat: number, start: number, end: number, cards = ''): Row {
  return {
    BlindBetStraddleAmt: 0,
    EndStackAmt: end,
    HoleCards: [cards],
    LongName: '',
    Name: `P${seat}`,
    PlayerNum: seat,
    SittingOut: false,
    StartStackAmt: start,
  }
}

function eventsOf(text: string): Row[] {
  const [said = '', pot = '0'] = text.split(' @')
  const [first = '', ...rest] = said.split(' ')
  if (first.startsWith('board')) {
    const board = Number(first.slice('board'.length) || 1)
    return rest.map((card) => anEvent('BOARD CARD', 0, 0, 0, card, board))
  }
  const amount = /^\d+$/.test(rest.at(-1) ?? '') ? Number(rest.pop()) : 0
  return [anEvent(rest.join(' '), Number(first), amount, Number(pot), null, 0)]
}

function anEvent(
  type: string,
  seat: number,
  amount: number,
  pot: number,
  card: string | null,
  board: number,
): Row {
  return {
    BetAmt: amount,
    BoardCards: card,
    BoardNum: board,
    DateTimeUTC: null,
    EventType: type,
    NumCardsDrawn: 0,
    PlayerNum: seat,
    Pot: pot,
  }
}

/** What the replay says about a hand. */
export function judged(script: Script, changes: Row = {}): Verdict {
  return judge(Hand.parse(aGfxHand(script, changes)))
}

/** Chips received by seat, seats that received nothing left out. */
export function wonOf({ shares }: Verdict): Record<number, number> {
  return Object.fromEntries([...(shares.won ?? [])].filter(([, chips]) => chips > 0))
}

/** An export document as bytes. The id stands in the text as digits, as PokerGFX writes it. */
export function anExport(hands: readonly unknown[], session = '638961224831992165'): Uint8Array {
  const root = { CreatedDateTimeUTC: '2025-10-19T13:38:53.8222042Z', EventTitle: '', Hands: hands }
  return new TextEncoder().encode(`{"ID":${session},${JSON.stringify(root).slice(1)}`)
}

/** A folder of its own for one test. */
export async function aFolder(onCleanup: (clean: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-pgfx-'))
  onCleanup(() => rm(folder, { recursive: true, force: true }))
  return folder
}
