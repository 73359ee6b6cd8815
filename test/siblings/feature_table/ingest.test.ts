import { describe, expect, test } from 'vitest'
import {
  type Document,
  type IngestOptions,
  ingestDocuments,
  type Problem,
  startIngest,
} from '../../../src/siblings/feature_table/ingest.ts'
import { describeProblem, describeSummary, summarise } from '../../../src/siblings/feature_table/summary.ts'
import { aGfxHand, anExport, type Script } from './support.ts'

const fold: Script = { seats: { 1: [1000, 950], 2: [1000, 1050] }, events: ['1 FOLD'] }
const showdown: Script = {
  seats: { 1: [1000, 2000, 'as ad'], 2: [1000, 0, 'kc kd'] },
  events: ['1 ALL IN 1000', '2 CALL 1000', 'board 2c 7d 9h jc 3s'],
}
const at = (second: number) => `2025-10-19T13:46:${String(second).padStart(2, '0')}.3959117Z`

/** A hub that remembers documents, as record_hand answers. */
function aHub() {
  const documents: string[] = []
  const ids = new Map<string, string>()
  const recordHand: IngestOptions['recordHand'] = async (document) => {
    documents.push(document)
    const { session_id, started_at } = JSON.parse(document)
    const key = `${session_id} ${started_at}`
    const known = ids.get(key)
    ids.set(key, known ?? String(ids.size + 1))
    return { handId: ids.get(key) ?? '', outcome: known ? 'revised' : 'inserted' }
  }
  return { documents, recordHand }
}

const refused = (code: string) =>
  Object.assign(new Error('player 1 has no seat'), { code, hint: 'Give one.' })

async function* from(documents: readonly Document[]): AsyncGenerator<Document> {
  yield* documents
}

test('every hand of every document is recorded, in order, with progress', async () => {
  const hub = aHub()
  const seen: number[] = []
  const first = anExport([aGfxHand({ ...fold, start: at(1) }), aGfxHand({ ...showdown, start: at(2) })])
  const second = anExport([aGfxHand({ ...fold, start: at(1) })], '638966318331324926')
  const state = await ingestDocuments(
    from([
      { name: 'a.json', bytes: first },
      { name: 'b.json', bytes: second },
    ]),
    { table: 'table_1', recordHand: hub.recordHand, onProgress: ({ records }) => seen.push(records) },
  )
  expect(hub.documents.map((text) => JSON.parse(text).started_at)).toEqual([at(1), at(2), at(1)])
  expect(seen).toEqual([1, 2, 3])
  expect(summarise(state)).toMatchObject({
    files: 2,
    records: 3,
    hands: 3,
    outcomes: { inserted: 3, identical: 0, revised: 0, completed_plain: 0 },
    noFlop: 2,
    showdowns: 1,
    allIns: 1,
    eliminations: 1,
    flagged: 0,
    problems: [],
  })
})

test('a growing file asks the hub only for what is new', async () => {
  const hub = aHub()
  const { state, feed } = startIngest({ table: 'table_1', recordHand: hub.recordHand })
  const hands = [1, 2, 3].map((second) => aGfxHand({ ...fold, start: at(second) }))
  await feed({ name: 'a.json', bytes: anExport(hands.slice(0, 2)) })
  await feed({ name: 'a.json', bytes: anExport(hands) })
  expect(hub.documents).toHaveLength(3)
  expect(summarise(state)).toMatchObject({ records: 5, hands: 3, outcomes: { inserted: 3, identical: 2 } })
  const corrected = aGfxHand({ ...showdown, start: at(2) })
  await feed({ name: 'a.json', bytes: anExport([corrected]) })
  expect(summarise(state)).toMatchObject({ hands: 3, showdowns: 1, outcomes: { revised: 1 } })
})

