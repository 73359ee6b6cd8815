import { expect } from 'vitest'
import { test } from '../../support/database.ts'
import { aCsv, bring, everything, refusals, sampleFiles, samples } from './support.ts'

test('dialect 1 comes in whole, under its numbers', async ({ database: { db }, client }) => {
  const report = await bring(db, await sampleFiles(samples['1']))
  expect(refusals(report)).toEqual([])
  expect(report).toMatchObject({ stored: true, left_off: 0 })
  expect(report.files.map(({ kind, dialect, inserted }) => [kind, dialect, inserted])).toEqual([
    ['tournaments', '1', 2],
    ['players', '1', 5],
    ['levels', '1', 5],
    ['payouts', '1', 6],
    ['broadcasts', '1', 2],
  ])
  const { rows } = await client.query(`select t.*, f.facts from public.tournaments as t
    join hub.tournament_facts as f on f.tournament_id = t.id where event_code = 'EV-05'`)
  expect(rows).toMatchObject([
    {
      name: '제5회 서울 메인 이벤트',
      buy_in: '1500',
      prize_pool: '826200',
      total_entries: 612,
      remaining_players: 142,
      current_level: 11,
      places_paid: 92,
      source: 'csv',
      current_blinds_json: { level: 11, small_blind: 3000, big_blind: 5000, duration_minutes: 60 },
      facts: { rake: 150, starting_chips: 40_000, status: 'running' },
    },
  ])
  const [main] = rows
  expect(main.blinds_json.map((each: { level: number }) => each.level)).toEqual([10, 11, 11, 12, 13])
  expect(main.blinds_json[2]).toMatchObject({ is_break: true, break_name: 'Dinner' })
  expect(main.payouts_json[0]).toEqual({
    position: 1,
    position_end: 1,
    amount: 165_240,
    percentage: 20,
    is_bracelet: true,
  })
  expect(main.standings_json).toMatchObject([
    { rank: 1, name: '김하늘', chips: 1_284_500, table_id: '1', seat: 3 },
    { rank: 2, name: 'Marta Oliveira' },
    { rank: 3, name: 'Tan, Wei Jie' },
    { rank: 4, name: '박서준' },
  ])
  const audit = await client.query('select actor, verb, reason, after, evidence from hub.actions')
  expect(audit.rows).toMatchObject([
    { actor: 'ann', verb: 'import_rows', reason: 'level end', after: { inserted: 20 } },
  ])
  const slots = await client.query(
    'select on_date::text, starts_at, title, is_live from hub.broadcasts order by 1',
  )
  expect(slots.rows[1]).toEqual({
    on_date: '2026-11-24',
    starts_at: '14:00:00',
    title: 'Main Event Final Table',
    is_live: true,
  })
})

test('dialect 2 comes in whole: the only tournament among the files has the rows', async ({
  database: { db },
  client,
}) => {
  const report = await bring(db, await sampleFiles(samples['2']))
  expect(refusals(report)).toEqual([])
  const { rows } = await client.query('select * from public.tournaments')
  expect(rows).toMatchObject([
    {
      event_code: '제주 미니 메인',
      name: '제주 미니 메인',
      places_paid: 27,
      buy_in: '550',
      remaining_players: 18,
    },
  ])
  expect(rows[0].standings_json).toMatchObject([
    { name: '이도윤', nationality: 'KR', chips: 912_000 },
    { name: 'Lucía Ferrer', nationality: 'ES' },
    { name: 'Anders Holm' },
  ])
  expect(rows[0].blinds_json).toHaveLength(3)
  // it is found again by its name, in any case; alone its lists are nobody's
  const again = await bring(db, [aCsv('NAME,remaining_players\n제주 미니 메인,17\n')])
  expect(again.files).toMatchObject([{ updated: 1, inserted: 0 }])
  const alone = await bring(db, await sampleFiles(['payouts']))
  expect(alone.stored).toBe(false)
  expect(refusals(alone)).toEqual([[null, null, expect.stringMatching(/declare its number/)]])
  const told = await bring(db, await sampleFiles(['payouts']), { tournament: '제주 미니 메인' })
  expect(told).toMatchObject({ stored: true, files: [{ unchanged: 4, inserted: 0, updated: 0 }] })
})

test('whose rows they are is not guessed: two tournaments, or one that could not be read beside another', async ({
  database: { db },
}) => {
  const lists = aCsv('place_start,amount\n1,500\n', 'payouts.csv')
  const refused = [
    null,
    null,
    expect.stringMatching(/--tournament.*tournaments\.csv that names this tournament alone/),
  ]
  const two = aCsv('name,remaining_players\nMain,90\nSide,40\n', 'tournaments.csv')
  expect(refusals(await bring(db, [lists, two]))).toEqual([refused])
  const bad = aCsv('name,remaining_players\nMain,90\nSide,many\n', 'tournaments.csv')
  expect(refusals(await bring(db, [lists, bad], { partial: true }))).toEqual(
    expect.arrayContaining([refused]),
  )
  // the same one in two files is one
  const main = 'name,remaining_players\nMain,90\n'
  const report = await bring(db, [lists, aCsv(main, 'a.csv'), aCsv(main, 'b.csv')])
  expect(report.stored).toBe(true)
})

