import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { isOutage } from '../../../src/database/outage.ts'
import type { Db } from '../../../src/database/pool.ts'
import { findExports } from '../../../src/siblings/feature_table/files.ts'
import { connectHub } from '../../../src/siblings/feature_table/hub.ts'
import { type Run, runOnce } from '../../../src/siblings/feature_table/run.ts'
import { runWatch } from '../../../src/siblings/feature_table/run_watch.ts'
import { test } from '../../support/database.ts'
import { hasRealExports, realFiles, realTables, withoutThem } from './real_exports.ts'
import { aFolder, aGfxHand, anExport, type Script } from './support.ts'

const fold: Script = { seats: { 1: [1000, 950], 2: [1000, 1050] }, events: ['1 FOLD'] }
const fullHouse: Script = {
  seats: { 1: [1000, 2000, 'as ad'], 2: [1000, 0, 'kc kd'] },
  events: ['1 ALL IN 1000', '2 CALL 1000', 'board ac 7d 7h jc 3s'],
}
const at = (minute: number) => `2025-10-19T13:${minute}:43.3959117Z`

/** A run against a database, and what it says. */
function aRun(db: Db, changes: Partial<Run>): { run: Run; printed: string[]; lines: string[] } {
  const printed: string[] = []
  const lines: string[] = []
  const run: Run = {
    hub: connectHub(db, 'test'),
    table: 'table_1',
    files: [],
    logs: [],
    isOutage,
    progress: { show: () => {}, line: (text) => lines.push(text), clear: () => {} },
    print: (text) => printed.push(text),
    signal: new AbortController().signal,
    ...changes,
  }
  return { run, printed, lines }
}

test('an export becomes hands; its session id keeps every digit', async ({ database, client }) => {
  const dir = await aFolder(onTestFinished)
  const hands = [aGfxHand({ ...fold, start: at(10) }), aGfxHand({ ...fullHouse, number: 2, start: at(12) })]
  await writeFile(join(dir, 'a.json'), anExport(hands, '638961224831992165'))
  await writeFile(join(dir, 'b.json'), '{"ID":1,')
  const { run, printed, lines } = aRun(database.db, { files: await findExports([dir]) })
  expect(await runOnce(run)).toBe(false)
  expect(lines).toEqual([`${join(dir, 'b.json')}:1:9: is not JSON: expected key, but the text ends`])
  expect(printed[0]).toMatch(
    /1 file, 2 records, 2 hands\n {2}2 inserted,.*\n {2}1 premium, 1 contested showdown/,
  )
  expect(printed[0]).toMatch(/\n {2}1 error$/)
  const { rows } = await client.query(
    `select session_id::text, hand_number::int, hand_rank, pot_size::int, winner, is_premium, quality_flags, origin,
       extract(microseconds from started_at)::int as micros
     from hands order by started_at`,
  )
  expect(rows).toEqual([
    expect.objectContaining({
      hand_number: 1,
      hand_rank: null,
      pot_size: 100,
      winner: 'P2',
      is_premium: false,
    }),
    {
      session_id: '638961224831992165',
      hand_number: 2,
      hand_rank: 'full_house',
      pot_size: 2000,
      winner: 'P1',
      is_premium: true,
      quality_flags: [],
      origin: 'pokergfx',
      micros: 43_395_912,
    },
  ])
})

