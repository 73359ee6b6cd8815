import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { seeded } from '../support/random.ts'
import { refusalOf, tried } from '../support/refusal.ts'
import {
  aeInsertOutput,
  ftInsertHand,
  handColumns,
  insertTexts,
  instructionColumns,
  outputColumns,
  subInsertInstruction,
  subUpsertTournament,
  type Texts,
  tournamentColumns,
} from '../support/siblings.ts'
import { complaintsAbout } from '../support/strict_reader.ts'
import { weirdRow, weirdValue } from '../support/weird.ts'

// One row that a sibling's strict reader cannot parse costs it the whole batch. Such rows are
// impossible: what is clear is mended, the rest is refused with UB422 and a hint.

type Case = readonly [column: string, sent: string | null, stored: unknown]

const players = (fields: string): string => `[{"seat": 4, "name": "Kim", ${fields}}]`
const player = { seat: 4, name: 'Kim', hole_cards: [] }

const mended: Record<'hands' | 'render_instructions' | 'render_outputs' | 'tournaments', readonly Case[]> = {
  hands: [
    ['hand_rank', 'Full House', 'full_house'],
    ['hand_rank', 'FULL-HOUSE', 'full_house'],
    ['hand_rank', 'FullHouse', 'full_house'],
    ['hand_rank', 'HandRank.FULL_HOUSE', 'full_house'],
    ['hand_rank', 'Three of a Kind', 'three_of_a_kind'],
    ['hand_rank', ' quads ', 'four_of_a_kind'],
    ['hand_rank', 'Royal Flush', 'royal_flush'],
    ['hand_rank', '', null],
    ['hand_rank', '  ', null],
    ['table_id', '  table_9 ', 'table_9'],
    ['table_id', '한국 테이블', '한국 테이블'],
    ['source', null, 'rfid'],
    ['source', 'RFID', 'rfid'],
    ['source', 'SourceType.MANUAL', 'manual'],
    ['source', 'pokergfx', 'rfid'],
    ['source', 'ai_video', 'rfid'],
    ['winner', ' 김철수 ', '김철수'],
    ['winner', '', null],
    ['pot_size', null, '0'],
    ['pot_size', '9223372036854775807', '9223372036854775807'],
    ['hand_number', '9007199254740993', '9007199254740993'],
    ['hand_number', '-1', '-1'],
    ['community_cards_json', '["AS", "10D", "Td", "qh 3c"]', ['As', 'Td', 'Td', 'Qh', '3c']],
    ['community_cards_json', '"as td 9H"', ['As', 'Td', '9h']],
    ['community_cards_json', '"[\\"AS\\", \\"10d\\"]"', ['As', 'Td']],
    ['community_cards_json', '["As", null, "", " "]', ['As']],
    ['community_cards_json', 'null', []],
    ['community_cards_json', null, []],
    ['players_json', '[{"seat": "4", "name": "Kim"}]', [player]],
    ['players_json', '[{"seat": 4.0, "name": "Kim"}]', [player]],
    ['players_json', '[{"seat": 4}]', [{ ...player, name: '' }]],
    ['players_json', '[{"seat": 4, "name": null}]', [{ ...player, name: '' }]],
    ['players_json', '[{"seat": 4, "name": 7}]', [{ ...player, name: '7' }]],
    ['players_json', players('"stack": "1,500,000"'), [{ ...player, stack: 1500000 }]],
    ['players_json', players('"stack": null, "won": null'), [player]],
    ['players_json', players('"hole_cards": ["qh 3c"]'), [{ ...player, hole_cards: ['Qh', '3c'] }]],
    ['players_json', players('"hole_cards": "AS 10D"'), [{ ...player, hole_cards: ['As', 'Td'] }]],
    ['players_json', players('"folded": "True", "all_in": 0'), [{ ...player, folded: true, all_in: false }]],
    ['players_json', players('"folded": null'), [player]],
    ['players_json', players('"nick": {"한글": [1]}'), [{ ...player, nick: { 한글: [1] } }]],
    ['players_json', '"[{\\"seat\\": \\"4\\", \\"name\\": \\"Kim\\"}]"', [player]],
    ['players_json', 'null', []],
    ['players_json', null, []],
    ['actions_json', 'null', []],
    ['actions_json', '"[{\\"street\\": \\"flop\\"}]"', [{ street: 'flop' }]],
  ],
  render_instructions: [
    ['trigger_type', null, ''],
    ['trigger_type', ' hand_completed ', 'hand_completed'],
    ['trigger_id', '', null],
    ['template_name', ' 프리미엄 핸드 ', '프리미엄 핸드'],
    ['status', 'RenderStatus.PENDING', 'pending'],
    ['status', 'PENDING', 'pending'],
    ['status', 'Canceled', 'cancelled'],
    ['status', null, 'pending'],
    ['priority', null, 5],
    ['retry_count', null, 0],
    ['max_retries', null, 3],
    ['layer_data_json', null, {}],
    ['layer_data_json', 'null', {}],
    ['layer_data_json', '"{\\"이름\\": \\"김\\", \\"Chips\\": \\"1,500\\"}"', { 이름: '김', Chips: '1,500' }],
    ['layer_data_json', '{"👑": "\\u0041"}', { '👑': 'A' }],
    ['output_settings_json', null, {}],
    ['output_settings_json', '{"format": "MP4"}', { format: 'mp4' }],
    ['output_settings_json', '{"format": "OutputFormat.MOV_ALPHA"}', { format: 'mov_alpha' }],
    ['output_settings_json', '{"format": "png"}', { format: 'png_sequence' }],
    ['output_settings_json', '{"format": null, "fps": null}', {}],
    ['output_settings_json', '{"fps": "30", "width": "1,920"}', { fps: 30, width: 1920 }],
    ['output_settings_json', '{"codec": "prores", "fps": 30}', { codec: 'prores', fps: 30 }],
    ['output_settings_json', '"{\\"fps\\": \\"25\\"}"', { fps: 25 }],
  ],
  render_outputs: [
    ['status', null, 'completed'],
    ['status', 'RenderStatus.FAILED', 'failed'],
    ['file_size', null, '0'],
    ['file_size', '9223372036854775807', '9223372036854775807'],
    ['output_path', ' //NAS/렌더/김.mov ', '//NAS/렌더/김.mov'],
  ],
  tournaments: [
    ['event_type', 'plo', 'PLO'],
    ['event_type', 'EventType.MIXED', 'MIXED'],
    ['source', 'CSV', 'csv'],
    ['name', ' 메인 이벤트 ', '메인 이벤트'],
    ['prize_pool', '9007199254740993', '9007199254740993'],
    ['prize_pool', null, '0'],
    ['current_level', null, 1],
    ['blinds_json', '[{"level": "3", "ante": null, "note": "휴식"}]', [{ level: 3, note: '휴식' }]],
    ['payouts_json', '[{"position": "1", "amount": "1,000,000"}]', [{ position: 1, amount: 1000000 }]],
    ['standings_json', '"[{\\"rank\\": \\"1\\"}]"', [{ rank: 1 }]],
    ['current_blinds_json', '{"small_blind": "500"}', { small_blind: 500 }],
    ['current_blinds_json', '"{\\"small_blind\\": 500}"', { small_blind: 500 }],
    ['current_blinds_json', 'null', null],
  ],
}

