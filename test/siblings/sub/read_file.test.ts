import { expect, test } from 'vitest'
import { readFile } from '../../../src/siblings/sub/read_file.ts'
import { aCsv } from './support.ts'

const players = 'tournament_number,player_name,chips\nEV-05,김하늘,5000\n'
// The same in CP949, as Korean Excel saves it; the second name begins with a syllable that EUC-KR lacks.
const cp949 = Uint8Array.from([
  ...new TextEncoder().encode('tournament_number,player_name,chips\nEV-05,'),
  ...[0xb1, 0xe8, 0xc7, 0xcf, 0xb4, 0xc3],
  ...new TextEncoder().encode(',5000\nEV-05,'),
  ...[0x8c, 0x63, 0xb9, 0xe6, 0xb0, 0xa2, 0xc7, 0xcf],
  ...new TextEncoder().encode(',1\n'),
])

const names = async (bytes: Uint8Array) =>
  (await readFile({ name: 'a.csv', bytes }, {})).rows.map(({ domain }) => domain.name)

test('UTF-8 with and without mark, UTF-16 and CP949 are told apart, and CP949 is said', async () => {
  const utf8 = new TextEncoder().encode(players)
  expect(await readFile({ name: 'a', bytes: utf8 }, {})).toMatchObject({ encoding: 'UTF-8', notes: [] })
  const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8])
  expect(await readFile({ name: 'a', bytes: marked }, {})).toMatchObject({
    encoding: 'UTF-8 with mark',
    kind: 'players',
    rows: [{ row: 2, domain: { code: 'EV-05', name: '김하늘', chips: 5000 } }],
  })
  expect(await names(Buffer.from(`\ufeff${players.replaceAll(',', '\t')}`, 'utf16le'))).toEqual(['김하늘'])
  const korean = await readFile({ name: 'a', bytes: cp949 }, {})
  expect(korean.rows.map(({ domain }) => domain.name)).toEqual(['김하늘', '똠방각하'])
  expect(korean).toMatchObject({ encoding: 'CP949', notes: [expect.stringMatching(/read as CP949/)] })
})

test('what is no CSV says what to do', async () => {
  for (const [bytes, why] of [
    [[0x50, 0x4b, 3, 4, 0, 0], /Excel workbook/],
    [[0xff, 0xff, 0x80], /neither in UTF-8 nor in CP949/],
    [[...new TextEncoder().encode('name,chips\nA\u0000,1')], /U\+0000/],
    [[], /is empty/],
    [[...new TextEncoder().encode('a,b,c\n1,2,3\n')], /no known header: a, b, c/],
    [[...new TextEncoder().encode('tournament_number,player_name,chips\n')], /no rows/],
    [[...new TextEncoder().encode('name,player,chips\nA,B,1\n')], /two columns for player_name/],
    [[...new TextEncoder().encode('name,chips\n"A,1\nB,2\n')], /quote that is not closed/],
    [[...new TextEncoder().encode('name,chips\n"A"x,1\n')], /quote where none may be/],
    [[...new TextEncoder().encode(`name,chips\n"${'A'.repeat(70_000)}\n`)], /more than 65536 bytes/],
  ] as const) {
    const read = await readFile({ name: 'a', bytes: Uint8Array.from(bytes) }, {})
    expect(read).toMatchObject({ rows: [], faults: [{ why: expect.stringMatching(why) }] })
  }
})

test('comma, semicolon, tab and a declared separator', async () => {
  for (const [text, delimiter] of [
    [players, 'comma'],
    [players.replaceAll(',', ';'), 'semicolon'],
    [players.replaceAll(',', '\t'), 'tab'],
    [`sep=;\r\n${players.replaceAll(',', ';')}`, 'semicolon'],
    [players.replaceAll('\n', '\r\n'), 'comma'],
    [players.replaceAll('\n', '\r'), 'comma'],
  ] as const) {
    const read = await readFile(aCsv(text), {})
    expect(read).toMatchObject({ delimiter, faults: [], rows: [{ domain: { name: '김하늘', chips: 5000 } }] })
    expect(read.rows[0]?.row).toBe(text.startsWith('sep') ? 3 : 2)
  }
})

test('rows are counted as a spreadsheet does: empty lines count, line breaks in cells do not', async () => {
  const text = '\n\nname,chips\n"Ann\nMary\n Lee",1\n,,\n\nBob,x\n'
  const read = await readFile(aCsv(text), {})
  expect(read.rows).toEqual([{ row: 4, domain: { kind: 'player', name: 'Ann Mary Lee', chips: 1 } }])
  expect(read.faults).toEqual([
    { row: 7, column: 'chips', why: '"x" is no whole number: write it like 1500' },
  ])
})

