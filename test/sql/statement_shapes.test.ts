import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import {
  aeInsertOutput,
  aePoll,
  aeRetry,
  aeStatus,
  ftInsertHand,
  subInsertInstruction,
  subUpsertTournament,
} from '../support/siblings.ts'

// The siblings' statements (domain.md 1.3 calls them shapes) run unchanged, as the role each will log
// in with, from a client that binds everything as untyped text.

async function as(client: Client, role: string): Promise<void> {
  await client.query(`set local role ${role}`)
}

async function one<T extends Record<string, unknown>>(client: Client, sql: string, ...values: unknown[]) {
  const { rows } = await client.query<T>(sql, values)
  expect(rows).toHaveLength(1)
  return rows[0] as T
}

describe('automation_feature_table', () => {
  test('inserts a hand with 12 columns and gets its id', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const id = await ftInsertHand(tx, { table_id: 'table_2', hand_number: '17' })
    const hand = await one(tx, 'select * from hands where id = $1', id)
    expect(hand).toMatchObject({
      table_id: 'table_2',
      hand_number: '17',
      source: 'rfid',
      hand_rank: 'full_house',
      is_premium: true,
      pot_size: '15000',
      winner: 'Kim',
      duration_seconds: 94,
      created_at: new Date('2026-02-01T03:00:00Z'),
      quality_flags: [],
    })
    expect(hand.players_json).toHaveLength(2)
    expect(hand.community_cards_json).toEqual(['Ah', '7d', '7c', '2s', '9h'])
    expect((hand.updated_at as Date).getFullYear()).toBeGreaterThan(2001)
  })

  test('inserts a hand of which it knows little', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const id = await ftInsertHand(tx, {
      hand_number: '-1',
      hand_rank: null,
      winner: null,
      pot_size: null,
      duration_seconds: null,
      players_json: '[]',
      community_cards_json: '[]',
      actions_json: '[]',
    })
    expect(await one(tx, 'select * from hands where id = $1', id)).toMatchObject({
      hand_rank: null,
      is_premium: false,
      pot_size: '0',
    })
  })

  test('gets the plain 23505 for a number it has just used', async ({ tx }) => {
    await as(tx, 'hub_producer')
    await ftInsertHand(tx, { hand_number: '5' })
    await expect(ftInsertHand(tx, { hand_number: '5' })).rejects.toMatchObject({
      code: '23505',
      constraint: 'hands_table_number_run',
    })
  })

  test('reads hands by id, by number, the latest, and the premium ones', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const boat = await ftInsertHand(tx, { hand_number: '1', created_at: '2026-02-01T12:00:00+09:00' })
    const pair = await ftInsertHand(tx, {
      hand_number: '2',
      hand_rank: 'one_pair',
      community_cards_json: '["Ah", "7d", "6c", "2s", "9h"]',
      players_json: '[{"seat": 1, "name": "Kim", "stack": 1, "hole_cards": ["Ad", "Kc"]}]',
      created_at: '2026-02-01T12:05:00+09:00',
    })
    expect((await one(tx, 'select * from hands where id = $1', boat)).id).toBe(boat)
    expect(
      (await one(tx, 'select * from hands where table_id = $1 and hand_number = $2', 'table_1', '2')).id,
    ).toBe(pair)
    const { rows } = await tx.query('select * from hands order by created_at desc limit $1', ['2'])
    expect(rows.map((row) => row.id)).toEqual([pair, boat])
    const premium = ['royal_flush', 'straight_flush', 'four_of_a_kind', 'full_house']
    expect((await one(tx, 'select * from hands where hand_rank = any($1)', premium)).id).toBe(boat)
  })
})