const refused: Record<keyof typeof mended, readonly (readonly [column: string, sent: string | null])[]> = {
  hands: [
    ['table_id', ''],
    ['table_id', '  '],
    ['table_id', null],
    ['table_id', 'x'.repeat(51)],
    ['hand_number', null],
    ['hand_rank', 'nearly a flush'],
    ['hand_rank', '11'],
    ['source', ''],
    ['source', 'satellite'],
    ['pot_size', '-1'],
    ['duration_seconds', '-5'],
    ['winner', '가'.repeat(101)],
    ['created_at', 'infinity'],
    ['created_at', '-infinity'],
    ['created_at', '10000-01-01'],
    ['created_at', '0044-03-15 BC'],
    ['community_cards_json', '["1s"]'],
    ['community_cards_json', '["A♠"]'],
    ['community_cards_json', '[["As"]]'],
    ['community_cards_json', '{"flop": "As"}'],
    ['community_cards_json', '7'],
    ['community_cards_json', 'true'],
    ['players_json', '{"seat": 1}'],
    ['players_json', '"Kim"'],
    ['players_json', '3'],
    ['players_json', '[7]'],
    ['players_json', '[null]'],
    ['players_json', '[[{"seat": 1}]]'],
    ['players_json', '[{"name": "Kim"}]'],
    ['players_json', '[{"seat": null, "name": "Kim"}]'],
    ['players_json', '[{"seat": "", "name": "Kim"}]'],
    ['players_json', '[{"seat": "four", "name": "Kim"}]'],
    ['players_json', '[{"seat": 4.5, "name": "Kim"}]'],
    ['players_json', '[{"seat": true, "name": "Kim"}]'],
    ['players_json', '[{"seat": [4], "name": "Kim"}]'],
    ['players_json', '[{"seat": 1e400, "name": "Kim"}]'],
    ['players_json', `[{"seat": ${'9'.repeat(19)}, "name": "Kim"}]`],
    ['players_json', '[{"seat": 40000, "name": "Kim", "hole_cards": []}]'],
    ['players_json', '[{"seat": -1e200, "name": "Kim", "hole_cards": []}]'],
    ['players_json', players('"hole_cards": [], "stack": 1e18')],
    ['players_json', players('"hole_cards": [], "won": -1e200')],
    ['players_json', '[{"seat": 4, "name": {"first": "Kim"}}]'],
    ['players_json', '[{"seat": 4, "name": ["Kim"]}]'],
    ['players_json', players('"stack": "a lot"')],
    ['players_json', players('"stack": "1,5"')],
    ['players_json', players('"stack": true')],
    ['players_json', players('"stack": {}')],
    ['players_json', players('"folded": "perhaps"')],
    ['players_json', players('"folded": {}')],
    ['players_json', players('"hole_cards": {"a": "As"}')],
    ['players_json', players('"hole_cards": ["Joker"]')],
    ['players_json', players('"hole_cards": [["As"]]')],
    ['players_json', players(`"note": ${'9'.repeat(5000)}`)],
    ['players_json', players(`"note": ${'['.repeat(900)}${']'.repeat(900)}`)],
    ['actions_json', '["bet 500"]'],
    ['actions_json', '{"street": "flop"}'],
    ['actions_json', '"{\\"a\\": \\"\\\\u0000\\"}"'],
    ['actions_json', `[{"amount": 1e5000}]`],
  ],
  render_instructions: [
    ['template_name', ''],
    ['template_name', '   '],
    ['template_name', null],
    ['template_name', 'x'.repeat(101)],
    ['status', ''],
    ['status', 'rendering'],
    ['priority', '0'],
    ['priority', '11'],
    ['retry_count', '-1'],
    ['max_retries', '-1'],
    ['trigger_type', 'x'.repeat(51)],
    ['trigger_id', 'x'.repeat(101)],
    ['output_path', 'x'.repeat(501)],
    ['output_filename', 'x'.repeat(201)],
    ['created_at', 'infinity'],
    ['completed_at', '-infinity'],
    ['layer_data_json', '[]'],
    ['layer_data_json', '[{"Name 1": "KIM"}]'],
    ['layer_data_json', '"KIM"'],
    ['layer_data_json', '""'],
    ['layer_data_json', '7'],
    ['layer_data_json', 'true'],
    ['layer_data_json', '"{broken"'],
    ['layer_data_json', '"{\\"a\\": \\"\\\\u0000\\"}"'],
    ['layer_data_json', `{"a": ${'9'.repeat(5000)}}`],
    ['layer_data_json', `${'{"a": '.repeat(900)}1${'}'.repeat(900)}`],
    ['layer_data_json', JSON.stringify(`${'['.repeat(100_000)}`)],
    ['output_settings_json', '[]'],
    ['output_settings_json', '5'],
    ['output_settings_json', '"mp4"'],
    ['output_settings_json', '{"format": "avi"}'],
    ['output_settings_json', '{"format": 4}'],
    ['output_settings_json', '{"format": ["mp4"]}'],
    ['output_settings_json', '{"fps": "fast"}'],
    ['output_settings_json', '{"fps": 29.97}'],
    ['output_settings_json', '{"fps": true}'],
    ['output_settings_json', '{"width": {}}'],
    ['output_settings_json', '{"width": [1920]}'],
    ['output_settings_json', '{"width": "1920px"}'],
  ],
  render_outputs: [
    ['output_path', ''],
    ['output_path', null],
    ['output_path', 'x'.repeat(501)],
    ['status', 'cancelled'],
    ['status', 'done'],
    ['file_size', '-1'],
    ['frame_count', '-1'],
    ['created_at', 'infinity'],
    ['completed_at', '294276-12-31'],
  ],
  tournaments: [
    ['name', ''],
    ['name', null],
    ['name', 'x'.repeat(201)],
    ['event_code', ''],
    ['event_code', null],
    ['event_code', 'x'.repeat(10_000)],
    ['event_type', 'BADUGI'],
    ['source', 'web'],
    ['buy_in', '-1'],
    ['remaining_players', '-1'],
    ['start_date', 'infinity'],
    ['end_date', '4713-01-01 BC'],
    ['blinds_json', '{"level": 1}'],
    ['blinds_json', '[1]'],
    ['blinds_json', '[{"level": "one"}]'],
    ['blinds_json', '[{"level": [1]}]'],
    ['payouts_json', '[{"amount": 10.5}]'],
    ['standings_json', '[{"chips": false}]'],
    ['current_blinds_json', '5'],
    ['current_blinds_json', '"high"'],
    ['current_blinds_json', '[{"level": 1}]'],
  ],
}

