import { isDeepStrictEqual } from 'node:util'
import type { Client } from 'pg'
import { journalAndTables } from '../support/replay.ts'
import { type Checked, check } from './checker.ts'
import { openCrew } from './crew.ts'
import type { Attempt, Call, History, JournalEvent, Output, Row, Violation } from './history.ts'
import { interleave } from './interleaving.ts'
import { createRecorder } from './recorder.ts'

// A round: many interleavings in one database, one after another, then one look at everything they left.

export type Round = Checked & { readonly history: History }

/** Run interleavings `from` to `from + count - 1` of a seed in a database of their own. */
export async function runRound(url: string, seed: number, from: number, count: number): Promise<Round> {
  const crew = await openCrew(url)
  try {
    await quicken(crew.admin)
    const recorder = createRecorder()
    for (let number = from; number < from + count; number++) {
      await doubt(crew.admin, number)
      await interleave(crew, recorder, seed, number)
    }
    const history = await look(crew.admin, recorder.calls)
    const { violations, lives } = check(history)
    return { history, lives, violations: [...violations, ...(await replayFaults(crew.admin))] }
  } finally {
    await crew.end()
  }
}

/** Failures return to the queue at once, and rescues before any progress count early. */
async function quicken(admin: Client): Promise<void> {
  await set(admin, {
    'retry.backoff': [0],
    'rescue.unbegun_max': 4,
    'rescue.pause_max': 0.02,
    'rescue.pause_share': 0,
  })
}

/**
 * When many leases run out at once the hub blames the network and rescues nobody. Here they do, on purpose: mostly
 * it may not think so, and in every fourth stretch one late worker is enough, so that it changes its mind all the time.
 */
async function doubt(admin: Client, number: number): Promise<void> {
  if (number % stretch !== 0) return
  await set(admin, { 'rescue.pause_workers': (number / stretch) % 4 === 3 ? 1 : 1000 })
}

const stretch = 25

async function set(admin: Client, settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [key, value] of Object.entries(settings))
    await admin.query('update hub.settings set value = $2 where key = $1', [key, JSON.stringify(value)])
}

async function replayFaults(admin: Client): Promise<Violation[]> {
  const { journal, tables } = await journalAndTables(admin)
  const subjects = [...new Set([...Object.keys(journal), ...Object.keys(tables)])]
  return subjects
    .filter((subject) => !isDeepStrictEqual(journal[subject], tables[subject]))
    .map((subject) => ({
      kind: 'replay differs',
      instruction: subject.startsWith('instruction:') ? subject.slice('instruction:'.length) : null,
      step: Number.MAX_SAFE_INTEGER,
      text: `the journal does not replay to ${subject}`,
    }))
}

async function look(admin: Client, calls: readonly Call[]): Promise<History> {
  const { rows: events } = await admin.query<JournalEvent>(`
    select id::float8, xid::text, op, kind, reason, doc, split_part(subject, ':', 1) as noun, split_part(subject, ':', 2) as key,
      (extract(epoch from at) * 1e6)::float8 as at, (extract(epoch from (doc ->> 'lease_expires_at')::timestamptz) * 1e6)::float8 as lease
    from hub.events
    where op is not null and (subject like 'instruction:%' or subject like 'output:%')
    order by events.id`)
  const { rows: attempts } = await admin.query<Attempt>(
    'select instruction_id::text as id, attempt::float8, worker_id as worker, outcome from hub.attempts',
  )
  const { rows: outputs } = await admin.query<Output>(
    'select id::text, instruction_id::text as instruction, attempt::float8 from render_outputs',
  )
  const { rows } = await admin.query<Row>(
    'select id::text, status, attempt::float8, worker_id as worker from render_instructions',
  )
  return { calls, events, attempts, outputs, rows }
}
