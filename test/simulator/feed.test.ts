import { globSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/database/pool.ts'
import { findExports } from '../../src/siblings/feature_table/files.ts'
import { connectHub } from '../../src/siblings/feature_table/hub.ts'
import { showProgress } from '../../src/siblings/feature_table/progress.ts'
import { runOnce } from '../../src/siblings/feature_table/run.ts'
import { createFeed, type Feed } from '../../src/simulator/feed.ts'
import type { Step } from '../../src/simulator/table.ts'
import { createWriter } from '../../src/simulator/writer.ts'
import { freshDatabase } from '../support/database.ts'
import { stepsOf } from './support.ts'

// Of this seed: hands given up in the export and in the log alone, cards read wrongly, corrections.
const steps = stepsOf(120, { seed: 't' })
const shown = steps.filter((step) => step.hands !== null)
const count = (kind: Step['kind']): number => shown.filter((step) => step.kind === kind).length

let database: OpenDatabase
let out: string
let feed: Feed

beforeAll(async () => {
  database = openDatabase(await freshDatabase())
  out = await mkdtemp(join(tmpdir(), 'hub-simulator-'))
  feed = createFeed({
    hub: connectHub(database.db, 'test'),
    write: createWriter(out),
    isOutage: () => false,
    onProblem: (problem) => {
      throw new Error(problem.message)
    },
  })
  for (const step of steps) await feed.take(step)
})

afterAll(async () => {
  await database.close()
  await rm(out, { recursive: true })
})

test('every hand is recorded once, with the flags it was meant to have and no other', async () => {
  // The last word on a hand holds: a correction takes the flags away.
  const meant = [...new Map(shown.map((step) => [`${step.session.ticks} ${step.start}`, step])).values()]
  const { rows } = await database.pool.query(
    `select e.at, e.flags, h.started_at, h.quality_flags
     from unnest($1::bigint[], $2::timestamptz[], $3::text[]) as e (session_id, at, flags)
     full join hands as h on h.session_id = e.session_id and h.started_at = e.at
     where e.flags is distinct from array_to_string(h.quality_flags, ',')`,
    [
      meant.map((step) => step.session.ticks),
      meant.map((step) => step.start),
      meant.map((step) => step.flags.join()),
    ],
  )
  expect(rows).toEqual([])
  expect(new Set(shown.flatMap((step) => step.flags)).size).toBeGreaterThan(2)
})

test('as many hands as were played are recorded, the ones given up are void, the corrected ones revised', async () => {
  expect(Math.min(count('given_up'), count('correction'))).toBeGreaterThan(0)
  expect(steps.some((step) => step.hands === null)).toBe(true)
  const { rows } = await database.pool.query(
    'select count(*)::int as hands, count(voided_at)::int as voided from hands',
  )
  expect(rows).toEqual([{ hands: 120 + count('given_up'), voided: count('given_up') }])
  const outcomes = [...feed.ingests.values()].map((ingest) => ingest.outcomes)
  expect(outcomes.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(120 + count('given_up'))
  expect(outcomes.reduce((sum, { revised }) => sum + revised, 0)).toBe(count('correction'))
})

test('recording the finished documents at the end comes to the same', async () => {
  const other = openDatabase(await freshDatabase())
  onTestFinished(() => other.close())
  for (const table of feed.ingests.keys()) {
    const logs = globSync(`${table}/**/*.txt`, { cwd: out }).map((log) => join(out, log))
    expect(logs.length).toBeGreaterThan(0)
    const clean = await runOnce({
      hub: connectHub(other.db, 'test'),
      table,
      files: await findExports([join(out, table)]),
      logs,
      isOutage: () => false,
      progress: showProgress({ write: () => {} }),
      print: () => {},
      signal: new AbortController().signal,
    })
    expect(clean).toBe(true)
  }
  expect(await handsIn(other)).toEqual(await handsIn(database))
})

/** What the hands of a database say, their ids and the times of recording aside. */
async function handsIn({ pool }: OpenDatabase): Promise<unknown[]> {
  const { rows } = await pool.query(`
    select table_id, session_id::text, started_at, hand_number, hand_rank, is_premium, pot_size, winner, players_json,
      community_cards_json, actions_json, duration_seconds, quality_flags, voided_at is not null as voided
    from hands order by table_id, started_at`)
  return rows
}