/** Insert one row as its sibling does; its id. */
async function store(client: Client, table: keyof typeof mended, changes: Texts): Promise<string> {
  if (table === 'hands') return ftInsertHand(client, changes)
  if (table === 'render_instructions') return subInsertInstruction(client, changes)
  if (table === 'tournaments') return String((await subUpsertTournament(client, changes))[0])
  const instruction = await subInsertInstruction(client)
  return aeInsertOutput(client, instruction, changes)
}

for (const table of Object.keys(mended) as (keyof typeof mended)[]) {
  describe(table, () => {
    test('what is clear is mended', async ({ tx }) => {
      for (const [column, sent, stored] of mended[table]) {
        await tx.query('savepoint one')
        const id = await store(tx, table, { [column]: sent })
        const { rows } = await tx.query(`select * from ${table} where id = $1`, [id])
        expect({ column, sent, stored: rows[0][column] }).toEqual({ column, sent, stored })
        expect(await complaintsAbout(tx, table, id)).toEqual([])
        await tx.query('rollback to savepoint one')
      }
    })

    test('what is not clear is refused with a hint', async ({ tx }) => {
      for (const [column, sent] of refused[table]) {
        const refusal = await refusalOf(tx, () => store(tx, table, { [column]: sent }))
        expect({ column, sent: sent?.slice(0, 60), ...refusal }).toMatchObject({
          code: 'UB422',
          hint: expect.stringMatching(/\S/),
        })
      }
    })

    test('neither can an update by a superuser make a row unreadable', async ({ tx }) => {
      const id = await store(tx, table, {})
      for (const [column, sent] of refused[table]) {
        // a raw UPDATE of these keeps the hub's own value, or means a change of state
        if (['status', 'completed_at', 'started_at'].includes(column)) continue
        const update = `update ${table} set ${column} = $1 where id = $2`
        const { refusal } = await tried(tx, update, [sent, id])
        if (refusal) expect({ column, sent, ...refusal }).toMatchObject({ code: 'UB422' })
        expect(await complaintsAbout(tx, table, id)).toEqual([])
      }
      for (const [column, sent, stored] of mended[table]) {
        if (column === 'status') continue
        await tx.query('savepoint one')
        await tx.query(`update ${table} set ${column} = $1 where id = $2`, [sent, id])
        const { rows } = await tx.query(`select * from ${table} where id = $1`, [id])
        expect({ column, sent, stored: rows[0][column] }).toEqual({ column, sent, stored })
        await tx.query('rollback to savepoint one')
      }
    })
  })
}