test('the same import again changes nothing, and is remembered', async ({ database: { db }, client }) => {
  const files = await sampleFiles(samples['1'])
  await bring(db, files)
  const { rows: before } = await client.query('select xmin, * from public.tournaments order by id')
  // that somebody imported is told each time
  const changes = `select count(*) from hub.events where kind <> 'action.taken'`
  const journal = await client.query(changes)
  const again = await bring(db, files)
  expect(again.files.map(({ unchanged, inserted, updated }) => [unchanged, inserted, updated])).toEqual([
    [2, 0, 0],
    [5, 0, 0],
    [5, 0, 0],
    [6, 0, 0],
    [2, 0, 0],
  ])
  expect((await client.query('select xmin, * from public.tournaments order by id')).rows).toEqual(before)
  expect((await client.query(changes)).rows).toEqual(journal.rows)
  expect(
    (await client.query('select name, unchanged from hub.imports order by id desc limit 1')).rows,
  ).toEqual([{ name: 'broadcast_schedule.csv', unchanged: 2 }])
})

test('every field follows, what is blank or absent stays', async ({ database: { db }, client }) => {
  await bring(db, await sampleFiles(samples['1']))
  await bring(db, [
    aCsv(
      'tournament_number,name,buy_in,current_level,remaining_players,registered_players,prize_pool,event_type,start_date\n' +
        'EV-05,New name,2000,12,,613,900000,PLO,2026-11-20T12:00+09:00\n',
    ),
  ])
  const { rows } = await client.query(`select * from public.tournaments where event_code = 'EV-05'`)
  expect(rows).toMatchObject([
    {
      name: 'New name',
      buy_in: '2000',
      prize_pool: '900000',
      current_level: 12,
      remaining_players: 142,
      total_entries: 613,
      places_paid: 92,
      event_type: 'PLO',
      start_date: new Date('2026-11-20T03:00:00Z'),
      current_blinds_json: { level: 12, big_blind: 6000 },
    },
  ])
  // a list is what its file says: what it does not name is gone
  await bring(db, [aCsv('tournament_number,place_start,place_end,amount\nEV-05,1,1,100\nEV-05,2,40,50\n')])
  expect(
    (
      await client.query(
        `select places_paid, payouts_json from public.tournaments where event_code = 'EV-05'`,
      )
    ).rows,
  ).toMatchObject([{ places_paid: 40, payouts_json: [{ amount: 100 }, { amount: 50 }] }])
})

test('bad rows are told with row, column and remedy, and nothing is stored', async ({
  database: { db },
  client,
}) => {
  await bring(db, await sampleFiles(samples['1']))
  const before = await everything(client)
  const text = [
    'tournament_number,player_name,chips,table_number,seat_number,rank,is_eliminated',
    'EV-05,Good Player,5000,1,1,9,false',
    'EV-05,,5000,1,2,9,false',
    '',
    'EV-05,Broken Chips,5.5k,1,3,9,false',
    'EV-99,Elsewhere,5000,1,4,9,false',
    'EV-05,Minus,-5,1,5,9,maybe',
    'EV-05,GOOD  player,6000,1,1,9,false',
    'EV-05,Good Player,5000,1,1,9,false',
    'EV-05,Out,7000,1,1,9,true',
    'EV-05,Comma,7,000,1,1,9,true',
  ].join('\r\n')
  const report = await bring(db, [aCsv(text)])
  expect(report).toMatchObject({ stored: false, files: [{ inserted: 1, refused: 7, unchanged: 1 }] })
  expect(refusals(report)).toEqual([
    [3, 'player_name', 'is empty: fill it in'],
    [5, 'chips', '"5.5k" is no whole number: write it like 1500'],
    [6, null, 'no such tournament: import it first, or mend its number'],
    [7, 'chips', '"-5" is negative: write 0 or more'],
    [7, 'is_eliminated', '"maybe" is neither yes nor no: write true or false'],
    [8, null, 'speaks of the same as row 2, and otherwise: keep one of them'],
    [10, 'chips', 'who is out has no chips: write 0, or is_eliminated false'],
    [11, null, 'has 8 cells under 7 columns: put quotes around cells with separators'],
  ])
  expect(await everything(client)).toEqual(before)

  const partial = await bring(db, [aCsv(text)], { partial: true })
  expect(partial).toMatchObject({ stored: true, files: [{ inserted: 1, refused: 7 }] })
  const { rows } = await client.query(
    `select name, chips from hub.tournament_players where name ilike 'good%'`,
  )
  expect(rows).toEqual([{ name: 'Good Player', chips: '5000' }])
})

