import { expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { outcomes, queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { subUpsertTournament } from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'

// What the journal cannot do without: rows keep their id, a renamed row is told as such, an attempt whose
// row is deleted ends.

test('tg__refuse_new_id: the id of a row does not change', async ({ tx }) => {
  const instruction = await queued(tx)
  const rows: Record<string, string> = {
    hands: await insert(tx, 'hands', aHand()),
    render_instructions: instruction,
    render_outputs: await insert(tx, 'render_outputs', {
      instruction_id: instruction,
      output_path: '/a.png',
    }),
  }
  for (const [table, id] of Object.entries(rows)) {
    const refusal = await refusalOf(tx, `update ${table} set id = id + 1000 where id = $1`, [id])
    expect(['UB422', 'UB409']).toContain(refusal.code)
    expect(refusal.hint).toBeTruthy()
  }
})

test('a tournament that gets another code went under the old name and came under the new one', async ({
  tx,
}) => {
  await subUpsertTournament(tx, { event_code: 'E1' })
  await tx.query(`update tournaments set event_code = 'E2'`)
  const { rows } = await tx.query(
    `select op, kind, subject from hub.events where subject like 'tournament:%' order by id`,
  )
  expect(rows).toEqual([
    { op: 'insert', kind: 'tournament.created', subject: 'tournament:E1' },
    { op: 'delete', kind: 'tournament.renamed', subject: 'tournament:E1' },
    { op: 'insert', kind: 'tournament.renamed', subject: 'tournament:E2' },
  ])
})

test('what is written again without a change is no event', async ({ tx }) => {
  const id = await insert(tx, 'hands', aHand())
  const count = async (): Promise<number> =>
    (await tx.query('select count(*)::int as n from hub.events')).rows[0].n
  const before = await count()
  await tx.query('update hands set winner = winner where id = $1', [id])
  expect(await count()).toBe(before)
})

test('deleting what is being rendered ends its attempt, and its worker is told lost', async ({ tx }) => {
  const id = await queued(tx)
  const worker = await registerWorker(tx)
  await claim(tx, worker)
  await tx.query('delete from render_instructions where id = $1', [id])
  expect(await outcomes(tx, id)).toEqual(['cancelled'])
  const { rows } = await tx.query('select * from hub.heartbeat($1)', [worker])
  expect(rows).toEqual([{ instruction_id: id, attempt: '1', command: 'lost' }])
})
