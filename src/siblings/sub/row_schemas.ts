import { z } from 'zod'
import * as cells from './cells.ts'
import type { Kind, Unit } from './types.ts'

const int = 2_147_483_647

const states = {
  running: 'running in_progress active live 진행중',
  scheduled: 'scheduled upcoming 예정',
  registration: 'registration registering registration_open 등록중',
  paused: 'paused break on_break 휴식',
  final_table: 'final_table 파이널테이블',
  completed: 'completed finished done ended 종료',
  cancelled: 'cancelled canceled 취소',
}
const games = {
  HOLDEM: 'holdem nlh nlhe no_limit_holdem',
  PLO: 'plo',
  PLO8: 'plo8',
  RAZZ: 'razz',
  STUD: 'stud',
  HORSE: 'horse',
  MIXED: 'mixed',
}

/** A row of each kind: cells as text in, values out. What is blank is absent. */
export function schemaOf(kind: Kind, unit: Unit | undefined): z.ZodType<Row> {
  return makers[kind](unit) as z.ZodType<Row>
}

export type Row = Readonly<Record<string, unknown>>

const code = text(50).optional()
const chips = cell(cells.wholeNumber)
const count = cell((given) => cells.wholeNumber(given, int))
const flag = cell(cells.yesOrNo).optional()

const makers = {
  tournaments: (unit: Unit | undefined) =>
    z
      .object({
        code,
        name: text(200).optional(),
        event_type: cell((given) => cells.word(given, games)).optional(),
        buy_in: money(unit).optional(),
        rake: money(unit).optional(),
        prize_pool: money(unit).optional(),
        starting_chips: chips.optional(),
        avg_stack: chips.optional(),
        current_level: count.optional(),
        remaining_players: count.optional(),
        total_entries: count.optional(),
        places_paid: count.optional(),
        status: cell((given) => cells.word(given, states)).optional(),
        start_date: cell(cells.moment).optional(),
        end_date: cell(cells.moment).optional(),
      })
      .refine((row) => row.code !== undefined || row.name !== undefined, needs('name'))
      .refine(({ remaining_players: left, total_entries: all }) => !left || !all || left <= all, {
        path: ['remaining_players'],
        error: 'more are left than entered: mend remaining_players or registered_players',
      }),
  players: () =>
    z
      .object({
        code,
        name: text(255),
        nationality: cell(cells.nationality).optional(),
        chips: chips.optional(),
        table_number: text(50).optional(),
        seat: cell((given) => cells.wholeNumber(given, 100)).optional(),
        rank: count.optional(),
        is_eliminated: flag,
      })
      .refine((row) => row.chips !== undefined || row.is_eliminated === true, needs('chips'))
      .refine((row) => !(row.is_eliminated && row.chips), {
        path: ['chips'],
        error: 'who is out has no chips: write 0, or is_eliminated false',
      })
      .transform((row) => ({ ...row, chips: row.chips ?? 0 })),
  levels: () =>
    z
      .object({
        code,
        level: count.optional(),
        small_blind: chips.optional(),
        big_blind: chips.optional(),
        ante: chips.optional(),
        bb_ante: chips.optional(),
        duration_minutes: cell(cells.minutes).optional(),
        is_break: flag,
        break_name: text(100).optional(),
      })
      .refine((row) => row.is_break || row.level !== undefined, needs('level'))
      .refine((row) => row.is_break || (row.big_blind ?? 0) > 0, needs('big_blind'))
      .refine((row) => row.is_break || (row.small_blind ?? 0) <= (row.big_blind ?? 0), {
        path: ['small_blind'],
        error: 'is more than the big blind: were they exchanged?',
      }),
  payouts: (unit: Unit | undefined) =>
    z
      .object({
        code,
        position: count.refine((place) => place > 0, { error: 'places count from 1' }),
        position_end: count.optional(),
        amount: money(unit),
        percentage: cell(cells.percentage).optional(),
        is_bracelet: flag,
      })
      .refine((row) => row.position_end === undefined || row.position_end >= row.position, {
        path: ['position_end'],
        error: 'comes before place_start: were they exchanged?',
      }),
  broadcasts: () =>
    z.object({
      code,
      on_date: cell(cells.day),
      starts_at: cell(cells.clock),
      ends_at: cell(cells.clock).optional(),
      title: text(200),
      channel: text(100).optional(),
      is_live: flag,
    }),
} satisfies Record<Kind, (unit: Unit | undefined) => z.ZodType>

/** A cell that is read by a function; what it refuses is an issue of this cell. */
function cell<T>(read: (text: string) => T) {
  return z.string({ error: 'is empty: fill it in' }).transform((text, c): T => {
    try {
      return read(text)
    } catch (error) {
      if (!(error instanceof cells.BadCell)) throw error
      c.addIssue({
        code: 'custom',
        message: error.message,
        params: { noUnit: error instanceof cells.NoUnit },
      })
      return z.NEVER
    }
  })
}

function text(max: number) {
  return cell((given) => cells.plainText(given, max))
}

function money(unit: Unit | undefined) {
  return cell((given) => cells.dollars(given, unit))
}

function needs(column: string) {
  return { path: [column], error: 'is empty: fill it in' }
}
