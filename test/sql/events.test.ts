import { describe, expect } from 'vitest'
import { aHand, insert, type Row } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'

// event_rows, event_document, all_in_players, eliminated_players, previous_hand, chip_leader, event_name.

const players = (...rows: Row[]): Row[] =>
  rows.map((row, i) => ({ seat: i + 1, name: `P${i + 1}`, stack: 1000, hole_cards: [], ...row }))

describe('events of a hand', () => {
  const events = [
    ...['hand_completed', 'premium_hand', 'all_in', 'elimination'],
    ...['big_pot', 'heads_up', 'level_change', 'chip_lead_change'],
  ]
  for (const [what, row, expected] of [
    ['a sparse plain row', { players_json: [], actions_json: [] }, ['hand_completed']],
    ['quads', { hand_rank: 'four_of_a_kind', players_json: [] }, ['hand_completed', 'premium_hand']],
    ['a flush', { hand_rank: 'flush', players_json: [] }, ['hand_completed']],
    ['two players', { players_json: players({}, {}) }, ['hand_completed', 'heads_up']],
    [
      'two and one who sits out',
      { players_json: players({}, {}, { sitting_out: true }) },
      ['hand_completed', 'heads_up'],
    ],
    [
      'an ALL IN in the export’s spelling',
      { players_json: players({}, {}, {}), actions_json: [{ EventType: 'ALL IN', PlayerNum: 2 }] },
      ['hand_completed', 'all_in'],
    ],
    [
      'an all-in by another client',
      { players_json: players({}, {}, {}), actions_json: [{ type: 'All-In', seat: 1 }] },
      ['hand_completed', 'all_in'],
    ],
    [
      'somebody out',
      { players_json: players({}, {}, { end_stack: 0, all_in: true }) },
      ['hand_completed', 'all_in', 'elimination'],
    ],
    [
      'who had nothing is not out',
      { players_json: players({}, {}, { stack: 0, end_stack: 0 }) },
      ['hand_completed'],
    ],
    [
      'a big pot',
      { players_json: [], pot_size: 20_000, blinds_json: { big_blind: 200 } },
      ['hand_completed', 'big_pot'],
    ],
    ['a big pot of unknown blinds', { players_json: [], pot_size: 20_000_000 }, ['hand_completed']],
  ] as const) {
    test(what, async ({ tx }) => {
      const id = await insert(tx, 'hands', aHand({ actions_json: [], ...row }))
      const { rows } = await tx.query(
        `select e.event from unnest($1::text[]) with ordinality as e (event, n)
         where exists (select from hub.event_rows(e.event, array[$2::bigint])) order by n`,
        [events, id],
      )
      expect(rows.map((found) => found.event)).toEqual(expected)
    })
  }

  test('none of a voided hand or a duplicate', async ({ tx }) => {
    const id = await insert(tx, 'hands', aHand({ hand_rank: 'full_house' }))
    await tx.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [id])
    for (const event of events) {
      expect(
        (await tx.query('select from hub.event_rows($1, array[$2::bigint])', [event, id])).rowCount,
      ).toBe(0)
    }
  })

  test('the document: the smallest all-in, each who is out, the winner, long ids as text', async ({ tx }) => {
    const { rows } = await tx.query(`select hand_id from hub.record_hand($1)`, [
      JSON.stringify({
        table_id: 't1',
        hand_number: 3,
        session_id: '638961224831992165',
        started_at: '2025-10-16T16:00:00Z',
        winner: '이순신',
        players_json: players(
          { name: '이순신', won: 300, end_stack: 1300 },
          { all_in: true, stack: 700, end_stack: 0 },
          { all_in: true, stack: 300, end_stack: 0 },
        ),
      }),
    ])
    const doc = async (event: string): Promise<{ subject: string; doc: Row }[]> =>
      (
        await tx.query('select subject, doc from hub.event_rows($1, array[$2::bigint]) order by 1', [
          event,
          rows[0].hand_id,
        ])
      ).rows
    expect(await doc('all_in')).toMatchObject([
      {
        subject: '',
        doc: {
          event: 'all_in',
          player: { seat: 3 },
          players_all_in: [{ seat: 3 }, { seat: 2 }],
          winner: { name: '이순신', won: 300 },
          winners: [{ seat: 1 }],
          hand: { session_id: '638961224831992165', day: '2025-10-17', number: 3, table_id: 't1' },
        },
      },
    ])
    expect((await doc('elimination')).map((row) => row.subject)).toEqual(['2', '3'])
  })

  test('level and lead by comparison with the hand before, in the order of play', async ({ tx }) => {
    const hand = async (minute: number, big: number, leader: string): Promise<string> => {
      const { rows } = await tx.query('select hand_id from hub.record_hand($1)', [
        JSON.stringify({
          table_id: 't1',
          hand_number: minute,
          session_id: 5,
          started_at: `2025-10-16T16:0${minute}:00Z`,
          blinds_json: { big_blind: big },
          players_json: players({ name: leader, end_stack: 900 }, { name: 'other', end_stack: 100 }),
        }),
      ])
      return rows[0].hand_id
    }
    const late = await hand(4, 400, 'B')
    const first = await hand(1, 200, 'A')
    const second = await hand(2, 200, 'B')
    const changed = async (event: string): Promise<unknown[]> =>
      (
        await tx.query('select hand_id from hub.event_rows($1, $2::bigint[]) order by 1', [
          event,
          [late, first, second],
        ])
      ).rows.map((row) => row.hand_id)
    expect(await changed('level_change')).toEqual([late])
    expect(await changed('chip_lead_change')).toEqual([second])
  })
})

