import { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import type { Kind } from './history.ts'
import { runRound } from './round.ts'

// Chaos is worth something only if it finds holes. Each of these is cut into the SQL of a database of its own,
// and a few interleavings must show it.

type Hole = {
  readonly what: string
  readonly routine: string
  readonly without: string
  /** One of these is seen; which one is up to who comes first. */
  readonly shows: readonly Kind[]
}

const holes: readonly Hole[] = [
  {
    what: 'a completion is not fenced',
    routine: 'complete_instruction',
    without: 'or v_row.attempt is distinct from p_attempt',
    shows: ['stale write accepted'],
  },
  {
    what: 'reports and interventions do not lock the row',
    routine: 'lock_instruction',
    without: 'for update',
    shows: ['two outcomes', 'stale write accepted', 'unexplained change', 'outputs differ'],
  },
  {
    what: 'claims do not lock what they choose',
    routine: 'runnable_instructions',
    without: 'for update skip locked',
    shows: ['two owners'],
  },
  {
    what: 'a rescue does not ask for the lease',
    routine: 'rescue_expired',
    without: 'and r.lease_expires_at <= v_now',
    shows: ['early rescue'],
  },
]

describe.for(holes)('a hole is found: $what', ({ routine, without, shows }) => {
  test('within twenty interleavings', async ({ url }) => {
    await cut(url, routine, without)
    const { violations } = await runRound(url, 7, 0, 20)
    expect(shows.filter((kind) => violations.some((violation) => violation.kind === kind))).not.toEqual([])
  })
})

async function cut(url: string, routine: string, without: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ body: string }>(
      `select pg_get_functiondef(oid) as body from pg_proc where pronamespace = 'hub'::regnamespace and proname = $1`,
      [routine],
    )
    const body = rows[0]?.body ?? ''
    if (!body.includes(without)) throw new Error(`hub.${routine} has no "${without}" that could be left out`)
    await client.query(body.replaceAll(without, ''))
  } finally {
    await client.end()
  }
}
