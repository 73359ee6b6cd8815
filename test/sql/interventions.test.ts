import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { instruction, outcomes, queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { claim, registerWorker } from '../support/workers.ts'

// What people may do: retry_instruction, cancel_instruction, change_priority, pause, resume.

test('every intervention needs an actor and a reason, and a row that exists', async ({ tx }) => {
  const id = await queued(tx)
  for (const call of [
    'hub.retry_instruction($1, $2, $3)',
    'hub.cancel_instruction($1, $2, $3)',
    'hub.change_priority($1, 3, $2, $3)',
  ]) {
    for (const [actor, reason] of [
      ['', 'why'],
      ['ann', ' '],
      [null, null],
    ]) {
      expect(await refusalOf(tx, `select ${call}`, [id, actor, reason])).toMatchObject({ code: 'UB422' })
    }
    expect(await refusalOf(tx, `select ${call}`, ['999999', 'ann', 'why'])).toMatchObject({ code: 'UB404' })
  }
  for (const scope of ['', 'everything', 'template:', 'worker:1', null]) {
    const refusal = await refusalOf(tx, `select hub.pause($1, 'ann', 'why')`, [scope])
    expect(['UB422', 'UB404']).toContain(refusal.code)
  }
})

describe('retry_instruction', () => {
  test('from failed, cancelled and completed: pending, fresh, one step ahead; the fence goes on', async ({
    tx,
  }) => {
    const worker = await registerWorker(tx)
    for (const end of ['fail', 'cancel', 'complete']) {
      const id = await queued(tx, { expires_at: new Date(Date.now() + 100), trigger_id: 'x', retry_count: 2 })
      await claim(tx, worker)
      await tx.query(
        {
          fail: `select hub.fail_instruction($1, 1, 'not found')`,
          cancel: `select hub.cancel_instruction($1, 'ann', 'wrong')`,
          complete: `select hub.complete_instruction($1, 1, '/a.png')`,
        }[end] as string,
        [id],
      )
      await tx.query(`select hub.retry_instruction($1, 'ann', 'the NAS is back')`, [id])
      expect(await instruction(tx, id)).toMatchObject({
        status: 'pending',
        attempt: '1',
        retry_count: 0,
        priority: 4,
        base_priority: 5,
        error_message: null,
        started_at: null,
        completed_at: null,
        cancelled_at: null,
      })
      expect(await refusalOf(tx, `select hub.complete_instruction($1, 1, '/late.png')`, [id])).toMatchObject({
        code: 'UB409',
      })
      expect(await claim(tx, worker)).toEqual([{ id, attempt: '2' }])
      await tx.query(`select hub.complete_instruction($1, 2, '/b.png')`, [id])
    }
  })

  test('a pending one is boosted, one being rendered is left alone, a given priority is pinned', async ({
    tx,
  }) => {
    const id = await queued(tx, { priority: 2 })
    for (const priority of [1, 1]) {
      await tx.query(`select hub.retry_instruction($1, 'ann', 'hurry')`, [id])
      expect(await instruction(tx, id)).toMatchObject({ status: 'pending', priority, priority_pinned: false })
    }
    await tx.query(`select hub.retry_instruction($1, 'ann', 'later will do', 9)`, [id])
    await tx.query(`select hub.retry_instruction($1, 'ann', 'hurry')`, [id])
    expect(await instruction(tx, id)).toMatchObject({ priority: 9, priority_pinned: true, base_priority: 9 })
    expect(await refusalOf(tx, `select hub.retry_instruction($1, 'ann', 'x', 11)`, [id])).toMatchObject({
      code: 'UB422',
    })
    await claim(tx, await registerWorker(tx))
    expect(await refusalOf(tx, `select hub.retry_instruction($1, 'ann', 'x')`, [id])).toMatchObject({
      code: 'UB409',
      hint: expect.stringContaining('Cancel'),
    })
  })

  test('is audited with what it changed, and journaled with who and why', async ({ tx }) => {
    const id = await queued(tx)
    await tx.query(`select hub.retry_instruction($1, 'ann', 'the NAS is back', 1)`, [id])
    const audit = await tx.query(
      'select actor, verb, subject, reason, before, after, undo_until > now() as undo from hub.actions',
    )
    expect(audit.rows).toEqual([
      {
        actor: 'ann',
        verb: 'retry_instruction',
        subject: `instruction:${id}`,
        reason: 'the NAS is back',
        before: { priority: 5, base_priority: 5, priority_pinned: false },
        after: { priority: 1, base_priority: 1, priority_pinned: true },
        undo: true,
      },
    ])
    const journal = await tx.query(
      `select actor, reason, doc from hub.events where kind = 'instruction.reprioritised'`,
    )
    expect(journal.rows).toMatchObject([{ actor: 'ann', reason: 'the NAS is back', doc: { priority: 1 } }])
  })
})

test('cancel_instruction: at once from everywhere but completed, twice is harmless', async ({ tx }) => {
  const worker = await registerWorker(tx)
  const id = await queued(tx)
  await claim(tx, worker)
  await tx.query(`select hub.cancel_instruction($1, 'ann', 'wrong hand')`, [id])
  await tx.query(`select hub.cancel_instruction($1, 'bob', 'me too')`, [id])
  expect(await instruction(tx, id)).toMatchObject({ status: 'cancelled', lease_expires_at: null })
  expect(await outcomes(tx, id)).toEqual(['cancelled'])
  expect((await tx.query('select from hub.actions')).rowCount).toBe(1)

  const done = await queued(tx)
  await claim(tx, worker)
  await tx.query(`select hub.complete_instruction($1, 1, '/a.png')`, [done])
  expect(await refusalOf(tx, `select hub.cancel_instruction($1, 'ann', 'x')`, [done])).toMatchObject({
    code: 'UB409',
  })
  const failed = await queued(tx)
  await claim(tx, worker)
  await tx.query(`select hub.fail_instruction($1, 1, '503')`, [failed])
  await tx.query(`select hub.cancel_instruction($1, 'ann', 'not needed')`, [failed])
  expect(await instruction(tx, failed)).toMatchObject({ status: 'cancelled', retry_at: null })
})

test('change_priority pins: an automatic retry does not move it', async ({ tx }) => {
  const id = await queued(tx)
  await tx.query(`select hub.change_priority($1, 8, 'ann', 'after the break')`, [id])
  await claim(tx, await registerWorker(tx))
  await tx.query(`select hub.fail_instruction($1, 1, '503')`, [id])
  await tx.query(
    `update hub.settings set value = 'true' where key = 'simulation'; select hub.promote_due(now() + interval '5 minutes')`,
  )
  expect(await instruction(tx, id)).toMatchObject({ status: 'pending', priority: 8, retry_count: 1 })
  for (const bad of [0, 11, null]) {
    expect(await refusalOf(tx, `select hub.change_priority($1, $2, 'ann', 'x')`, [id, bad])).toMatchObject({
      code: 'UB422',
    })
  }
  await tx.query(`select hub.cancel_instruction($1, 'ann', 'x')`, [id])
  expect(await refusalOf(tx, `select hub.change_priority($1, 1, 'ann', 'x')`, [id])).toMatchObject({
    code: 'UB409',
  })
})

describe('pause and resume', () => {
  test('touch no instruction; pausing twice answers the pause that lasts', async ({ tx }) => {
    const id = await queued(tx)
    const before = await instruction(tx, id)
    const first = await tx.query(`select * from hub.pause('queue', 'ann', 'break')`)
    const second = await tx.query(`select * from hub.pause('queue', 'bob', 'also')`)
    expect(second.rows).toEqual(first.rows)
    expect(first.rows).toMatchObject([{ scope: 'queue', paused_by: 'ann', resumed_at: null }])
    expect(await instruction(tx, id)).toEqual(before)
    await tx.query(`select hub.resume('queue', 'bob', 'play goes on')`)
    expect(await refusalOf(tx, `select hub.resume('queue', 'bob', 'again')`)).toMatchObject({ code: 'UB409' })
    const { rows } = await tx.query('select kind, actor from hub.events where subject = $1 order by id', [
      'scope:queue',
    ])
    expect(rows).toEqual([
      { kind: 'scope.paused', actor: 'ann' },
      { kind: 'scope.resumed', actor: 'bob' },
    ])
  })
})

test('nobody acts under a name of the hub', async ({ client }) => {
  const id = await queued(client)
  await expect(
    client.query(`select hub.change_priority($1, 3, 'hub:stale_pending', 'quicker')`, [id]),
  ).rejects.toMatchObject({ code: 'UB422', message: 'the name "hub:stale_pending" is the hub\'s own' })
})