test('event_name and is_hand_event know the siblings’ spellings', async ({ tx }) => {
  const { rows } = await tx.query(
    `select hub.event_name(w) as name, hub.is_hand_event(w) as hand
     from unnest('{player_eliminated, Premium ,level_up,itm,something new}'::text[]) as w`,
  )
  expect(rows).toEqual([
    { name: 'elimination', hand: true },
    { name: 'premium_hand', hand: true },
    { name: 'level_change', hand: false },
    { name: 'itm_reached', hand: false },
    { name: 'something new', hand: true },
  ])
})

describe('render_text and format_value', () => {
  const doc = {
    winner: { name: '이순신 {x|y} "q"', end_stack: 2_225_000, country: 'kr' },
    blinds: { big_blind: 40_000 },
    hand: { pot: 22_975_000, board: ['As', 'Td'], none: null },
    players: [{ name: 'first' }],
    place: 10,
  }
  for (const [template, text] of [
    ['plain', 'plain'],
    ['', ''],
    ['{winner.name}', '이순신 {x|y} "q"'],
    ['{winner.name|upper}', '이순신 {X|Y} "Q"'],
    ['{hand.pot|chips} / {winner.end_stack|bb}', '22,975,000 / 56BB'],
    ['{hand.pot|money}', '$22,975,000'],
    ['{place|ordinal}', '10TH'],
    ['{hand.board|cards}', 'A♠ T♦'],
    ['{players.0.name}', 'first'],
    ['[{players.3.name?}] [{players.0.name?}]', '[] [first]'],
    ['{players.3.name?} / {hand.none?|chips}', ''],
    ['{{{place}}}', '{10}'],
    ['{winner.country|flag} {winner.name|flag}', 'Flag/KR.png Flag/Unknown.png'],
  ] as const) {
    test(template || 'nothing', async ({ tx }) => {
      const { rows } = await tx.query('select hub.render_text($1, $2) as text', [
        template,
        JSON.stringify(doc),
      ])
      expect(rows).toEqual([{ text }])
    })
  }

  test('what is broken is refused by name', async ({ tx }) => {
    for (const [template, word] of [
      ['{winner.nmae}', 'winner.nmae'],
      ['{hand.none}', 'hand.none'],
      ['{place|shout}', 'shout'],
      ['{winner.name|chips}', 'chips'],
      ['{place', 'brace'],
      ['place}', 'brace'],
      ['{}', ''],
    ]) {
      const refusal = await refusalOf(tx, 'select hub.render_text($1, $2)', [template, JSON.stringify(doc)])
      expect(refusal).toMatchObject({ code: 'UB422', message: expect.stringContaining(word as string) })
      expect(refusal.hint).toBeTruthy()
    }
    expect(await refusalOf(tx, `select hub.render_text('{place|bb}', '{"place": 5}')`)).toMatchObject({
      code: 'UB422',
      message: expect.stringContaining('big_blind'),
    })
  })

  test('ordinals and flags at their edges', async ({ tx }) => {
    const each = async (formatter: string, values: unknown[]): Promise<unknown[]> => {
      const { rows } = await tx.query(
        `select hub.format_value(v, $1, '{}') #>> '{}' as text from jsonb_array_elements($2) as v`,
        [formatter, JSON.stringify(values)],
      )
      return rows.map((row) => row.text)
    }
    expect(await each('ordinal', [1, 2, 3, 4, 11, 12, 13, 21, 112])).toEqual(
      '1ST 2ND 3RD 4TH 11TH 12TH 13TH 21ST 112TH'.split(' '),
    )
    expect(await each('flag', ['US', 'South Korea', '../../etc/passwd', '', 'a', '대한민국'])).toEqual([
      ...['Flag/US.png', 'Flag/South Korea.png'],
      ...Array(4).fill('Flag/Unknown.png'),
    ])
    expect(await each('chips', [0, -5, 1234.6, '99'])).toEqual(['0', '-5', '1,235', '99'])
  })
})