describe('what goes wrong', () => {
  test('a broken document is reported with file and position, the others go on', async () => {
    const hub = aHub()
    const told: string[] = []
    const state = await ingestDocuments(
      [
        { name: 'broken.json', bytes: new TextEncoder().encode('{"ID":1,\n "Hands":[{]}') },
        { name: 'good.json', bytes: anExport([aGfxHand(fold)]) },
      ],
      {
        table: 'table_1',
        recordHand: hub.recordHand,
        onProblem: (problem) => told.push(describeProblem(problem)),
      },
    )
    expect(told).toEqual(['broken.json:2:12: is not JSON: expected key or "}", not "]"'])
    expect(summarise(state)).toMatchObject({
      files: 1,
      hands: 1,
      problems: [{ file: 'broken.json', where: '2:12' }],
    })
  })

  test('a hand that cannot be read and one that the hub refuses leave the others alone', async () => {
    const told: string[] = []
    const state = await ingestDocuments(
      [
        {
          name: 'a.json',
          bytes: anExport([
            aGfxHand({ ...fold, number: 1, start: at(1) }),
            aGfxHand({ ...fold, number: 2, start: at(2) }),
            aGfxHand({ ...fold, number: 3, start: at(3) }, { HandNum: 'three' }),
          ]),
        },
      ],
      {
        table: 'table_1',
        recordHand: async (document) => {
          if (JSON.parse(document).hand_number === 1) throw refused('UB422')
          return { handId: 1n, outcome: 'identical' }
        },
        onProblem: (problem) => told.push(describeProblem(problem)),
      },
    )
    expect(told).toEqual([
      'a.json: Hands[2].HandNum: Invalid input: expected number, received string',
      'a.json: Hands[0]: refused by the hub: player 1 has no seat (UB422). Give one.',
    ])
    expect(summarise(state)).toMatchObject({ records: 3, hands: 1, outcomes: { identical: 1 } })
  })

  test('an outage ends the ingest; so does anything that is not an answer of the hub', async () => {
    const documents = [{ name: 'a.json', bytes: anExport([aGfxHand(fold)]) }]
    const failing = (error: Error): IngestOptions => ({
      table: 'table_1',
      recordHand: () => Promise.reject(error),
      isOutage: (found) => (found as { code?: string }).code === '57P01',
    })
    await expect(ingestDocuments(documents, failing(refused('57P01')))).rejects.toThrow('no seat')
    await expect(ingestDocuments(documents, failing(new TypeError('a bug')))).rejects.toThrow('a bug')
  })

  test('a problem is told once, and is gone when its file is mended', async () => {
    const told: Problem[] = []
    const { state, feed } = startIngest({
      table: 'table_1',
      recordHand: aHub().recordHand,
      onProblem: (problem) => told.push(problem),
    })
    const bad = anExport([aGfxHand(fold, { AnteAmt: -1 })])
    await feed({ name: 'a.json', bytes: bad })
    await feed({ name: 'a.json', bytes: bad })
    expect(told).toHaveLength(1)
    expect(summarise(state).problems).toHaveLength(1)
    await feed({ name: 'a.json', bytes: anExport([aGfxHand(fold)]) })
    expect(summarise(state).problems).toEqual([])
  })
})

test('an aborted ingest stops after the hand under way', async () => {
  const stop = new AbortController()
  const hub = aHub()
  const hands = [1, 2, 3].map((second) => aGfxHand({ ...fold, start: at(second) }))
  await ingestDocuments([{ name: 'a.json', bytes: anExport(hands) }], {
    table: 'table_1',
    recordHand: hub.recordHand,
    signal: stop.signal,
    onProgress: ({ records }) => {
      if (records === 2) stop.abort()
    },
  })
  expect(hub.documents).toHaveLength(2)
})

test('the summary says it in words', async () => {
  const state = await ingestDocuments(
    [
      {
        name: 'a.json',
        bytes: anExport([aGfxHand(fold), aGfxHand({ ...showdown, start: at(9) }, { BombPotAmt: 5 })]),
      },
    ],
    { table: 'table_1', recordHand: aHub().recordHand },
  )
  expect(describeSummary(summarise(state), 7)).toBe(
    [
      '1 file, 2 records, 2 hands',
      '  2 inserted, 0 identical, 0 revised, 0 completed plain',
      '  7 premium, 1 contested showdown, 1 without flop, 1 with an all-in, 0 with a player eliminated',
      '  1 flagged: pot_unknown 1, bomb_pot 1',
      '  0 errors',
    ].join('\n'),
  )
})
