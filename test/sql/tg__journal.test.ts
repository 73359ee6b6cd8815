import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { ftInsertHand, subInsertInstruction, subUpsertTournament } from '../support/siblings.ts'

async function eventsOf(client: Client, subject: string): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query('select * from hub.events where subject = $1 order by id', [subject])
  return rows
}

describe('who did it, and why', () => {
  test('a plain statement: the login role, its application, and what sort of statement it was', async ({
    connect,
  }) => {
    const session = await connect({ applicationName: 'feature_table PC 2' })
    const id = await ftInsertHand(session)
    await session.query('update hands set pot_size = 5 where id = $1', [id])
    await session.query('delete from hands where id = $1', [id])
    const common = { actor: 'postgres', role: 'postgres', application: 'feature_table PC 2', cause: null }
    expect(await eventsOf(session, `hand:${id}`)).toMatchObject([
      { ...common, op: 'insert', kind: 'hand.recorded', reason: 'sql insert' },
      { ...common, op: 'update', kind: 'hand.corrected', reason: 'sql update', doc: { pot_size: 5 } },
      { ...common, op: 'delete', kind: 'hand.removed', reason: 'sql delete' },
    ])
  })

  test('a session that names itself: hub.actor and hub.reason, beside the login role', async ({ client }) => {
    await client.query(`set hub.actor = 'ann'; set hub.reason = '좌석 정정'; set application_name = ''`)
    const id = await subInsertInstruction(client)
    expect(await eventsOf(client, `instruction:${id}`)).toMatchObject([
      { actor: 'ann', role: 'postgres', application: null, reason: '좌석 정정' },
    ])
    await client.query('reset hub.actor; reset hub.reason')
    await client.query('update render_instructions set priority = 3 where id = $1', [id])
    expect((await eventsOf(client, `instruction:${id}`))[1]).toMatchObject({
      kind: 'instruction.reprioritised',
      actor: 'postgres',
      reason: 'sql update',
      doc: { priority: 3, base_priority: 3 },
    })
  })

  test('a verb with an actor: the person, and the person’s words', async ({ client }) => {
    const id = await subInsertInstruction(client)
    await client.query(`set hub.actor = 'somebody else'`)
    await client.query(`select hub.cancel_instruction($1, ' ann ', ' wrong hand ')`, [id])
    expect((await eventsOf(client, `instruction:${id}`)).at(-1)).toMatchObject({
      kind: 'instruction.cancelled',
      actor: 'ann',
      reason: 'wrong hand',
      role: 'postgres',
    })
    await client.query('update render_instructions set priority = 3 where id = $1', [id])
    expect((await eventsOf(client, `instruction:${id}`)).at(-1)).toMatchObject({ actor: 'somebody else' })
  })

  test('a verb without: the verb', async ({ client }) => {
    const { rows } = await client.query(`select hub.register_worker('ae-01') as id`)
    const id = await subInsertInstruction(client)
    await client.query('select hub.claim_instructions($1)', [rows[0].id])
    expect((await eventsOf(client, `instruction:${id}`)).at(-1)).toMatchObject({
      kind: 'instruction.claimed',
      actor: 'postgres',
      reason: 'claim_instructions',
    })
  })

  test('a cause left in the session that is no number spoils nothing', async ({ client }) => {
    await client.query(`set hub.cause = 'x; drop table hub.events'`)
    const id = await ftInsertHand(client)
    expect(await eventsOf(client, `hand:${id}`)).toMatchObject([{ cause: null }])
  })
})

describe('what is kept', () => {
  test('the whole row when it is made or removed, the changed columns otherwise', async ({ client }) => {
    await subUpsertTournament(client)
    await subUpsertTournament(client, { prize_pool: '9007199254740993', updated_at: '2026-02-02' })
    const subject = 'tournament:WSOP-01'
    const { rows } = await client.query(
      `select op, kind, doc - 'updated_at' as doc, doc ->> 'prize_pool' as pool from hub.events where subject = $1 order by id`,
      [subject],
    )
    expect(rows).toMatchObject([
      { op: 'insert', kind: 'tournament.created', doc: { name: 'Main Event', buy_in: 10000 } },
      { op: 'update', kind: 'tournament.changed', pool: '9007199254740993' },
    ])
    expect(Object.keys(rows[1].doc)).toEqual(['prize_pool'])
    const { rows: stored } = await client.query('select to_jsonb(t)::text as row from tournaments as t')
    await client.query('delete from tournaments')
    const { rows: removed } = await client.query(
      `select doc::text from hub.events where subject = $1 and op = 'delete'`,
      [subject],
    )
    expect(removed[0].doc).toBe(stored[0].row)
  })

  test('one event for each row, in the order of their keys, however many a statement changes', async ({
    client,
  }) => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.push(await subInsertInstruction(client))
    await client.query('update render_instructions set priority = 1')
    const { rows } = await client.query(
      `select subject, count(*) over () as n from hub.events where kind = 'instruction.reprioritised' order by id`,
    )
    expect(rows.map((row) => row.subject)).toEqual(ids.map((id) => `instruction:${id}`))
  })

  test('nothing of what was rolled back', async ({ client }) => {
    await client.query('begin')
    const id = await ftInsertHand(client)
    await client.query('rollback')
    expect(await eventsOf(client, `hand:${id}`)).toEqual([])
  })
})
