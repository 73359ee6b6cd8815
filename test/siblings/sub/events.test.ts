import type { Client } from 'pg'
import { expect } from 'vitest'
import { aHand, insert } from '../../support/builders.ts'
import { test } from '../../support/database.ts'
import { aRule, made } from '../../support/rules.ts'
import { aCsv, bring, sampleFiles, samples } from './support.ts'

const decide = (client: Client) => client.query('select * from hub.decide_rules()')
const level = (n: number) => aCsv(`tournament_number,current_level\nEV-05,${n}\n`)
const left = (n: number) => aCsv(`tournament_number,remaining_players\nEV-05,${n}\n`)

test('an import that raises the level orders the graphic once, repeated or not', async ({
  database: { db },
  client,
}) => {
  await bring(db, await sampleFiles(samples['1']))
  await decide(client)
  expect(await made(client)).toEqual([])
  await bring(db, [level(12)])
  await bring(db, [level(12)])
  await decide(client)
  await bring(db, [level(12)])
  await decide(client)
  expect(await made(client)).toMatchObject([
    {
      template: 'blind_level',
      event: 'level_change',
      trigger: 'tournament:EV-05:12',
      status: 'pending',
      by_rule: true,
      // the ante is that of the big blind; the second line is the level below
      layers: { 'Blinds 1': '3,000 / 6,000 - 6,000', 'Blinds 2': '3,000 / 5,000' },
    },
  ])
  // an old file and then the new one again: that level had its graphic
  await bring(db, [level(11)])
  await bring(db, [level(12)])
  await decide(client)
  expect(await made(client, `trigger_id = 'tournament:EV-05:12'`)).toHaveLength(1)
})

test('level and structure may come in one import, in any order', async ({ database: { db }, client }) => {
  await bring(db, await sampleFiles(['tournament_data']))
  const [blinds] = await sampleFiles(['blind_structure'])
  await bring(
    db,
    [blinds, level(13)].filter((file) => file !== undefined),
  )
  await decide(client)
  expect(await made(client)).toMatchObject([{ layers: { 'Blinds 1': '4,000 / 8,000 - 8,000' } }])
  const report = await bring(db, [level(40)])
  expect(report.notes).toEqual([expect.stringMatching(/EV-05: level 40 is not in the blind structure/)])
})

test('a level that changes before there are blinds gives no graphic, and that is noted', async ({
  database: { db },
  client,
}) => {
  const noted = [
    expect.stringMatching(/EV-0[56]: it is at level \d+ and has no blind structure: .* no graphic/),
  ]
  expect((await bring(db, await sampleFiles(['tournament_data']))).notes).toEqual([...noted, ...noted])
  expect((await bring(db, [level(12)])).notes).toEqual(noted)
  await decide(client)
  expect(await made(client)).toEqual([])
  // a file that says nothing of levels has nothing to do with it
  expect((await bring(db, [left(90)])).notes).toEqual([])
  expect((await bring(db, await sampleFiles(['blind_structure']))).notes).toEqual([])
  expect((await bring(db, [level(13)])).notes).toEqual([])
  await decide(client)
  expect(await made(client)).toHaveLength(1)
})

test('a sibling that writes the blinds in play itself needs no structure', async ({
  database: { db },
  client,
}) => {
  await insert(client, 'tournaments', {
    event_code: 'EV-05',
    name: 'Main',
    current_blinds_json: { small_blind: 300, big_blind: 600 },
  })
  expect((await bring(db, [level(12)])).notes).toEqual([])
})

test('payouts make the money known: itm_reached, final_table', async ({ database: { db }, client }) => {
  await aRule(client, { name: 'final', event: 'final_table', template_name: 'final', layer_map: {} })
  await bring(db, await sampleFiles(['tournament_data']))
  await bring(db, await sampleFiles(['payout_structure']))
  await bring(db, [left(93)])
  await decide(client)
  expect(await made(client)).toEqual([])
  for (const n of [92, 91, 9, 8]) await bring(db, [left(n)])
  await decide(client)
  const graphics = await made(client)
  expect(graphics.map(({ event }) => event).toSorted()).toEqual(['final_table', 'itm_reached'])
  expect(graphics.find(({ event }) => event === 'itm_reached')).toMatchObject({
    template: 'payouts',
    layers: { 'Place 1': '1', 'Prize 1': '$165,240', 'Place 3': '3', 'Place 4': '4-6', 'Place 9': '' },
  })
})

test('payouts other than those announced make their graphic anew, those that come first do not', async ({
  database: { db },
  client,
}) => {
  await bring(db, await sampleFiles(samples['1']))
  const first = async (amount: string): Promise<void> => {
    const [file] = await sampleFiles(['payout_structure'])
    const text = new TextDecoder().decode(file?.bytes)
    await bring(db, [aCsv(text.replaceAll('165,240', amount))])
  }
  await first('165240')
  await decide(client)
  expect(await made(client)).toEqual([])
  await first('200000')
  await first('200000')
  await decide(client)
  expect(await made(client)).toMatchObject([
    { template: 'payouts', event: 'payout_change', status: 'pending', layers: { 'Prize 1': '$200,000' } },
  ])
})

test('payouts that reach down to the players left are the event themselves', async ({
  database: { db },
  client,
}) => {
  await bring(db, [aCsv('tournament_number,name,remaining_players\nEV-05,A,80\n')])
  for (let i = 0; i < 2; i++) await bring(db, await sampleFiles(['payout_structure']))
  await decide(client)
  expect(await made(client)).toMatchObject([{ event: 'itm_reached', trigger: 'tournament:EV-05' }])
})