describe('columns that only the hub knows', () => {
  test('flags of a hand are flat and without nulls, its run is at least one', async ({ tx }) => {
    const id = await ftInsertHand(tx, { quality_flags: '{{odd,NULL},{"", even}}', run: '-3' })
    const { rows } = await tx.query('select quality_flags, run from hands where id = $1', [id])
    expect(rows[0]).toEqual({ quality_flags: ['odd', 'even'], run: 1 })
    await tx.query('update hands set quality_flags = null, run = null where id = $1', [id])
    const { rows: again } = await tx.query('select quality_flags, run from hands where id = $1', [id])
    expect(again[0]).toEqual({ quality_flags: [], run: 1 })
  })

  test('blinds of a hand are an object with numbers', async ({ tx }) => {
    const id = await ftInsertHand(tx, { blinds_json: '{"small_blind": "1,000", "ante": null}' })
    const { rows } = await tx.query('select blinds_json from hands where id = $1', [id])
    expect(rows[0].blinds_json).toEqual({ small_blind: 1000 })
    for (const blinds_json of ['[]', '[1, 2]', '5', '"500/1000"', '{"ante": "some"}']) {
      expect(await refusalOf(tx, () => ftInsertHand(tx, { blinds_json }))).toMatchObject({ code: 'UB422' })
    }
  })

  test('what cannot be a hand of a session, or void, is refused with a hint', async ({ tx }) => {
    const hint = expect.stringMatching(/\S/)
    expect(await refusalOf(tx, () => ftInsertHand(tx, { session_id: '7' }))).toMatchObject({
      code: 'UB422',
      hint,
    })
    expect(
      await refusalOf(tx, () => ftInsertHand(tx, { session_id: '7', started_at: 'infinity' })),
    ).toMatchObject({ code: 'UB422', hint })
    expect(await refusalOf(tx, () => ftInsertHand(tx, { voided_at: 'now' }))).toMatchObject({
      code: 'UB422',
      hint,
    })
  })

  test('a size of an output is in pixels', async ({ tx }) => {
    const instruction = await subInsertInstruction(tx)
    for (const width of ['0', '-1', '2147483647']) {
      expect(await refusalOf(tx, () => aeInsertOutput(tx, instruction, { width }))).toMatchObject({
        code: 'UB422',
      })
    }
  })

  test('who folded is told by a true boolean, so that no card of his is shown', async ({ tx }) => {
    const id = await ftInsertHand(tx, {
      players_json: players('"folded": "yes", "hole_cards": ["As", "Ad"]'),
    })
    const { rows } = await tx.query(
      'select hub.hide_folded_cards(players_json) as shown from hands where id = $1',
      [id],
    )
    expect(rows[0].shown).toEqual([{ ...player, folded: true }])
  })
})

