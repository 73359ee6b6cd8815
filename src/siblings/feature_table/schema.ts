import { z } from 'zod'
import { secondsOf } from './duration.ts'
import { digitsOf } from './exact_json.ts'

const Chips = z.int().nonnegative()
const Seat = z.int().nonnegative()
/** Absent in some versions, or null. */
const orZero = (number: typeof Chips) => number.nullish().transform((value) => value ?? 0)
const orOne = z
  .int()
  .positive()
  .nullish()
  .transform((value) => value ?? 1)
const orEmpty = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

const Player = z.object({
  PlayerNum: z.int().positive(),
  Name: z.string(),
  LongName: orEmpty,
  StartStackAmt: Chips,
  EndStackAmt: Chips,
  HoleCards: z
    .array(z.string())
    .nullish()
    .transform((cards) => cards ?? []),
  SittingOut: z.boolean(),
  BlindBetStraddleAmt: orZero(Chips),
})

const Event = z.object({
  EventType: z.string(),
  PlayerNum: Seat,
  BetAmt: Chips,
  Pot: orZero(Chips),
  BoardCards: orEmpty,
  BoardNum: orZero(Seat),
})

const Blinds = z.object({
  AnteType: orEmpty,
  SmallBlindAmt: Chips,
  BigBlindAmt: Chips,
  ThirdBlindAmt: orZero(Chips),
  ButtonPlayerNum: Seat,
  SmallBlindPlayerNum: Seat,
  BigBlindPlayerNum: Seat,
  ThirdBlindPlayerNum: orZero(Seat),
})

/** .NET's empty time is no start of a hand, and would make all such hands the same one. */
const Start = z.iso
  .datetime({ error: 'must be a UTC time such as 2025-10-16T08:25:17.0907267Z' })
  .refine((time) => time >= '2000', { error: 'must be a real time' })

const Seconds = z.string().transform((text, context) => {
  const seconds = secondsOf(text)
  if (seconds !== undefined) return Math.round(seconds)
  context.addIssue(`must be an ISO 8601 duration such as PT1M45.7S, not ${JSON.stringify(text)}`)
  return z.NEVER
})

/** A hand as PokerGFX 3.2 exports it: the fields we read. */
export const Hand = z.object({
  HandNum: z.int().nonnegative().max(2_147_483_647),
  StartDateTimeUTC: Start,
  Duration: Seconds,
  GameVariant: z.string(),
  GameClass: z.string(),
  AnteAmt: Chips,
  BombPotAmt: orZero(Chips),
  NumBoards: orOne,
  RunItNumTimes: orOne,
  FlopDrawBlinds: Blinds,
  Players: z.array(Player).refine((rows) => new Set(rows.map((row) => row.PlayerNum)).size === rows.length, {
    error: 'two rows have the same PlayerNum',
  }),
  Events: z.array(Event),
})

/** The document around the hands. Ids exceed 2^53 and are kept as digits. */
export const Root = z.object({
  ID: z.unknown().transform((value, context) => {
    const digits = digitsOf(value)
    if (digits !== undefined && BigInt(digits) > 0n && BigInt(digits) < 2n ** 63n) return digits
    context.addIssue('must be the id of the session, a whole number')
    return z.NEVER
  }),
  Hands: z.array(z.unknown()),
})

export type GfxHand = z.infer<typeof Hand>
export type GfxPlayer = GfxHand['Players'][number]
export type GfxEvent = GfxHand['Events'][number]
