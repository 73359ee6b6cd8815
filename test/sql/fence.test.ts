import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { lapse, queued } from '../support/queue.ts'
import { type Random, seeded } from '../support/random.ts'
import { tried } from '../support/refusal.ts'
import { registerWorker } from '../support/workers.ts'

// Random interleavings of everything that moves an instruction, by sessions that run at the same time,
// and a history checker: no stale report is accepted, nobody else's work is ended, nothing is lost.

type Claimed = { id: string; attempt: string }
type Accepted = { id: string; attempt: string; what: string }

const rows = 12

async function worker(session: Client, random: Random, steps: number, accepted: Accepted[]): Promise<void> {
  const me = await registerWorker(session, `ae-${random.below(2)}`)
  const held: Claimed[] = []
  for (let step = 0; step < steps; step++) {
    const act = random.below(10)
    if (act < 3 || held.length === 0) {
      const { rows } = await session.query(`select id, attempt from hub.claim_instructions($1, $2)`, [
        me,
        1 + random.below(2),
      ])
      held.push(...rows)
      continue
    }
    // What is reported stays in `held`: a worker that repeats itself, or comes back from the dead.
    const { id, attempt } = random.of(held)
    const calls: [string, string][] = [
      ['complete', `select hub.complete_instruction($1, $2, '/a.png')`],
      ['fail', `select hub.fail_instruction($1, $2, '503')`],
      ['release', `select hub.release_instruction($1, $2)`],
    ]
    const [what, call] = random.of(calls)
    if (act < 8) {
      const { refusal } = await tried(session, call, [id, attempt])
      if (refusal) expect(refusal.code).toBe('UB409')
      else accepted.push({ id, attempt, what })
    } else {
      await session.query('select hub.heartbeat($1)', [me])
    }
  }
}

async function trouble(session: Client, random: Random, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const id = String(1 + random.below(rows))
    const acts = [
      () => lapse(session, id).catch(() => session.query('reset session_replication_role')),
      () => session.query('select * from hub.tick()'),
      () => tried(session, `select hub.cancel_instruction($1, 'ann', 'no')`, [id]),
      () => tried(session, `select hub.retry_instruction($1, 'ann', 'yes')`, [id]),
      () => tried(session, `select hub.retry_instruction($1, 'ann', 'yes')`, [id]),
    ]
    await random.of(acts)()
  }
}

test('no stale report is accepted, no attempt ends twice, nothing is lost', async ({ client, connect }) => {
  for (let i = 0; i < rows; i++) await queued(client)
  const accepted: Accepted[] = []
  const sessions = await Promise.all(Array.from({ length: 6 }, () => connect()))
  await Promise.all([
    ...sessions.slice(0, 4).map((session, i) => worker(session, seeded(i + 1), 300, accepted)),
    ...sessions.slice(4).map((session, i) => trouble(session, seeded(i + 50), 400)),
  ])

  const history = await client.query<{ id: string; attempt: string; outcome: string | null }>(
    'select instruction_id as id, attempt, outcome from hub.attempts order by 1, 2',
  )
  const outcomes = new Map(history.rows.map((row) => [`${row.id}/${row.attempt}`, row.outcome]))
  expect(history.rows.length).toBeGreaterThan(100)
  // one row per claim, attempts without a gap
  for (let id = 1; id <= rows; id++) {
    const mine = history.rows.filter((row) => row.id === String(id)).map((row) => Number(row.attempt))
    expect(mine).toEqual(mine.map((_, i) => i + 1))
  }
  // an accepted report is what its attempt's history says (a repeated one answers the same)
  const word = { complete: ['completed'], fail: ['failed'], release: ['released', 'cancelled'] }
  for (const { id, attempt, what } of accepted) {
    expect(word[what as keyof typeof word]).toContain(outcomes.get(`${id}/${attempt}`))
  }
  // one output per completed attempt
  const outputs = await client.query('select instruction_id, attempt from render_outputs')
  const completed = history.rows.filter((row) => row.outcome === 'completed')
  expect(outputs.rows).toHaveLength(completed.length)
  expect(new Set(outputs.rows.map((row) => `${row.instruction_id}/${row.attempt}`)).size).toBe(
    completed.length,
  )
  // every row is somewhere, and an open attempt is exactly what is being rendered
  const open = await client.query(
    `select i.id from render_instructions as i where status = 'processing' order by 1`,
  )
  expect(history.rows.filter((row) => row.outcome === null).map((row) => row.id)).toEqual(
    open.rows.map((row) => row.id),
  )
  expect((await client.query('select from render_instructions')).rowCount).toBe(rows)
}, 60_000)
