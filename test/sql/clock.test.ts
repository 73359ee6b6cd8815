import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'
import { allowSimulation } from '../support/sessions.ts'
import { ftInsertHand, subInsertInstruction } from '../support/siblings.ts'
import { registerWorker } from '../support/workers.ts'

const then = '2031-05-06T07:08:09.123456Z'

async function column(client: Client, sql: string, ...values: unknown[]): Promise<unknown> {
  const { rows } = await client.query({ text: sql, values, rowMode: 'array' })
  return rows[0]?.[0]
}

describe('the hub’s clock', () => {
  test('is the database’s, unless a time is given', async ({ tx }) => {
    expect(await column(tx, 'select hub.clock() = now()')).toBe(true)
    expect(await column(tx, 'select hub.clock(null) = now()')).toBe(true)
  })

  test('takes no time while nothing is simulated', async ({ tx }) => {
    expect(await refusalOf(tx, 'select hub.clock($1)', [then])).toMatchObject({
      code: 'UB422',
      hint: expect.stringMatching(/simulation/),
    })
    await tx.query(`select set_config('hub.now', $1, true)`, [then])
    expect(await column(tx, 'select hub.clock() = now()')).toBe(true)
  })

  test('every verb that takes a time refuses it while nothing is simulated', async ({ tx }) => {
    const { rows } = await tx.query(
      `select p.oid::regprocedure::text as name, p.proname,
         array(select case format_type(t, null)
           when 'text' then quote_literal('x') when 'jsonb' then quote_literal('{}') when 'uuid' then quote_literal(gen_random_uuid())
           else 'null' end || '::' || format_type(t, null)
           from unnest(p.proargtypes) with ordinality as a (t, n) where n < p.pronargs order by n) as args
       from pg_proc as p
       where p.pronamespace = 'hub'::regnamespace and p.prokind = 'f'
         and p.proargnames[p.pronargs] = 'p_now' and p.pronargdefaults > 0`,
    )
    expect(rows.length).toBeGreaterThan(12)
    for (const { proname, args } of rows) {
      const call = `select hub.${proname}(${[...args, `'${then}'`].join(', ')})`
      expect({ proname, ...(await refusalOf(tx, call)) }).toMatchObject({ code: 'UB422' })
    }
  })

  test('a time given to a verb reaches the triggers of that verb, and nobody after it', async ({ tx }) => {
    await allowSimulation(tx)
    const id = await subInsertInstruction(tx)
    await tx.query(`select hub.cancel_instruction($1, 'ann', 'no', $2)`, [id, then])
    const { rows } = await tx.query(
      'select cancelled_at, updated_at, recorded_at from render_instructions where id = $1',
      [id],
    )
    const at = new Date(then)
    expect(rows[0]).toMatchObject({ cancelled_at: at, updated_at: at })
    expect(rows[0].recorded_at).not.toEqual(at)
    expect(await column(tx, `select at from hub.events where kind = 'instruction.cancelled'`)).toEqual(at)
    expect(await column(tx, 'select at from hub.actions')).toEqual(at)

    expect(await column(tx, 'select hub.clock() = now()')).toBe(true)
    const hand = await ftInsertHand(tx)
    expect(await column(tx, 'select recorded_at = now() from hands where id = $1', hand)).toBe(true)
  })

  test('a time given to one verb is not heard by the next', async ({ tx }) => {
    await allowSimulation(tx)
    const worker = await registerWorker(tx)
    const id = await subInsertInstruction(tx)
    await tx.query('select hub.claim_instructions($1, 1, null, null, $2)', [worker, then])
    expect(await column(tx, 'select started_at from render_instructions where id = $1', id)).toEqual(
      new Date(then),
    )
    await tx.query('select hub.release_instruction($1, 1)', [id])
    expect(await column(tx, 'select eligible_at = now() from render_instructions where id = $1', id)).toBe(
      true,
    )
  })

  test('a verb that fails leaves no time behind', async ({ tx }) => {
    await allowSimulation(tx)
    await refusalOf(tx, `select hub.cancel_instruction(0, 'ann', 'no', $1)`, [then])
    expect(await column(tx, 'select hub.clock() = now()')).toBe(true)
    expect(await column(tx, `select coalesce(current_setting('hub.now', true), '')`)).toBe('')
  })

  test('a session may set its own time in a simulation: for tests of plain inserts', async ({ tx }) => {
    await allowSimulation(tx)
    await tx.query(`select set_config('hub.now', $1, true)`, [then])
    const id = await ftInsertHand(tx, { created_at: null })
    const { rows } = await tx.query('select recorded_at, updated_at, created_at from hands where id = $1', [
      id,
    ])
    const at = new Date(then)
    expect(rows[0]).toEqual({ recorded_at: at, updated_at: at, created_at: at })
  })
})
