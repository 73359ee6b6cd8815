import type { Client, QueryResult } from 'pg'

// The statements of the predecessor's `shared` package, word for word in shape: the columns, the
// conflict clause, and every value bound as untyped text, JSON included.

type Session = Pick<Client, 'query'>
export type Texts = Readonly<Record<string, string | null>>

export const handColumns = {
  table_id: 'table_1',
  hand_number: '1',
  source: 'rfid',
  hand_rank: 'full_house',
  pot_size: '15000',
  winner: 'Kim',
  players_json:
    '[{"seat": 1, "name": "Kim", "stack": 20000, "hole_cards": ["As", "Ad"]}, {"seat": 4, "name": "Lee", "stack": 18000, "hole_cards": ["Kc", "Qc"]}]',
  community_cards_json: '["Ah", "7d", "7c", "2s", "9h"]',
  actions_json: '[{"street": "river", "seat": 1, "action": "bet", "amount": 500}]',
  duration_seconds: '94',
  created_at: '2026-02-01T12:00:00+09:00',
  updated_at: '2026-02-01T12:00:00+09:00',
} as const

export const tournamentColumns = {
  name: 'Main Event',
  event_code: 'WSOP-01',
  event_type: 'HOLDEM',
  buy_in: '10000',
  prize_pool: '5000000',
  total_entries: '500',
  remaining_players: '120',
  current_level: '12',
  blinds_json:
    '[{"level": 12, "small_blind": 1000, "big_blind": 2000, "ante": 2000, "duration_minutes": 60}]',
  current_blinds_json: '{"level": 12, "small_blind": 1000, "big_blind": 2000, "ante": 2000}',
  payouts_json: '[{"position": 1, "position_end": 1, "amount": 1000000, "percentage": 20.5}]',
  places_paid: '75',
  standings_json:
    '[{"rank": 1, "name": "Kim", "nationality": "KR", "chips": 900000, "table_id": "t1", "seat": 3}]',
  start_date: '2026-02-01T10:00:00+09:00',
  end_date: null,
  source: 'csv',
  created_at: '2026-02-01T10:00:00+09:00',
  updated_at: '2026-02-01T12:00:00+09:00',
} as const

export const instructionColumns = {
  template_name: 'premium_hand',
  layer_data_json: '{"Player Name": "Kim"}',
  output_settings_json: '{"format": "mp4", "width": 1920, "height": 1080, "fps": 30, "quality": 90}',
  output_path: '//NAS/renders',
  output_filename: 'kim.mp4',
  status: 'pending',
  priority: '5',
  trigger_type: '',
  trigger_id: null,
  error_message: null,
  retry_count: '0',
  max_retries: '3',
  created_at: '2026-02-01T12:00:00+09:00',
  started_at: null,
  completed_at: null,
} as const

export const outputColumns = {
  output_path: '//NAS/renders/kim.mp4',
  file_size: '1048576',
  frame_count: '120',
  status: 'completed',
  error_message: null,
  created_at: '2026-02-01T12:05:00+09:00',
  completed_at: '2026-02-01T12:05:00+09:00',
} as const

/** automation_feature_table: 12 columns, no conflict clause. */
export function ftInsertHand(client: Session, changes: Texts = {}): Promise<string> {
  return insertTexts(client, 'hands', { ...handColumns, ...changes })
}

/** automation_sub: 18 columns, and a conflict clause that names six fields and updated_at. */
export function subUpsertTournament(client: Session, ...changes: Texts[]): Promise<string[]> {
  const rows = (changes.length > 0 ? changes : [{}]).map((row) => ({ ...tournamentColumns, ...row }))
  return insertRows(client, 'tournaments', rows, `on conflict (event_code) do update set ${updatedFields}`)
}

const updatedFields = [
  'name',
  'total_entries',
  'remaining_players',
  'current_level',
  'current_blinds_json',
  'standings_json',
  'updated_at',
]
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')

/** automation_sub: 15 columns, any status. */
export function subInsertInstruction(client: Session, changes: Texts = {}): Promise<string> {
  return insertTexts(client, 'render_instructions', { ...instructionColumns, ...changes })
}

/** Old automation_ae: what is next. */
export async function aePoll(client: Session, limit = '10'): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select * from render_instructions where status = 'pending' order by priority asc, created_at asc limit $1`,
    [limit],
  )
  return rows.map((row) => row.id)
}

/** Old automation_ae: set the status, with its own clock's time; success clears the message. */
export function aeStatus(
  client: Session,
  id: string,
  status: string,
  error: string | null = null,
): Promise<QueryResult> {
  const time =
    { processing: ', started_at = $4', completed: ', completed_at = $4', failed: ', completed_at = $4' }[
      status
    ] ?? ''
  const values = [status, error, id, ...(time ? ['2001-01-01T00:00:00Z'] : [])]
  return client.query(
    `update render_instructions set status = $1, error_message = $2${time} where id = $3`,
    values,
  )
}

/** Old automation_ae: count a retry. */
export function aeRetry(client: Session, id: string): Promise<QueryResult> {
  return client.query(
    `update render_instructions set retry_count = retry_count + 1, status = 'pending'
     where id = $1 and retry_count < max_retries`,
    [id],
  )
}

/** Old automation_ae: 8 columns. */
export function aeInsertOutput(
  client: Session,
  instruction: string | null,
  changes: Texts = {},
): Promise<string> {
  return insertTexts(client, 'render_outputs', { instruction_id: instruction, ...outputColumns, ...changes })
}

/** Insert one row of texts; its id. */
export async function insertTexts(client: Session, table: string, row: Texts): Promise<string> {
  const [id] = await insertRows(client, table, [row])
  if (id === undefined) throw new Error(`${table}: nothing was inserted`)
  return id
}

async function insertRows(
  client: Session,
  table: string,
  rows: readonly Texts[],
  conflict = '',
): Promise<string[]> {
  const names = Object.keys(rows[0] ?? {})
  const places = rows.map((_, r) => `(${names.map((_, c) => `$${r * names.length + c + 1}`).join(', ')})`)
  const values = rows.flatMap((row) => names.map((name) => row[name] ?? null))
  const { rows: stored } = await client.query<{ id: string }>(
    `insert into ${table} (${names.join(', ')}) values ${places.join(', ')} ${conflict} returning id`,
    values,
  )
  return stored.map((row) => row.id)
}