describe('automation_sub: tournaments', () => {
  const changed = {
    name: 'Main Event, day 2',
    event_type: 'MIXED',
    buy_in: '0',
    prize_pool: '7000000',
    total_entries: '700',
    remaining_players: '1',
    current_level: '1',
    blinds_json: '[]',
    current_blinds_json: null,
    payouts_json: '[{"position": 1, "amount": 2000000}]',
    places_paid: '1',
    standings_json: '[]',
    start_date: '2026-02-02T10:00:00+09:00',
    end_date: '2026-02-05T23:00:00+09:00',
    source: 'manual',
    created_at: '2026-02-02T10:00:00+09:00',
  }
  const stored = {
    name: 'Main Event, day 2',
    event_type: 'MIXED',
    buy_in: '0',
    prize_pool: '7000000',
    total_entries: 700,
    remaining_players: 1,
    current_level: 1,
    blinds_json: [],
    current_blinds_json: null,
    payouts_json: [{ position: 1, amount: 2000000 }],
    places_paid: 1,
    standings_json: [],
    start_date: new Date('2026-02-02T01:00:00Z'),
    end_date: new Date('2026-02-05T14:00:00Z'),
    source: 'manual',
  }
  const tournament = "select * from tournaments where event_code = 'WSOP-01'"

  test('the upsert of 18 columns inserts', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const [id] = await subUpsertTournament(tx)
    expect(await one(tx, tournament)).toMatchObject({
      id,
      buy_in: '10000',
      remaining_players: 120,
      current_blinds_json: { level: 12, small_blind: 1000, big_blind: 2000, ante: 2000 },
      payouts_json: [{ position: 1, position_end: 1, amount: 1000000, percentage: 20.5 }],
    })
  })

  test('the upsert updates every field, also to nought and to nothing', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const [first] = await subUpsertTournament(tx)
    const [second] = await subUpsertTournament(tx, changed)
    expect(second).toBe(first)
    const row = await one<{ created_at: Date }>(tx, tournament)
    expect(row).toMatchObject(stored)
    expect(row.created_at).toEqual(new Date('2026-02-01T01:00:00Z'))
  })

  test('the upsert in transactions of its own, as often as it likes', async ({ client }) => {
    await client.query('set role hub_producer')
    await subUpsertTournament(client)
    for (const pool of ['1', '2', '2', '9007199254740993']) {
      await subUpsertTournament(client, { ...changed, prize_pool: pool })
      expect(await one(client, tournament)).toMatchObject({ ...stored, prize_pool: pool })
    }
  })

  test('an upsert of several rows updates every field of each', async ({ tx }) => {
    await as(tx, 'hub_producer')
    await subUpsertTournament(tx, {}, { event_code: 'WSOP-02', buy_in: '20000' })
    await subUpsertTournament(
      tx,
      { prize_pool: '11' },
      { event_code: 'WSOP-03' },
      { event_code: 'WSOP-02', prize_pool: '22', buy_in: '0' },
    )
    const { rows } = await tx.query(
      'select event_code, prize_pool, buy_in from tournaments order by event_code',
    )
    expect(rows).toEqual([
      { event_code: 'WSOP-01', prize_pool: '11', buy_in: '10000' },
      { event_code: 'WSOP-02', prize_pool: '22', buy_in: '0' },
      { event_code: 'WSOP-03', prize_pool: '5000000', buy_in: '10000' },
    ])
  })

  test('on conflict do nothing leaves nothing behind for the plain update that follows', async ({ tx }) => {
    await as(tx, 'hub_producer')
    await subUpsertTournament(tx)
    await tx.query(
      `insert into tournaments (event_code, name, buy_in, prize_pool, created_at)
       values ('WSOP-01', 'other', 1, 1, '2026-02-03') on conflict do nothing`,
    )
    await tx.query(`update tournaments set remaining_players = $1 where event_code = $2`, ['99', 'WSOP-01'])
    expect(await one(tx, tournament)).toMatchObject({
      name: 'Main Event',
      buy_in: '10000',
      prize_pool: '5000000',
      remaining_players: 99,
    })
  })

  test('an upsert that names few columns never overwrites with defaults', async ({ tx }) => {
    await as(tx, 'hub_producer')
    await subUpsertTournament(tx)
    await tx.query(
      `insert into tournaments (event_code, name, remaining_players, places_paid) values ($1, $2, $3, $4)
       on conflict (event_code) do update set remaining_players = excluded.remaining_players`,
      ['WSOP-01', 'Main Event', '64', '1'],
    )
    expect(await one(tx, tournament)).toMatchObject({
      buy_in: '10000',
      prize_pool: '5000000',
      total_entries: 500,
      remaining_players: 64,
      current_level: 12,
      places_paid: 1,
      start_date: new Date('2026-02-01T01:00:00Z'),
    })
  })

  test('a value left in the session by hand is not taken for a proposed row', async ({ tx }) => {
    await as(tx, 'hub_producer')
    await subUpsertTournament(tx)
    await tx.query(
      `select set_config('hub.proposed_tournament', '{"event_code": "WSOP-01", "buy_in": 666}', true)`,
    )
    await tx.query(`update tournaments set remaining_players = 5 where event_code = 'WSOP-01'`)
    expect(await one(tx, tournament)).toMatchObject({ buy_in: '10000', remaining_players: 5 })
  })
})

