import type { Client } from 'pg'

/** A row of public.hands as a sibling would insert it: a plain hand without showdown. */
export function aHand(changes: Row = {}): Row {
  sequence += 1
  return {
    table_id: 'table_1',
    hand_number: sequence,
    source: 'rfid',
    hand_rank: null,
    pot_size: 1500,
    winner: 'Kim',
    players_json: [
      { seat: 1, name: 'Kim', stack: 20_000, hole_cards: ['As', 'Ad'] },
      { seat: 4, name: 'Lee', stack: 18_000, hole_cards: ['Kc', 'Qc'] },
    ],
    community_cards_json: ['2h', '7d', 'Tc'],
    actions_json: [{ street: 'flop', seat: 1, action: 'bet', amount: 500 }],
    duration_seconds: 94,
    ...changes,
  }
}

/** A row of public.render_instructions as automation_sub would insert it. */
export function anInstruction(changes: Row = {}): Row {
  return {
    template_name: 'premium_hand',
    layer_data_json: { 'Player Name': 'Kim' },
    output_settings_json: { format: 'mp4', width: 1920, height: 1080, fps: 30 },
    status: 'pending',
    priority: 5,
    trigger_type: '',
    ...changes,
  }
}

/** Insert one row as plain SQL and tell its id, a bigint as text. */
export async function insert(client: Pick<Client, 'query'>, table: string, row: Row): Promise<string> {
  const names = Object.keys(row)
  const values = Object.values(row).map((value) => (isDocument(value) ? JSON.stringify(value) : value))
  const places = names.map((_, i) => `$${i + 1}`)
  const { rows } = await client.query<{ id: string }>(
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')}) returning id`,
    values,
  )
  if (!rows[0]) throw new Error(`${table}: nothing was inserted`)
  return rows[0].id
}

export type Row = Readonly<Record<string, unknown>>

let sequence = 0

function isDocument(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
}