test('a folder is watched while its file grows, and a log voids what was dealt again', async ({
  database,
  client,
}) => {
  const dir = await aFolder(onTestFinished)
  const path = join(dir, 'a.json')
  const log = join(dir, 'PGFX_live_data_export.txt')
  const one = aGfxHand({ ...fold, number: 7, start: at(10) })
  const again = aGfxHand({ ...fold, number: 7, start: at(12) })
  await writeFile(path, anExport([one]))
  await writeFile(log, '')
  const stop = new AbortController()
  const { run, printed, lines } = aRun(database.db, { files: [path], logs: [log], signal: stop.signal })
  const watching = runWatch({ ...run, paths: [dir], pollMs: undefined, patienceMs: 10_000 })
  await expect.poll(() => printed.join('\n')).toMatch(/following/)
  const grown = anExport([one, again])
  await writeFile(path, grown.subarray(0, grown.length - 200))
  await writeFile(path, grown)
  await expect.poll(() => printed).toContain(`${path}: 1 inserted`)
  const block = (minute: number) =>
    `HAND,7,${Math.round(Date.parse(at(minute)) / 1000)},HOLDEM\nPLAYER,1,P1,0,1000,950,\nPLAYER,2,P2,0,1000,1050,\n`
  await writeFile(log, block(10) + block(12))
  await expect.poll(() => printed.join('\n')).toMatch(/1 voided/)
  stop.abort()
  expect(await watching).toBe(true)
  expect(lines).toEqual([])
  const { rows } = await client.query(
    'select voided_at is not null as voided, void_reason from hands order by started_at',
  )
  expect(rows).toEqual([
    { voided: true, void_reason: `hand 7 was dealt again at 2025-10-19T13:12:43Z (${log})` },
    { voided: false, void_reason: null },
  ])
})

test('what the hub refuses is told with its place; the other hands go in', async ({ database, client }) => {
  const dir = await aFolder(onTestFinished)
  await mkdir(join(dir, 'deep'))
  const path = join(dir, 'deep', 'a.json')
  const odd = aGfxHand({ ...fold, number: 2, start: at(12) }, { Description: 'a \u0000 in it' })
  await writeFile(path, anExport([odd, aGfxHand({ ...fold, start: at(10) })]))
  const { run, lines } = aRun(database.db, { files: [path] })
  expect(await runOnce(run)).toBe(false)
  expect(lines).toEqual([expect.stringMatching(/a\.json: Hands\[0\]: refused by the hub: .*\(22P05\)/)])
  expect((await client.query('select from hands')).rowCount).toBe(1)
})

describe.skipIf(!hasRealExports)(`real exports${withoutThem}`, () => {
  test('give the figures they must give, and again they change nothing', { timeout: 120_000 }, async ({
    database,
    client,
  }) => {
    const feed = async (order: (files: string[]) => string[]): Promise<void> => {
      for (const table of realTables) {
        const { run, lines } = aRun(database.db, { table, files: order(realFiles(table, '.json')) })
        expect({ clean: await runOnce(run), lines }).toEqual({ clean: true, lines: [] })
      }
    }
    const figures = async () => {
      const { rows } = await client.query(`
        select count(*)::int as hands, count(distinct (session_id, started_at))::int as distinct_hands,
          count(*) filter (where jsonb_array_length(community_cards_json) = 0)::int as no_flop,
          count(hand_rank)::int as ranked, count(*) filter (where is_premium)::int as premium,
          count(*) filter (where jsonb_path_exists(players_json, '$[*] ? (@.all_in == true)'))::int as all_in,
          count(*) filter (where jsonb_path_exists(players_json, '$[*] ? (@.eliminated == true)'))::int as eliminated,
          count(*) filter (where winner is null)::int as nobody, sum(pot_size)::int as pots,
          count(*) filter (where 'chips_not_conserved' = any (quality_flags))::int as chips,
          count(*) filter (where 'duplicate_card' = any (quality_flags))::int as duplicates,
          count(*) filter (where 'rank_contradicts_cards' = any (quality_flags))::int as contradicted,
          md5(string_agg(to_jsonb(h)::text, ',' order by id)) as content
        from hands as h`)
      const { rows: made } = await client.query('select count(*)::int as count from render_instructions')
      return { ...rows[0], instructions: made[0].count }
    }
    await feed((files) => files)
    const first = await figures()
    expect(first).toMatchObject({
      hands: 892,
      distinct_hands: 892,
      no_flop: 358,
      ranked: 205,
      premium: 15,
      all_in: 213,
      eliminated: 48,
      nobody: 5,
      pots: 700_292_960,
      chips: 2,
      duplicates: 3,
      contradicted: 0,
    })
    await feed((files) => files.reverse())
    expect(await figures()).toEqual(first)
  })
})
