import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { seeded } from '../support/random.ts'
import { refusalOf, tried } from '../support/refusal.ts'
import { allowSimulation, pidOf, untilWaiting } from '../support/sessions.ts'
import { aeStatus, ftInsertHand, subInsertInstruction } from '../support/siblings.ts'
import { complaintsAbout } from '../support/strict_reader.ts'
import { weirdJson } from '../support/weird.ts'
import { claim, registerWorker } from '../support/workers.ts'

type Document = Readonly<Record<string, unknown>>

/** A hand as feature_table's end sends it: the columns of hands, and the exported hand as it is. */
function aDocument(changes: Document = {}): Document {
  return {
    table_id: 'table-GG',
    hand_number: 12,
    session_id: '638961224831992165',
    started_at: '2025-10-16T08:25:17.0907267Z',
    source: 'rfid',
    origin: 'pokergfx',
    hand_rank: 'full_house',
    pot_size: 45_000,
    winner: 'KIM',
    players_json: [
      {
        seat: 3,
        name: 'KIM',
        stack: 50_000,
        end_stack: 72_500,
        hole_cards: ['As', 'Ad'],
        folded: false,
        won: 45_000,
      },
      {
        seat: 5,
        name: 'LEE',
        stack: 50_000,
        end_stack: 27_500,
        hole_cards: ['Kc', 'Qc'],
        folded: false,
        won: 0,
      },
    ],
    community_cards_json: ['Ah', '7d', '7c', '2s', '9h'],
    actions_json: [
      { street: 'preflop', seat: 3, action: 'raise', amount: 1000, added: 1000, pot: 700 },
      { street: 'preflop', seat: 5, action: 'call', amount: 1000, added: 1000, pot: 1700 },
    ],
    blinds_json: { small_blind: 200, big_blind: 400, ante: 100 },
    duration_seconds: 106,
    quality_flags: [],
    raw: { HandNum: 12, Events: [{ EventType: 'BET' }] },
    ...changes,
  }
}

/** The same hand while it was still being played. */
const half = aDocument({
  hand_rank: null,
  pot_size: 0,
  winner: null,
  actions_json: [{ street: 'preflop', seat: 3, action: 'raise', amount: 1000, added: 1000, pot: 700 }],
  duration_seconds: 40,
})
const plain = aDocument({ session_id: undefined, started_at: undefined })

async function record(client: Client, document: unknown): Promise<{ hand_id: string; outcome: string }> {
  const { rows } = await client.query('select * from hub.record_hand($1)', [JSON.stringify(document)])
  expect(rows).toHaveLength(1)
  return rows[0]
}

async function hands(client: Client): Promise<Record<string, unknown>[]> {
  return (await client.query('select * from hands order by id')).rows
}

/** What a plain client stores, at a time the hub's clock is made to tell. */
async function plainHandAt(client: Client, minutesAgo: number, changes = {}): Promise<string> {
  await client.query(`select set_config('hub.now', (now() - $1 * interval '1 minute')::text, false)`, [
    minutesAgo,
  ])
  try {
    return await ftInsertHand(client, {
      table_id: 'table-GG',
      hand_number: '12',
      created_at: null,
      ...changes,
    })
  } finally {
    await client.query('reset hub.now')
  }
}

const sameCompany = { players_json: '[{"seat": 3, "name": "Kim "}, {"seat": 5, "name": "lee"}]' }
const otherCompany = { players_json: '[{"seat": 1, "name": "PARK"}, {"seat": 2, "name": "CHOI"}]' }