describe('automation_sub: instructions', () => {
  test('inserts an instruction with 15 columns and gets its id', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const id = await subInsertInstruction(tx, { priority: '2', trigger_type: 'hand_completed' })
    expect(await one(tx, 'select * from render_instructions where id = $1', id)).toMatchObject({
      status: 'pending',
      priority: 2,
      base_priority: 2,
      trigger_type: 'hand_completed',
      layer_data_json: { 'Player Name': 'Kim' },
      output_settings_json: { format: 'mp4', width: 1920, height: 1080, fps: 30, quality: 90 },
      created_at: new Date('2026-02-01T03:00:00Z'),
      attempt: '0',
      eligible_at: expect.any(Date),
    })
  })

  const filled = {
    pending: { eligible_at: expect.any(Date), started_at: null, completed_at: null, progress: 0 },
    processing: {
      started_at: expect.any(Date),
      lease_expires_at: expect.any(Date),
      attempt: '1',
      completed_at: null,
    },
    completed: {
      completed_at: expect.any(Date),
      progress: 100,
      eligible_at: null,
      lease_expires_at: null,
    },
    failed: { completed_at: expect.any(Date), error_class: 'unknown', eligible_at: null, retry_at: null },
    cancelled: { cancelled_at: expect.any(Date), completed_at: null, eligible_at: null },
  }
  for (const [status, times] of Object.entries(filled)) {
    test(`inserts one that is ${status}, without times`, async ({ tx }) => {
      await as(tx, 'hub_producer')
      const id = await subInsertInstruction(tx, { status, output_path: null, output_filename: null })
      expect(await one(tx, 'select * from render_instructions where id = $1', id)).toMatchObject({
        status,
        ...times,
      })
    })
  }

  test('keeps the times of a finished one', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const started = '2026-02-01T03:00:00Z'
    const completed = '2026-02-01T03:04:00Z'
    const id = await subInsertInstruction(tx, {
      status: 'completed',
      started_at: started,
      completed_at: completed,
    })
    expect(await one(tx, 'select * from render_instructions where id = $1', id)).toMatchObject({
      started_at: new Date(started),
      completed_at: new Date(completed),
    })
  })

  test('finds the hand that trigger_id names, and none that does not exist', async ({ tx }) => {
    await as(tx, 'hub_producer')
    const hand = await ftInsertHand(tx)
    const linked = await subInsertInstruction(tx, { trigger_type: 'premium_hand', trigger_id: hand })
    const odd = ['0', '999999999', '99999999999999999999', 'hand-7', '-1', '1e3', '１２', '']
    for (const trigger_id of odd) await subInsertInstruction(tx, { trigger_type: 'premium_hand', trigger_id })
    await subInsertInstruction(tx, { trigger_type: 'level_change', trigger_id: hand })
    const { rows } = await tx.query('select id, hand_id from render_instructions where hand_id is not null')
    expect(rows).toEqual(expect.arrayContaining([{ id: linked, hand_id: hand }]))
    expect(rows.every((row) => row.hand_id === hand)).toBe(true)
    const { rows: level } = await tx.query(
      `select hand_id from render_instructions where trigger_type = 'level_change' and trigger_id = $1`,
      [hand],
    )
    expect(level).toEqual([{ hand_id: null }])
  })
})