test('two sessions that import the same files at once make one set of rows and events', async ({
  database: { db },
  client,
}) => {
  await bring(db, await sampleFiles(samples['1']))
  const [chips] = await sampleFiles(['player_chips'])
  const files = [level(12), chips].filter((file) => file !== undefined)
  const doubled = [...files].reverse()
  const reports = await Promise.all(
    Array.from({ length: 8 }, (_, n) => bring(db, n % 2 === 0 ? files : doubled)),
  )
  expect(reports.map((report) => report.stored)).toEqual(Array(8).fill(true))
  const updated = reports.flatMap((report) => report.files).reduce((sum, file) => sum + file.updated, 0)
  expect(updated).toBe(1)
  await decide(client)
  expect(await made(client)).toHaveLength(1)
  expect(
    (
      await client.query(
        `select from hub.events where kind like 'tournament.%' and doc ? 'current_level' and op = 'update'`,
      )
    ).rowCount,
  ).toBe(1)
})

test('an import waits for a sibling that holds the tournament, then sees what it wrote', async ({
  database: { db },
  client,
  connect,
}) => {
  await bring(db, await sampleFiles(['tournament_data']))
  await client.query('begin')
  await client.query(`update public.tournaments set remaining_players = 50 where event_code = 'EV-05'`)
  const coming = bring(db, [aCsv('tournament_number,prize_pool\nEV-05,900000\n')])
  const other = await connect()
  await expect
    .poll(
      async () =>
        (
          await other.query(
            `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )
        ).rowCount,
    )
    .toBe(1)
  await client.query('commit')
  expect(await coming).toMatchObject({ stored: true })
  const { rows } = await client.query(
    `select remaining_players, prize_pool from public.tournaments where event_code = 'EV-05'`,
  )
  expect(rows).toEqual([{ remaining_players: 50, prize_pool: '900000' }])
})

const chipsOf = async (client: Client, name: string) =>
  (
    await client.query(
      'select chips::int, nationality, sources from hub.tournament_players where name = $1',
      [name],
    )
  ).rows[0]

test('chips of a feature table are those of PokerGFX while its hands are fresh', async ({
  database: { db },
  client,
}) => {
  await bring(db, await sampleFiles(['tournament_data']))
  const players = [
    { seat: 3, name: '김하늘', stack: 1_000_000, end_stack: 1_300_000 },
    { seat: 2, name: 'Tan, Wei Jie', stack: 500_000, end_stack: 200_000 },
  ]
  await insert(client, 'public.hands', aHand({ table_id: 'table_1', hand_number: 17, players_json: players }))
  const report = await bring(db, await sampleFiles(['player_chips']))
  expect(report.rows.find((row) => row.subject?.endsWith('김하늘'))?.why).toBe(
    'chips are 1300000 as PokerGFX says (table_1, hand 17)',
  )
  expect(await chipsOf(client, '김하늘')).toMatchObject({ chips: 1_300_000, sources: { chips: 'rfid' } })
  // his row says table 14, so he is another, or has moved on
  expect(await chipsOf(client, 'Tan, Wei Jie')).toMatchObject({ chips: 986_500, sources: { chips: 'csv' } })
  await client.query(`update hub.settings set value = 'true' where key = 'simulation'`)
  // half an hour later the last hand says nothing about now
  await client.query(
    `select * from hub.import_rows($1, '[]', 'csv', 'ann', 'level end', p_now => now() + interval '31 minutes')`,
    [JSON.stringify([{ file: 0, line: 2, kind: 'player', code: 'EV-05', name: '김하늘', chips: 1_250_000 }])],
  )
  expect(await chipsOf(client, '김하늘')).toMatchObject({ chips: 1_250_000, sources: { chips: 'csv' } })
})

test('manual over csv, field by field, and never the other way', async ({ database: { db }, client }) => {
  await bring(db, await sampleFiles(samples['1']))
  await bring(db, [aCsv('tournament_number,prize_pool\nEV-05,1000000\n')], { source: 'manual' })
  await bring(db, [aCsv('tournament_number,player_name,chips,nationality\nEV-05,박서준,400000,KR\n')], {
    source: 'manual',
  })
  const report = await bring(db, [aCsv('tournament_number,prize_pool,remaining_players\nEV-05,826200,141\n')])
  expect(report.rows).toMatchObject([{ outcome: 'updated', why: 'prize_pool stays 1000000 as manual says' }])
  const again = await bring(db, await sampleFiles(['player_chips']))
  expect(again.rows.find((row) => row.subject?.endsWith('박서준'))).toMatchObject({
    outcome: 'unchanged',
    why: 'chips stay 400000 as manual says',
  })
  expect(await chipsOf(client, '박서준')).toMatchObject({ chips: 400_000, nationality: 'KR' })
  expect(
    (
      await client.query(
        `select prize_pool, remaining_players from public.tournaments where event_code = 'EV-05'`,
      )
    ).rows,
  ).toEqual([{ prize_pool: '1000000', remaining_players: 141 }])
  await bring(db, [aCsv('tournament_number,place_start,amount\nEV-05,1,500\n')], { source: 'manual' })
  expect((await bring(db, await sampleFiles(['payout_structure']))).rows[0]).toMatchObject({
    outcome: 'unchanged',
    why: 'the payouts stay as manual says',
  })
})