describe('a hand that is new', () => {
  test('is inserted, with the document word for word', async ({ tx }) => {
    await tx.query('set local role hub_producer')
    const { hand_id, outcome } = await record(tx, aDocument())
    await tx.query('reset role')
    expect(outcome).toBe('inserted')
    const { rows } = await tx.query(`select *, started_at::text as start from hands where id = $1`, [hand_id])
    expect(rows[0]).toMatchObject({
      session_id: '638961224831992165',
      started_at: new Date('2025-10-16T08:25:17.090Z'),
      start: expect.stringContaining('17.090727'),
      hand_rank: 'full_house',
      is_premium: true,
      pot_size: '45000',
      origin: 'pokergfx',
      run: 1,
      blinds_json: { small_blind: 200, big_blind: 400, ante: 100 },
      quality_flags: [],
    })
    const { rows: sources } = await tx.query('select raw, hash from hub.hand_sources where hand_id = $1', [
      hand_id,
    ])
    expect(sources).toEqual([{ raw: aDocument().raw, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  })

  test('keeps a session id above 2^53 exactly, sent as text or as a number', async ({ tx }) => {
    const ids = ['9007199254740993', '638961224831992165', '9223372036854775807']
    for (const [n, id] of ids.entries()) {
      const text = JSON.stringify(aDocument({ hand_number: n, session_id: 'ID', raw: { ID: 1 } }))
      const asText = await tx.query('select * from hub.record_hand($1)', [text.replace('ID', id)])
      const asNumber = await tx.query('select * from hub.record_hand($1)', [text.replace('"ID"', id)])
      expect(asText.rows[0].outcome).toBe('inserted')
      expect(asNumber.rows[0]).toEqual({ hand_id: asText.rows[0].hand_id, outcome: 'identical' })
    }
    expect((await hands(tx)).map((hand) => hand.session_id)).toEqual(ids)
  })

  test('starts at the same moment in every session, zone given or not', async ({ tx }) => {
    const zones = ['Asia/Seoul', 'UTC', 'America/New_York']
    for (const zone of zones) {
      await tx.query(`select set_config('timezone', $1, true), set_config('datestyle', 'SQL, DMY', true)`, [
        zone,
      ])
      const outcome = zone === 'Asia/Seoul' ? 'inserted' : 'identical'
      expect(await record(tx, aDocument({ started_at: '2025-10-16T08:25:17.0907267' }))).toMatchObject({
        outcome,
      })
    }
    expect((await record(tx, aDocument())).outcome).not.toBe('inserted')
  })

  test('may be told in short words, encoded twice, and know little', async ({ tx }) => {
    await record(tx, JSON.stringify({ table_id: ' t1 ', hand_number: '7' }))
    await record(tx, {
      table_id: 't2',
      hand_number: 8,
      players: [{ seat: '1', name: '김' }],
      community_cards: 'as 10d 2c',
      actions: [],
      blinds: { ante: '5' },
    })
    expect(await hands(tx)).toMatchObject([
      { table_id: 't1', hand_number: '7', pot_size: '0', source: 'rfid', players_json: [], blinds_json: {} },
      {
        table_id: 't2',
        players_json: [{ seat: 1, name: '김', hole_cards: [] }],
        community_cards_json: ['As', 'Td', '2c'],
        blinds_json: { ante: 5 },
      },
    ])
  })

  test('cannot choose what only the hub decides', async ({ tx }) => {
    const { hand_id } = await record(
      tx,
      aDocument({
        id: 777,
        run: 9,
        is_premium: false,
        duplicate_of: 1,
        voided_at: '2025-01-01',
        void_reason: 'x',
        recorded_at: '2001-01-01',
        updated_at: '2001-01-01',
      }),
    )
    expect(await hands(tx)).toMatchObject([
      { id: hand_id, run: 1, is_premium: true, duplicate_of: null, voided_at: null, void_reason: null },
    ])
    expect(hand_id).not.toBe('777')
    const { rows } = await tx.query('select recorded_at = now() and updated_at = now() as now from hands')
    expect(rows).toEqual([{ now: true }])
  })

  test('is flagged when its rank contradicts its cards', async ({ tx }) => {
    await record(tx, aDocument({ hand_rank: 'straight flush' }))
    expect(await hands(tx)).toMatchObject([
      { hand_rank: 'straight_flush', quality_flags: ['rank_contradicts_cards'] },
    ])
  })
})

describe('a hand that was here before', () => {
  test('word for word: identical, and nothing moves', async ({ client }) => {
    const first = await record(client, aDocument())
    const before = await hands(client)
    const { rows: events } = await client.query('select count(*) from hub.events')
    const reversed = Object.fromEntries(Object.entries(aDocument()).reverse())
    for (const again of [aDocument(), reversed, JSON.parse(JSON.stringify(aDocument()))]) {
      expect(await record(client, again)).toEqual({ hand_id: first.hand_id, outcome: 'identical' })
    }
    expect(await hands(client)).toEqual(before)
    expect((await client.query('select count(*) from hub.events')).rows).toEqual(events)
    expect((await client.query('select from hub.hand_sources')).rowCount).toBe(1)
  })

  test('but says something else: revised, and every document is kept', async ({ client }) => {
    const { hand_id } = await record(client, aDocument())
    const corrected = aDocument({ pot_size: 46_000, raw: { HandNum: 12, corrected: true } })
    expect(await record(client, corrected)).toEqual({ hand_id, outcome: 'revised' })
    expect(await hands(client)).toMatchObject([{ id: hand_id, pot_size: '46000' }])
    const { rows } = await client.query('select raw from hub.hand_sources order by received_at')
    expect(rows.map((row) => row.raw)).toEqual([aDocument().raw, corrected.raw])
    expect(await record(client, aDocument())).toEqual({ hand_id, outcome: 'identical' })
    expect(await hands(client)).toMatchObject([{ pot_size: '46000' }])
  })

  test('and grows with its file', async ({ client }) => {
    const { hand_id } = await record(client, half)
    expect(await record(client, aDocument())).toEqual({ hand_id, outcome: 'revised' })
    expect(await hands(client)).toMatchObject([{ winner: 'KIM', hand_rank: 'full_house', is_premium: true }])
  })

  test('an older, shorter copy fed late changes nothing, and is journaled', async ({ client }) => {
    const { hand_id } = await record(client, aDocument())
    const before = await hands(client)
    expect(await record(client, half)).toEqual({ hand_id, outcome: 'identical' })
    expect(await hands(client)).toEqual(before)
    const { rows } = await client.query(`select subject, doc from hub.events where kind = 'hand.older_copy'`)
    expect(rows).toEqual([{ subject: `hand:${hand_id}`, doc: { actions: 1, kept_actions: 2 } }])
    expect(await record(client, half)).toEqual({ hand_id, outcome: 'identical' })
  })

  test('another start in the same session is another hand, whatever its number', async ({ tx }) => {
    const one = await record(tx, aDocument())
    const two = await record(tx, aDocument({ started_at: '2025-10-16T09:00:00Z' }))
    expect(two.outcome).toBe('inserted')
    expect(two.hand_id).not.toBe(one.hand_id)
  })

  test('a plain document, again after its row was completed, or repeats one', async ({ client }) => {
    const first = await record(client, plain)
    expect(await record(client, aDocument())).toEqual({ hand_id: first.hand_id, outcome: 'completed_plain' })
    expect(await record(client, plain)).toEqual({ hand_id: first.hand_id, outcome: 'identical' })
    const second = await record(client, { ...plain, pot_size: 1 })
    expect(second.outcome).toBe('inserted')
    expect(await record(client, { ...plain, pot_size: 1 })).toEqual({ ...second, outcome: 'identical' })
    expect(await record(client, { ...plain, pot_size: 2 })).toEqual({ ...second, outcome: 'revised' })
    expect(await hands(client)).toMatchObject([
      { id: first.hand_id, duplicate_of: null, pot_size: '45000' },
      { id: second.hand_id, duplicate_of: first.hand_id, pot_size: '2' },
    ])
  })

  test('with a number that nobody knows, word for word', async ({ tx }) => {
    const unknown = { ...plain, hand_number: -1 }
    const { hand_id } = await record(tx, unknown)
    expect(await record(tx, unknown)).toEqual({ hand_id, outcome: 'identical' })
    expect((await record(tx, { ...unknown, winner: 'LEE' })).outcome).toBe('inserted')
  })
})

describe('the same hand both ways', () => {
  test('plain first: ingest completes it, and it keeps its id and its graphics', async ({ tx }) => {
    const id = await ftInsertHand(tx, { table_id: 'table-GG', hand_number: '12', ...sameCompany })
    const graphic = await subInsertInstruction(tx, { trigger_type: 'premium_hand', trigger_id: id })
    expect(await record(tx, aDocument())).toEqual({ hand_id: id, outcome: 'completed_plain' })
    expect(await hands(tx)).toMatchObject([
      { id, session_id: '638961224831992165', pot_size: '45000', origin: 'pokergfx', duplicate_of: null },
    ])
    const { rows } = await tx.query('select hand_id, status from render_instructions where id = $1', [
      graphic,
    ])
    expect(rows).toEqual([{ hand_id: id, status: 'pending' }])
    expect((await record(tx, aDocument())).outcome).toBe('identical')
  })

  test('plain second: stored as its duplicate, without an error', async ({ tx }) => {
    const { hand_id } = await record(tx, aDocument())
    const id = await ftInsertHand(tx, { table_id: 'table-GG', hand_number: '12', ...sameCompany })
    expect(await hands(tx)).toMatchObject([
      { id: hand_id, duplicate_of: null },
      { id, duplicate_of: hand_id, session_id: null },
    ])
  })

  test('other players make it another hand', async ({ tx }) => {
    const id = await ftInsertHand(tx, { table_id: 'table-GG', hand_number: '12', ...otherCompany })
    const { hand_id, outcome } = await record(tx, aDocument())
    expect(outcome).toBe('inserted')
    expect(await hands(tx)).toMatchObject([
      { id, session_id: null },
      { id: hand_id, duplicate_of: null },
    ])
  })

  test('so does more time than the window, or a table of another name', async ({ client }) => {
    await allowSimulation(client)
    await plainHandAt(client, 11, { ...sameCompany })
    expect((await record(client, aDocument())).outcome).toBe('inserted')
    await plainHandAt(client, 9, { ...sameCompany, hand_number: '13' })
    const next = { hand_number: 13, started_at: '2025-10-16T08:40:00Z' }
    expect((await record(client, aDocument(next))).outcome).toBe('completed_plain')
    await plainHandAt(client, 1, { ...sameCompany, table_id: 'table-2', hand_number: '14' })
    const third = { hand_number: 14, started_at: '2025-10-16T08:50:00Z' }
    expect((await record(client, aDocument(third))).outcome).toBe('inserted')
  })

  test('files fed days later find the plain row by when the hand was played', async ({ client }) => {
    await allowSimulation(client)
    const id = await plainHandAt(client, 3000, { ...sameCompany, created_at: '2025-10-16T08:27:00Z' })
    expect(await record(client, aDocument())).toEqual({ hand_id: id, outcome: 'completed_plain' })
  })

  test('both at the same moment, unseen by one another: paired afterwards', async ({ client, connect }) => {
    const [one, two] = [await connect(), await connect()]
    await one.query('begin')
    await two.query('begin')
    const { hand_id } = await record(one, aDocument())
    const id = await ftInsertHand(two, { table_id: 'table-GG', hand_number: '12', ...sameCompany })
    await one.query('commit')
    await two.query('commit')
    expect(await hands(client)).toMatchObject([{ duplicate_of: null }, { duplicate_of: null }])
    const { rows } = await client.query('select hub.pair_hands() as n')
    expect(rows).toEqual([{ n: 1 }])
    const { rows: paired } = await client.query('select duplicate_of from hands where id = $1', [id])
    expect(paired).toEqual([{ duplicate_of: hand_id }])
  })
})

describe('numbers that return', () => {
  test('after the window they are a new run, within it the plain 23505', async ({ client }) => {
    await allowSimulation(client)
    await plainHandAt(client, 40)
    await expect(plainHandAt(client, 31)).rejects.toMatchObject({ code: '23505' })
    await plainHandAt(client, 30)
    await plainHandAt(client, 19)
    await expect(plainHandAt(client, 10)).rejects.toMatchObject({ code: '23505' })
    await plainHandAt(client, 10, { hand_number: '13' })
    await plainHandAt(client, 9, { table_id: 'table-2' })
    const { rows } = await client.query('select table_id, hand_number, run from hands order by id')
    expect(rows).toEqual([
      { table_id: 'table-GG', hand_number: '12', run: 1 },
      { table_id: 'table-GG', hand_number: '12', run: 2 },
      { table_id: 'table-GG', hand_number: '12', run: 3 },
      { table_id: 'table-GG', hand_number: '13', run: 1 },
      { table_id: 'table-2', hand_number: '12', run: 1 },
    ])
  })

  test('by the producer’s clock too: a queue that was kept brings hours in one minute, once', async ({
    tx,
  }) => {
    const at = (time: string): Promise<string> =>
      ftInsertHand(tx, { hand_number: '12', created_at: `2025-10-16T${time}Z` })
    await at('10:00:00')
    await at('13:00:00')
    await at('13:10:01')
    for (const again of ['10:00:00', '13:00:00', '13:05:00']) {
      expect(await refusalOf(tx, () => at(again))).toMatchObject({ code: '23505' })
    }
    expect(await hands(tx)).toMatchObject([{ run: 1 }, { run: 2 }, { run: 3 }])
  })

  test('a plain document that returns after the window is a new hand too', async ({ client }) => {
    await allowSimulation(client)
    await plainHandAt(client, 11)
    expect((await record(client, plain)).outcome).toBe('inserted')
    expect(await hands(client)).toMatchObject([{ run: 1 }, { run: 2 }])
    expect((await record(client, { ...plain, pot_size: 3 })).outcome).toBe('revised')
  })

  test('unknown numbers never collide', async ({ tx }) => {
    for (const hand_number of ['-1', '-1', '0', '0']) await ftInsertHand(tx, { hand_number })
    expect(await hands(tx)).toHaveLength(4)
  })

  test('two plain inserts at once: one is stored, the other is told', async ({ client, connect }) => {
    const [one, two] = [await connect(), await connect()]
    await one.query('begin')
    await ftInsertHand(one, { hand_number: '5' })
    const pid = await pidOf(two)
    const second = tried(two, () => ftInsertHand(two, { hand_number: '5' }))
    await untilWaiting(client, pid)
    await one.query('commit')
    expect((await second).refusal).toMatchObject({ code: '23505' })
  })
})

describe('several sessions with the same hand', () => {
  test('one inserts, the others find it', async ({ client, connect }) => {
    for (const document of [aDocument(), plain]) {
      const first = await connect()
      const others = [await connect(), await connect(), await connect()]
      const pids = await Promise.all(others.map(pidOf))
      await first.query('begin')
      const { hand_id } = await record(first, { ...document, hand_number: 40 })
      const late = others.map((other) => record(other, { ...document, hand_number: 40 }))
      for (const pid of pids) await untilWaiting(client, pid)
      await first.query('commit')
      for (const outcome of await Promise.all(late))
        expect(outcome).toEqual({ hand_id, outcome: 'identical' })
      await client.query('delete from hands')
    }
  })

  test('one of the others inserts when the first rolls back', async ({ client, connect }) => {
    const first = await connect()
    const others = [await connect(), await connect(), await connect()]
    const pids = await Promise.all(others.map(pidOf))
    await first.query('begin')
    await record(first, aDocument())
    const late = others.map((other) => record(other, aDocument()))
    for (const pid of pids) await untilWaiting(client, pid)
    await first.query('rollback')
    const outcomes = (await Promise.all(late)).map((row) => row.outcome)
    expect(outcomes.sort()).toEqual(['identical', 'identical', 'inserted'])
    expect(await hands(client)).toHaveLength(1)
  })

  test('a plain row is completed once', async ({ client, connect }) => {
    const id = await ftInsertHand(client, { table_id: 'table-GG', hand_number: '12', ...sameCompany })
    const [one, two] = [await connect(), await connect()]
    const pid = await pidOf(two)
    await one.query('begin')
    expect(await record(one, aDocument())).toEqual({ hand_id: id, outcome: 'completed_plain' })
    const second = record(two, aDocument())
    await untilWaiting(client, pid)
    await one.query('commit')
    expect(await second).toEqual({ hand_id: id, outcome: 'identical' })
    expect(await hands(client)).toHaveLength(1)
  })

  test('different documents of one hand, in any order: the fullest stays', async ({ client, connect }) => {
    const sessions = await Promise.all([1, 2, 3, 4].map(() => connect()))
    for (let round = 0; round < 5; round++) {
      const start = { started_at: `2025-10-16T1${round}:00:00Z`, hand_number: 100 + round }
      const documents = [{ ...half, ...start }, aDocument(start), { ...half, ...start }, aDocument(start)]
      const outcomes = await Promise.all(sessions.map((session, n) => record(session, documents[n])))
      expect(outcomes.filter(({ outcome }) => outcome === 'inserted')).toHaveLength(1)
      expect(new Set(outcomes.map(({ hand_id }) => hand_id)).size).toBe(1)
    }
    const stored = await hands(client)
    expect(stored).toHaveLength(5)
    for (const hand of stored) expect(hand).toMatchObject({ winner: 'KIM', pot_size: '45000' })
  })
})

describe('void_hand', () => {
  const voiding = `select * from hub.void_hand($1, $2, $3)`

  test('voids the hand and cancels what still waits for it', async ({ tx }) => {
    const { hand_id } = await record(tx, aDocument())
    const of = { trigger_type: 'hand_completed', trigger_id: hand_id, template_name: 'mine' }
    await tx.query(`delete from render_instructions where hand_id = $1`, [hand_id])
    const held = await subInsertInstruction(tx, of)
    await claim(tx, await registerWorker(tx))
    const retrying = await subInsertInstruction(tx, of)
    await aeStatus(tx, retrying, 'processing')
    await aeStatus(tx, retrying, 'failed', 'timeout')
    const done = await subInsertInstruction(tx, { ...of, status: 'completed' })
    const waiting = await subInsertInstruction(tx, of)
    const deferred = await subInsertInstruction(tx, { ...of, not_before: '2100-01-01' })

    const { rows } = await tx.query(voiding, [hand_id, ' ann ', ' dealt again '])
    expect(rows[0]).toMatchObject({ id: hand_id, void_reason: 'dealt again', voided_at: expect.any(Date) })
    const { rows: after } = await tx.query(
      'select id, status from render_instructions where hand_id = $1 order by id',
      [hand_id],
    )
    expect(after).toEqual([
      { id: held, status: 'processing' },
      { id: retrying, status: 'cancelled' },
      { id: done, status: 'completed' },
      { id: waiting, status: 'cancelled' },
      { id: deferred, status: 'cancelled' },
    ])
    const { rows: events } = await tx.query(
      `select actor, reason from hub.events where subject = $1 and kind = 'hand.voided'`,
      [`hand:${hand_id}`],
    )
    expect(events).toEqual([{ actor: 'ann', reason: 'dealt again' }])
  })

  test('twice changes nothing, and recording it again does not bring it back', async ({ client }) => {
    const { hand_id } = await record(client, aDocument())
    const { rows: first } = await client.query(voiding, [hand_id, 'ann', 'dealt again'])
    const { rows: second } = await client.query(voiding, [hand_id, 'bob', 'again'])
    expect(second).toEqual(first)
    expect((await record(client, aDocument())).outcome).toBe('identical')
    expect((await record(client, aDocument({ pot_size: 1 }))).outcome).toBe('revised')
    expect(await hands(client)).toMatchObject([{ void_reason: 'dealt again', voided_at: first[0].voided_at }])
    expect((await client.query('select from hub.actions')).rowCount).toBe(1)
  })

  test('wants a hand, an actor and a reason', async ({ tx }) => {
    const { hand_id } = await record(tx, aDocument())
    for (const [id, actor, reason, code] of [
      ['0', 'ann', 'x', 'UB404'],
      [null, 'ann', 'x', 'UB404'],
      [hand_id, '', 'x', 'UB422'],
      [hand_id, null, 'x', 'UB422'],
      [hand_id, 'ann', ' ', 'UB422'],
    ]) {
      expect(await refusalOf(tx, voiding, [id, actor, reason])).toMatchObject({
        code,
        hint: expect.stringMatching(/\S/),
      })
    }
    expect(await hands(tx)).toMatchObject([{ voided_at: null }])
  })
})

describe('hostile documents', () => {
  const hostile: Record<string, readonly string[]> = {
    UB400: [
      'null',
      '5',
      'true',
      '"hello"',
      '[]',
      '[{"table_id": "t"}]',
      '"{broken"',
      JSON.stringify('{"a": "\\u0000"}'),
      JSON.stringify('[1]'),
      JSON.stringify('['.repeat(100_000)),
    ],
    UB422: [
      '{}',
      '{"table_id": "t"}',
      '{"hand_number": 1}',
      '{"table_id": null, "hand_number": 1}',
      ...Object.entries({
        table_id: ['""', '"  "', '{"x": 1}', '[]', 'true', `"${'x'.repeat(51)}"`],
        hand_number: ['1.5', '"one"', '""', '{}', '[1]', 'false', '1e30', '9223372036854775808'],
        session_id: ['"x"', '""', '1.5', '{}', '[]', '9223372036854775808', '1e400', 'true'],
        started_at: [
          '"yesterday"',
          '"now"',
          '"2025-10-16"',
          '"08:25:17Z"',
          '""',
          '5',
          '{}',
          '"infinity"',
          '"294276-12-31"',
          '"10000-01-01"',
          '"0001-01-01T00:00:00Z"',
          'null',
        ],
        created_at: ['"never"', '"-infinity"', '[]'],
        source: ['"satellite"', '{}', '7'],
        hand_rank: ['"nice"', '{}', '12', 'true'],
        pot_size: ['-1', '"lots"', '{}', '1e30', '0.5'],
        winner: ['{}', '["KIM"]', `"${'가'.repeat(101)}"`],
        duration_seconds: ['-1', '1.5', '"long"', '1e12', '[]'],
        players_json: [
          '5',
          '{}',
          '"x"',
          '[1]',
          '[{"name": "x"}]',
          '[{"seat": 1, "hole_cards": ["Zz"]}]',
          '[{"seat": 1, "folded": "perhaps"}]',
        ],
        community_cards_json: ['5', '{}', '["Zz"]', '[["As"]]'],
        actions_json: ['5', '{}', '"x"', '[1]', '"{}"', `[${'['.repeat(900)}${']'.repeat(900)}]`],
        blinds_json: ['5', '[]', '"x"', '{"ante": "much"}'],
        quality_flags: ['5', '{}', '"odd"'],
      }).flatMap(([name, values]) =>
        values.map((value) => JSON.stringify(aDocument({ [name]: '@' })).replace('"@"', () => value)),
      ),
    ],
  }
  for (const [code, documents] of Object.entries(hostile)) {
    test(`are refused with ${code} and a hint`, async ({ tx }) => {
      for (const document of documents) {
        const refusal = await refusalOf(tx, 'select * from hub.record_hand($1)', [document])
        expect({ document: document.slice(0, 300), ...refusal }).toMatchObject({
          code,
          hint: expect.stringMatching(/\S/),
        })
      }
      expect(await refusalOf(tx, 'select * from hub.record_hand(null)')).toMatchObject({ code: 'UB400' })
      expect(await hands(tx)).toEqual([])
    })
  }

  test('at random: recorded and readable, or refused with UB400 or UB422', async ({ tx }) => {
    const random = seeded(63896122)
    const seen = new Map<string, number>()
    for (let n = 0; n < 800; n++) {
      const fields = Object.entries(aDocument({ hand_number: n, started_at: `2025-10-16T00:00:00.${n}Z` }))
      const spoiled = fields
        .filter(() => !random.chance(0.05))
        .map(
          ([name, value]) => `"${name}": ${random.chance(0.08) ? weirdJson(random) : JSON.stringify(value)}`,
        )
      const document = random.chance(0.03) ? weirdJson(random) : `{${spoiled.join(', ')}}`
      if ((await tried(tx, 'select $1::jsonb', [document])).refusal) continue // no JSON to PostgreSQL
      await tx.query('savepoint one')
      const { refusal, result } = await tried(tx, 'select * from hub.record_hand($1)', [document])
      const outcome = refusal?.code ?? result?.rows[0].outcome
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
      if (refusal) {
        expect({ document: document.slice(0, 500), ...refusal }).toMatchObject({
          code: expect.stringMatching(/^UB4(00|22)$/),
          hint: expect.stringMatching(/\S/),
        })
      } else {
        expect(await complaintsAbout(tx, 'hands', result?.rows[0].hand_id), document.slice(0, 2000)).toEqual(
          [],
        )
      }
      await tx.query(random.chance(0.5) ? 'rollback to savepoint one' : 'release savepoint one')
    }
    expect(seen.get('inserted')).toBeGreaterThan(100)
    expect(seen.get('UB422')).toBeGreaterThan(100)
  })
})