test('the headers of both dialects, in any case and order, unknown ones said', async () => {
  for (const [header, kind, dialect] of [
    ['Registered Players,NAME,Buy-In,Prize Pool', 'tournaments', '2'],
    ['name,current_level,tournament_number', 'tournaments', '1'],
    ['current_rank,chips,nationality,name', 'players', '2'],
    ['level_number,small_blind,big_blind,ante,duration', 'levels', '2'],
    ['level,SB,BB,tournament_number', 'levels', '1'],
    ['place_start,place_end,amount', 'payouts', '2'],
    ['date,time_start,event_title', 'broadcasts', '1'],
    ['선수,칩,순위', 'players', '2'],
  ] as const) {
    expect(await readFile(aCsv(`${header}\n1,1,1,1,1\n`), {})).toMatchObject({ kind, dialect })
  }
  const read = await readFile(aCsv('name,chips,shoe_size\nA,1,44\n'), {})
  expect(read.notes).toEqual(['columns nobody knows were left out: shoe_size'])
  expect((await readFile(aCsv('name,chips\nA,1\n'), { dialect: '1' })).faults[0]?.why).toMatch(/dialect 1/)
  expect((await readFile(aCsv(players), { dialect: '2' })).faults[0]?.why).toMatch(/dialect 2/)
  expect((await readFile(aCsv('name,chips\nA,1\n'), { kind: 'payouts' })).faults[0]?.why).toMatch(
    /place_start, amount is missing/,
  )
})

test('numbers as people write them, and those nobody can be sure of', async () => {
  const number = async (cell: string) => {
    const { rows, faults } = await readFile(aCsv(`name,chips\nA,"${cell}"\n`), {})
    return rows[0]?.domain.chips ?? faults[0]?.why
  }
  for (const [cell, value] of [
    ['22,975,000', 22_975_000],
    ['22 975 000', 22_975_000],
    ['22\u00a0975', 22_975],
    ['１２００', 1200],
    ['1500.00', 1500],
    [' 7 ', 7],
    ['0', 0],
  ] as const) {
    expect([cell, await number(cell)]).toEqual([cell, value])
  }
  for (const cell of [
    '1.500',
    '1,5',
    '1,50,000',
    '1.5',
    '2.5M',
    '1e5',
    '0x10',
    'x',
    '9007199254740993',
    '٣',
  ]) {
    expect([cell, await number(cell)]).toEqual([cell, expect.stringMatching(/whole number|too large/)])
  }
})

test('malicious cells are refused, not stored', async () => {
  for (const [cell, why] of [
    ['=HYPERLINK(""http://x"")', /formula/],
    ["=cmd|' /C calc'!A0", /formula/],
    ['+1+1', /formula/],
    ['-1+1', null],
    ['@SUM(1)', /formula/],
    ['＝1', null],
    ['#REF!', /spreadsheet's error/],
    ['a\u202egnp', /nobody sees/],
    ['a\u0007', /nobody sees/],
    ['a\u200bb', /nobody sees/],
    ['x'.repeat(256), /256 characters/],
    ['="00 12"', null],
    ["Robert'); drop table hands;--", null],
    ['<script>alert(1)</script>', null],
    ['{rule.name|upper}', null],
  ] as const) {
    const { rows, faults } = await readFile(
      aCsv(`name,chips\n"${cell.replace(/^="/, '=""').replace(/12"$/, '12""')}",1\n`),
      {},
    )
    if (why)
      expect([cell, faults[0]?.column, faults[0]?.why]).toEqual([cell, 'name', expect.stringMatching(why)])
    else expect([cell, rows.length]).toEqual([cell, 1])
  }
})

test('levels, breaks and payouts that contradict each other', async () => {
  const levels = await readFile(
    aCsv(
      'level,small_blind,big_blind,is_break\n1,100,200,\n,,,yes\n2,400,200,\n3,0,0,\n4,200,400,\n4,300,400,\n4,200,400,\n',
    ),
    {},
  )
  expect(levels.rows.map(({ row, domain }) => [row, domain.entry])).toEqual([
    [2, { level: 1, small_blind: 100, big_blind: 200 }],
    [3, { level: 1, is_break: true }],
    [6, { level: 4, small_blind: 200, big_blind: 400 }],
  ])
  expect(levels.faults.map(({ row, column }) => [row, column])).toEqual([
    [4, 'small_blind'],
    [5, 'big_blind'],
    [7, undefined],
  ])
  expect(levels.repeated).toEqual([[8, 6]])
  const payouts = await readFile(aCsv('place_start,place_end,amount\n1,3,$5\n3,4,$4\n9,8,$1\n0,,$1\n'), {})
  expect(payouts.faults.map(({ row, column }) => [row, column])).toEqual([
    [4, 'place_end'],
    [5, 'place_start'],
    [3, undefined],
  ])
})
