import type { Client } from 'pg'

// The siblings' model parses a batch of rows in one list with strict types: one bad row loses the
// whole batch. These are its rules (docs: what the hub must never store), told as complaints.

type Value = unknown
type Fields = Readonly<Record<string, Value>>

/** What the strict reader of a table would stumble over in the row with this id; empty = readable. */
export async function complaintsAbout(
  client: Pick<Client, 'query'>,
  table: keyof typeof readers,
  id: string,
): Promise<string[]> {
  const { rows } = await client.query(`select to_jsonb(t)::text as row from ${table} as t where id = $1`, [
    id,
  ])
  if (rows.length !== 1) return [`no row ${id}`]
  const text: string = rows[0].row
  const row = JSON.parse(text) as Fields
  const long = /[0-9]{301}/.exec(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'))
  return [
    ...(long ? [`a number of more than 300 digits`] : []),
    ...(depth(row) > 100 ? ['nested too deeply'] : []),
    ...times.filter((name) => !isTime(row[name])).map((name) => `${name}: ${row[name]}`),
    ...readers[table](row),
  ]
}

const ranks = [
  'royal_flush',
  'straight_flush',
  'four_of_a_kind',
  'full_house',
  'flush',
  'straight',
  'three_of_a_kind',
  'two_pair',
  'one_pair',
  'high_card',
]
const times = [
  'created_at',
  'updated_at',
  'started_at',
  'completed_at',
  'start_date',
  'end_date',
  'not_before',
  'expires_at',
]

const readers = {
  hands: (row: Fields) =>
    broken({
      table_id: isText(row.table_id, 50) && row.table_id !== '',
      hand_number: isWhole(row.hand_number),
      source: ['rfid', 'csv', 'manual'].includes(row.source as string),
      hand_rank: row.hand_rank === null || ranks.includes(row.hand_rank as string),
      pot_size: isWhole(row.pot_size) && Number(row.pot_size) >= 0,
      winner: row.winner === null || isText(row.winner, 100),
      players_json: isList(row.players_json, isPlayer),
      community_cards_json: isList(row.community_cards_json, isCard),
      actions_json: isList(row.actions_json, isObject),
      blinds_json: isObject(row.blinds_json),
      duration_seconds: row.duration_seconds === null || isWhole(row.duration_seconds),
      created_at: row.created_at !== null,
    }),
  render_instructions: (row: Fields) =>
    broken({
      template_name: isText(row.template_name, 100) && row.template_name !== '',
      layer_data_json: isObject(row.layer_data_json),
      output_settings_json: isObject(row.output_settings_json) && isOutputSettings(row.output_settings_json),
      output_path: row.output_path === null || isText(row.output_path, 500),
      output_filename: row.output_filename === null || isText(row.output_filename, 200),
      status: ['pending', 'processing', 'completed', 'failed', 'cancelled'].includes(row.status as string),
      priority: isWhole(row.priority) && Number(row.priority) >= 1 && Number(row.priority) <= 10,
      trigger_type: isText(row.trigger_type, 50),
      trigger_id: row.trigger_id === null || isText(row.trigger_id, 100),
      retry_count: isWhole(row.retry_count) && Number(row.retry_count) >= 0,
      max_retries: isWhole(row.max_retries) && Number(row.max_retries) >= 0,
      created_at: row.created_at !== null,
    }),
  render_outputs: (row: Fields) =>
    broken({
      output_path: isText(row.output_path, 500) && row.output_path !== '',
      status: ['pending', 'processing', 'completed', 'failed'].includes(row.status as string),
      file_size: isWhole(row.file_size) && Number(row.file_size) >= 0,
      frame_count: row.frame_count === null || isWhole(row.frame_count),
      created_at: row.created_at !== null,
    }),
  tournaments: (row: Fields) =>
    broken({
      name: isText(row.name, 200) && row.name !== '',
      event_code: isText(row.event_code, 50) && row.event_code !== '',
      event_type: ['HOLDEM', 'PLO', 'PLO8', 'RAZZ', 'STUD', 'HORSE', 'MIXED'].includes(
        row.event_type as string,
      ),
      source: ['rfid', 'csv', 'manual'].includes(row.source as string),
      numbers: [
        'buy_in',
        'prize_pool',
        'total_entries',
        'remaining_players',
        'current_level',
        'places_paid',
      ].every((name) => isWhole(row[name]) && Number(row[name]) >= 0),
      blinds_json: isList(row.blinds_json, hasNumbers('level', 'small_blind', 'big_blind', 'ante')),
      current_blinds_json:
        row.current_blinds_json === null ||
        hasNumbers('level', 'small_blind', 'big_blind', 'ante')(row.current_blinds_json),
      payouts_json: isList(row.payouts_json, hasNumbers('position', 'position_end', 'amount')),
      standings_json: isList(row.standings_json, hasNumbers('rank', 'chips', 'seat')),
      created_at: row.created_at !== null,
    }),
}

function broken(rules: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(rules).filter((name) => !rules[name])
}

function isPlayer(value: Value): boolean {
  return (
    isObject(value) &&
    isWhole(value.seat) &&
    typeof value.name === 'string' &&
    isList(value.hole_cards, isCard) &&
    hasNumbers('stack', 'end_stack', 'won')(value) &&
    ['folded', 'all_in', 'sitting_out', 'eliminated'].every(
      (flag) => !(flag in value) || typeof value[flag] === 'boolean',
    )
  )
}

function isOutputSettings(value: Fields): boolean {
  return (
    (!('format' in value) || ['png_sequence', 'mov_alpha', 'mp4'].includes(value.format as string)) &&
    hasNumbers('width', 'height', 'fps', 'duration_frames', 'quality')(value)
  )
}

/** An object whose named fields, where they are there, are whole numbers: absent is readable, null is not. */
function hasNumbers(...names: string[]): (value: Value) => boolean {
  return (value) => isObject(value) && names.every((name) => !(name in value) || isWhole(value[name]))
}

function isCard(value: Value): boolean {
  return typeof value === 'string' && /^[2-9TJQKA][cdhs]$/.test(value)
}

function isObject(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: Value, fits: (item: Value) => boolean): boolean {
  return Array.isArray(value) && value.every(fits)
}

function isWhole(value: Value): boolean {
  return typeof value === 'number' && Number.isInteger(value)
}

function isText(value: Value, length: number): boolean {
  return typeof value === 'string' && [...value].length <= length
}

function isTime(value: Value): boolean {
  return value === undefined || value === null || /^\d{4}-\d\d-\d\dT[^ ]*$/.test(value as string)
}

function depth(value: Value): number {
  if (typeof value !== 'object' || value === null) return 0
  let deepest = 0
  for (const item of Object.values(value)) deepest = Math.max(deepest, depth(item))
  return deepest + 1
}