describe('old automation_ae', () => {
  test('polls: most urgent first, then the oldest', async ({ tx }) => {
    const late = await subInsertInstruction(tx, { priority: '1', created_at: '2026-02-01T12:09:00Z' })
    const low = await subInsertInstruction(tx, { priority: '9', created_at: '2026-02-01T12:00:00Z' })
    const early = await subInsertInstruction(tx, { priority: '1', created_at: '2026-02-01T12:01:00Z' })
    await subInsertInstruction(tx, { status: 'completed' })
    await as(tx, 'hub_poller')
    expect(await aePoll(tx)).toEqual([early, late, low])
    expect(await aePoll(tx, '1')).toEqual([early])
  })

  test('renders: processing, output, completed', async ({ tx }) => {
    const id = await subInsertInstruction(tx)
    await as(tx, 'hub_poller')
    expect((await aeStatus(tx, id, 'processing')).rowCount).toBe(1)
    const output = await aeInsertOutput(tx, id)
    expect((await aeStatus(tx, id, 'completed')).rowCount).toBe(1)
    expect(await one(tx, 'select * from render_instructions where id = $1', id)).toMatchObject({
      status: 'completed',
      attempt: '1',
      error_message: null,
      progress: 100,
    })
    expect(await one(tx, 'select * from render_outputs where id = $1', output)).toMatchObject({
      instruction_id: id,
      attempt: '1',
      file_size: '1048576',
      frame_count: 120,
      status: 'completed',
      completed_at: new Date('2026-02-01T03:05:00Z'),
    })
  })

  test('fails, and retries as long as it may', async ({ tx }) => {
    const id = await subInsertInstruction(tx, { max_retries: '2' })
    await as(tx, 'hub_poller')
    for (const attempt of ['1', '2', '3']) {
      await aeStatus(tx, id, 'processing')
      expect((await aeStatus(tx, id, 'failed', 'connection refused')).rowCount).toBe(1)
      expect(await one(tx, 'select * from render_instructions where id = $1', id)).toMatchObject({
        status: 'failed',
        attempt,
        error_message: 'connection refused',
        error_class: 'retryable',
      })
      expect((await aeRetry(tx, id)).rowCount).toBe(attempt === '3' ? 0 : 1)
    }
    expect(await one(tx, 'select * from render_instructions where id = $1', id)).toMatchObject({
      status: 'failed',
      retry_count: 2,
    })
  })

  test('retries from processing, without saying that it failed', async ({ tx }) => {
    const id = await subInsertInstruction(tx)
    await as(tx, 'hub_poller')
    await aeStatus(tx, id, 'processing')
    expect((await aeRetry(tx, id)).rowCount).toBe(1)
    expect(await one(tx, 'select * from render_instructions where id = $1', id)).toMatchObject({
      status: 'pending',
      retry_count: 1,
      started_at: null,
      lease_expires_at: null,
      eligible_at: expect.any(Date),
    })
  })

  test('inserts an output of which it knows little', async ({ tx }) => {
    const id = await subInsertInstruction(tx)
    await as(tx, 'hub_poller')
    const output = await aeInsertOutput(tx, id, {
      file_size: null,
      frame_count: null,
      status: null,
      created_at: null,
      completed_at: null,
    })
    expect(await one(tx, 'select * from render_outputs where id = $1', output)).toMatchObject({
      file_size: '0',
      status: 'completed',
      created_at: expect.any(Date),
      attempt: null,
    })
  })
})

describe('the monitor', () => {
  test('counts by status, and reads outputs', async ({ tx }) => {
    const done = await subInsertInstruction(tx, { status: 'completed' })
    await subInsertInstruction(tx)
    await subInsertInstruction(tx)
    const first = await aeInsertOutput(tx, done, { completed_at: '2026-02-01T03:05:00Z' })
    const second = await aeInsertOutput(tx, done, { completed_at: '2026-02-01T03:06:00Z' })
    await as(tx, 'hub_poller')
    const { rows: counts } = await tx.query(
      'select status, count(*) from render_instructions group by status order by status',
    )
    expect(counts).toEqual([
      { status: 'completed', count: '1' },
      { status: 'pending', count: '2' },
    ])
    const { rows: outputs } = await tx.query('select * from render_outputs where instruction_id = $1', [done])
    expect(outputs.map((row) => row.id)).toEqual([first, second])
    const { rows: latest } = await tx.query(
      'select * from render_outputs order by completed_at desc limit $1',
      ['1'],
    )
    expect(latest[0].id).toBe(second)
  })
})