test('words mean the same where an I has no dot', async ({ tx }) => {
  const { rows } = await tx.query({
    text: `select hub.instruction_status('FAILED' collate "tr-x-icu"), hub.rank_name('HIGH CARD' collate "tr-x-icu"),
        hub.classify_error('INVALID LAYER' collate "tr-x-icu"), lower('FAILED' collate "tr-x-icu")`,
    rowMode: 'array',
  })
  expect(rows).toEqual([['failed', 'high_card', 'permanent', 'faıled']])
})

describe('random rows', () => {
  const rows: Record<keyof typeof mended, Texts> = {
    hands: { ...handColumns, session_id: null, started_at: null, blinds_json: '{}', origin: null },
    render_instructions: { ...instructionColumns, not_before: null, expires_at: null, dedupe_key: null },
    render_outputs: outputColumns,
    tournaments: tournamentColumns,
  }

  for (const [nth, table] of (Object.keys(rows) as (keyof typeof rows)[]).entries()) {
    test(`${table}: whatever is accepted can be read, whatever is refused says why`, async ({ tx }) => {
      const random = seeded(20260215 + nth)
      const instruction = await subInsertInstruction(tx)
      const fixed = table === 'render_outputs' ? { instruction_id: instruction } : {}
      const types = await columnTypes(tx, table)
      let accepted = 0
      for (let n = 0; n < 500; n++) {
        const row = { ...weirdRow(random, rows[table]), ...fixed }
        await tx.query('savepoint row')
        let stored: string | undefined
        const { refusal } = await tried(tx, async () => {
          stored = await insertTexts(tx, table, row)
        })
        if (stored) {
          accepted++
          expect(await complaintsAbout(tx, table, stored), JSON.stringify(row).slice(0, 2000)).toEqual([])
          await updateWildly(tx, table, stored, random)
        } else if (await isOfItsTypes(tx, row, types)) {
          expect({ ...refusal, row }).toMatchObject({ code: 'UB422', hint: expect.stringMatching(/\S/) })
        }
        await tx.query('rollback to savepoint row')
      }
      expect(accepted).toBeGreaterThan(25)
      expect(accepted).toBeLessThan(475)
    })
  }
})

/** A raw UPDATE of any column, by a superuser: refused or not, the row stays readable. */
async function updateWildly(
  client: Client,
  table: keyof typeof mended,
  id: string,
  random: ReturnType<typeof seeded>,
): Promise<void> {
  const columns = Object.keys(
    {
      hands: handColumns,
      tournaments: tournamentColumns,
      render_instructions: instructionColumns,
      render_outputs: outputColumns,
    }[table],
  )
  for (let n = 0; n < 3; n++) {
    const column = random.of(columns)
    const value = weirdValue(random, column)
    await tried(client, `update ${table} set ${column} = $1 where id = $2`, [value, id])
    expect(await complaintsAbout(client, table, id), `${column} = ${value?.slice(0, 200)}`).toEqual([])
  }
}

async function columnTypes(client: Client, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query(
    'select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0',
    [table],
  )
  return new Map(rows.map((row) => [row.name, row.type]))
}

/** Whether the server could read every value as its column's type: before that no trigger can mend or refuse. */
async function isOfItsTypes(client: Client, row: Texts, types: Map<string, string>): Promise<boolean> {
  const names = Object.keys(row)
  const casts = names.map((name, n) => `$${n + 1}::${types.get(name)}`)
  const { refusal } = await tried(
    client,
    `select ${casts.join(', ')}`,
    names.map((name) => row[name]),
  )
  return refusal === undefined
}