test('a partial list keeps the entries whose rows were refused', async ({ database: { db }, client }) => {
  await bring(db, await sampleFiles(samples['1']))
  const text = 'tournament_number,place_start,place_end,amount\nEV-05,1,1,200000\nEV-05,2,2,oops\n'
  expect(await bring(db, [aCsv(text)], { partial: true })).toMatchObject({ stored: true })
  const { rows } = await client.query(
    `select payouts_json from public.tournaments where event_code = 'EV-05'`,
  )
  expect(rows[0].payouts_json.map((each: { amount: number }) => each.amount)).toEqual([
    200_000, 107_400, 74_360, 38_830, 20_650, 3_080,
  ])
})

test('a preview writes nothing and foretells the import', async ({ database: { db }, client }) => {
  const files = await sampleFiles(samples['1'])
  const before = await everything(client)
  const told = await bring(db, files, { preview: true })
  expect(told).toMatchObject({ stored: false, preview: true })
  expect(await everything(client)).toEqual(before)
  const done = await bring(db, files)
  expect({ ...told, stored: true, preview: false }).toEqual(done)
})

test('money says its unit, or it is refused', async ({ database: { db }, client }) => {
  const text = 'tournament_number,name,buy_in,prize_pool\nE1,One,150000,82620000\n'
  expect(refusals(await bring(db, [aCsv(text)], { unit: undefined }))).toEqual([
    [2, 'buy_in', expect.stringMatching(/^dollars or cents\?/)],
    [2, 'prize_pool', expect.stringMatching(/^dollars or cents\?/)],
  ])
  expect(refusals(await bring(db, [aCsv(text)], { unit: 'chips' }))).toEqual([
    [null, null, 'holds money: declare dollars or cents, not chips'],
  ])
  expect(await bring(db, [aCsv(text)], { unit: 'cents' })).toMatchObject({ stored: true })
  expect((await client.query('select buy_in, prize_pool from public.tournaments')).rows).toEqual([
    { buy_in: '1500', prize_pool: '826200' },
  ])
  const marked = aCsv('tournament_number,name,buy_in,prize_pool\nE1,One,"$1,500",$826200\n')
  expect(await bring(db, [marked], { unit: undefined })).toMatchObject({ files: [{ unchanged: 1 }] })
  expect(refusals(await bring(db, [marked], { unit: 'cents' }))[0]?.[2]).toMatch(/says dollars, but cents/)
  const odd = aCsv('tournament_number,name,buy_in\nE1,One,150050\n')
  expect(refusals(await bring(db, [odd], { unit: 'cents' }))[0]?.[2]).toMatch(/whole dollars/)
  // without money no unit is asked for
  const plain = aCsv('tournament_number,name,buy_in,remaining_players\nE1,One,0,7\n')
  expect(await bring(db, [plain], { unit: undefined })).toMatchObject({ stored: true })
})

test('fifty thousand players come in and come again, while others get their turn', async ({
  database: { db },
  client,
}) => {
  await bring(db, await sampleFiles(['tournament_data']))
  const names = Array.from(
    { length: 50_000 },
    (_, n) => `EV-05,선수 Player ${n},${100_000 + n},${n % 5_000},${n % 9},,false`,
  )
  const file = aCsv(
    `tournament_number,player_name,chips,table_number,seat_number,rank,is_eliminated\n${names.join('\n')}`,
  )
  let turns = 0
  const beat = setInterval(() => {
    turns += 1
  }, 10)
  const before = process.memoryUsage().rss
  const start = performance.now()
  const first = await bring(db, [file])
  const took = performance.now() - start
  clearInterval(beat)
  expect(first).toMatchObject({ stored: true, left_off: 40_000, files: [{ inserted: 50_000, refused: 0 }] })
  const again = await bring(db, [file])
  expect(again.files).toMatchObject([{ unchanged: 50_000 }])
  const { rows } = await client.query(
    `select jsonb_array_length(standings_json) as length, standings_json -> 0 as first from public.tournaments where event_code = 'EV-05'`,
  )
  expect(rows).toMatchObject([{ length: 100, first: { name: '선수 Player 49999', rank: 1, chips: 149_999 } }])
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  expect(grown).toBeLessThan(1024) // measured 310 to 330 MB, both imports
  expect(turns).toBeGreaterThan(20)
  expect(took).toBeLessThan(30_000) // what the hub gives a statement; measured 4 to 6 s on two busy cores
}, 90_000)
