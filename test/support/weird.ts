import type { Random } from './random.ts'
import type { Texts } from './siblings.ts'

// Rows as a careless or hostile client might send them: valid ones in which some values were replaced.

const words = [
  '',
  ' ',
  '\t',
  'null',
  'NaN',
  'pending',
  'RenderStatus.PENDING',
  'Completed',
  'canceled',
  'Full House',
  'HandRank.TWO_PAIR',
  'flush ',
  'RFID',
  'SourceType.CSV',
  'pokergfx',
  'PLO8',
  'holdem',
  '한글 템플릿',
  '👑🂡',
  'é̂',
  '\u202eevil',
  '١٢',
  "'; drop table hands; --",
  'x'.repeat(49),
  'x'.repeat(101),
  '가'.repeat(300),
]
const numbers = [
  '0',
  '-1',
  '1',
  '5',
  '10',
  '11',
  '2147483647',
  '2147483648',
  '9223372036854775807',
  '9223372036854775808',
  '1e3',
  '1.5',
  '07',
  ' 8 ',
]
const times = [
  '2026-02-01T12:00:00+09:00',
  '2026-02-01',
  'infinity',
  '-infinity',
  'epoch',
  '0001-01-01T00:00:00Z',
  '4713-01-01 BC',
  '9999-12-31T23:59:59Z',
  '10000-01-01',
  '294276-12-31',
  'yesterday',
  'now',
  'garbage',
]
const scalars = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '3',
  '3.0',
  '3.5',
  '1e400',
  '-1e299',
  '9007199254740993',
  `${'9'.repeat(5000)}`,
  '"3"',
  '"1,500"',
  '"1,5"',
  '" 7 "',
  '"x"',
  '""',
  '"한글"',
  '"As"',
  '"10D"',
  '"qh 3c"',
  '"10"',
  '"true"',
  '"MP4"',
  '"OutputFormat.MOV"',
  '"avi"',
  '"\\u0000"',
  '"\\ud83d\\ude00"',
  '"{\\"a\\": 1}"',
  '"[\\"As\\"]"',
  '"[{\\"seat\\": \\"1\\"}]"',
  '"{broken"',
  '"{\\"a\\": \\"\\\\u0000\\"}"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '[{}]',
  '["AS", "10D", "Td", "qh 3c", null, " "]',
]

/** A JSON text: a scalar, something random, or something nested without end. */
export function weirdJson(random: Random, level = 0): string {
  if (random.chance(0.02)) return nested(random.of([30, 70, 900]), random.of(['[', '{']))
  if (level > 2 || random.chance(0.6)) return random.of(scalars)
  const items = Array.from({ length: random.below(4) }, () => weirdJson(random, level + 1))
  if (random.chance(0.5)) return `[${items.join(', ')}]`
  return `{${items.map((item) => `"${random.of(keys)}": ${item}`).join(', ')}}`
}

const keys = ['seat', 'name', 'stack', 'hole_cards', 'folded', 'format', 'fps', 'level', 'a', '', '한글']

function nested(levels: number, bracket: string): string {
  return bracket === '['
    ? '['.repeat(levels) + ']'.repeat(levels)
    : `${'{"a": '.repeat(levels)}1${'}'.repeat(levels)}`
}

/** A valid list or object of which some fields were replaced. */
function spoiled(random: Random, fields: Texts, asList: boolean): string {
  const one = (): string =>
    `{${Object.entries(fields)
      .filter(() => !random.chance(0.1))
      .map(([name, value]) => `"${name}": ${random.chance(0.2) ? weirdJson(random, 2) : value}`)
      .join(', ')}}`
  const doc = asList ? `[${Array.from({ length: 1 + random.below(3) }, one).join(', ')}]` : one()
  return random.chance(0.1) ? JSON.stringify(doc) : doc
}

const player = {
  seat: '4',
  name: '"Kim"',
  stack: '20000',
  hole_cards: '["As", "Kd"]',
  folded: 'false',
  all_in: 'true',
  won: '0',
}
const settings = { format: '"mp4"', width: '1920', height: '1080', fps: '30', quality: '90' }
const level = { level: '3', small_blind: '100', big_blind: '200', ante: '200', duration_minutes: '60' }
const payout = { position: '1', position_end: '2', amount: '1000', percentage: '12.5' }
const standing = { rank: '1', name: '"Kim"', chips: '5000', seat: '2' }

/** What a column may be given, by name; documents are spoiled in their own manner. */
const documents: Readonly<Record<string, (random: Random) => string>> = {
  players_json: (random) => spoiled(random, player, true),
  community_cards_json: (random) =>
    random.of(['["As", "Td", "9h"]', '["AS", "10D", "qh 3c"]', '"as td 9H"', '[]', '["Zz"]']),
  actions_json: (random) => spoiled(random, { street: '"flop"', seat: '1', amount: '500' }, true),
  blinds_json: (random) => spoiled(random, level, true),
  payouts_json: (random) => spoiled(random, payout, true),
  standings_json: (random) => spoiled(random, standing, true),
  current_blinds_json: (random) => spoiled(random, level, false),
  layer_data_json: (random) => spoiled(random, { 'Name 1': '"KIM"', 'Chips 1': '"1,500"' }, false),
  output_settings_json: (random) => spoiled(random, settings, false),
}

/** A row with some values replaced by weird ones, each of the sort that its column takes, or of another. */
export function weirdRow(random: Random, row: Texts): Texts {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, random.chance(0.2) ? weirdValue(random, name) : value]),
  )
}

/** One weird value for a column of this name. */
export function weirdValue(random: Random, column: string): string | null {
  if (random.chance(0.1)) return null
  const document = documents[column]
  if (document) return random.chance(0.6) ? document(random) : weirdJson(random)
  if (/_at$|_date$|^not_before$/.test(column)) return random.of(times)
  return random.of(random.chance(0.5) ? words : numbers)
}
