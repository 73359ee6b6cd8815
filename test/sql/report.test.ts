import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { instruction, lapse, outcomes, queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { claim, registerWorker } from '../support/workers.ts'

// What a worker says about its work: heartbeat, complete_instruction, fail_instruction, release_instruction.

describe('complete_instruction', () => {
  test('stores the output; the same report again answers the same one', async ({ tx }) => {
    const id = await queued(tx)
    await claim(tx, await registerWorker(tx))
    const call = `select * from hub.complete_instruction($1, 1, '//nas/a.mov', 2048, 90,
      '{"checksum": "ab", "width": "1920", "height": 1080}')`
    const { rows } = await tx.query(call, [id])
    expect(rows[0]).toMatchObject({
      instruction_id: id,
      attempt: '1',
      file_size: '2048',
      frame_count: 90,
      width: 1920,
      height: 1080,
      checksum: 'ab',
    })
    expect((await tx.query(call, [id])).rows).toEqual(rows)
    expect(await instruction(tx, id)).toMatchObject({
      status: 'completed',
      progress: 100,
      lease_expires_at: null,
    })
    expect(await outcomes(tx, id)).toEqual(['completed'])
    expect((await tx.query('select from render_outputs')).rowCount).toBe(1)
  })

  test('a stale or invented attempt changes nothing and is counted', async ({ tx }) => {
    const id = await queued(tx)
    await claim(tx, await registerWorker(tx))
    const before = await instruction(tx, id)
    const { rows } = await tx.query('select last_value::int as n, is_called from hub.refusals')
    for (const attempt of [0, 2, -1, null]) {
      expect(
        await refusalOf(tx, `select hub.complete_instruction($1, $2, '/x')`, [id, attempt]),
      ).toMatchObject({ code: 'UB409', hint: expect.stringContaining('claim again') })
    }
    expect(await instruction(tx, id)).toEqual(before)
    const after = await tx.query('select last_value::int as n from hub.refusals')
    expect(after.rows[0].n).toBeGreaterThan(rows[0].is_called ? rows[0].n : 0)
    expect(await refusalOf(tx, `select hub.complete_instruction(999999, 1, '/x')`)).toMatchObject({
      code: 'UB404',
    })
    expect(await refusalOf(tx, `select hub.complete_instruction($1, 1, '  ')`, [id])).toMatchObject({
      code: 'UB422',
    })
  })
})

describe('fail_instruction', () => {
  const fail = async (
    client: Parameters<typeof queued>[0],
    error: string,
    klass: string | null = null,
  ): Promise<Record<string, unknown>> => {
    const id = await queued(client)
    await claim(client, await registerWorker(client))
    const { rows } = await client.query(
      `select *, extract(epoch from retry_at - now())::float as pause from hub.fail_instruction($1, 1, $2, $3)`,
      [id, error, klass],
    )
    return rows[0]
  }

  test('the class is told from the text, permanent wins; Korean words are unknown', async ({ tx }) => {
    for (const [text, klass] of [
      ['Nexrender 503 Service Unavailable', 'retryable'],
      ['connect ECONNREFUSED 127.0.0.1:3000', 'retryable'],
      ['Request TIMEOUT', 'retryable'],
      ['composition not found (connection closed)', 'permanent'],
      ['404', 'permanent'],
      ['렌더링 오류', 'unknown'],
      ['', 'unknown'],
    ] as const) {
      const row = await fail(tx, text)
      expect(row).toMatchObject({ status: 'failed', error_class: klass })
      expect(row.retry_at === null).toBe(klass !== 'retryable')
    }
    expect(await fail(tx, 'whatever', 'retryable')).toMatchObject({ error_class: 'retryable' })
    expect(await refusalOf(tx, () => fail(tx, 'x', 'fatal'))).toMatchObject({ code: 'UB422' })
  })

  test('pauses of 60, 120, 240 s with jitter; max_retries counts retries, not attempts', async ({
    client,
  }) => {
    const id = await queued(client)
    const worker = await registerWorker(client)
    await client.query(`update hub.settings set value = 'true' where key = 'simulation'`)
    const pauses: number[] = []
    let at = new Date()
    for (let attempt = 1; attempt <= 4; attempt++) {
      const claimed = await client.query(
        'select attempt from hub.claim_instructions($1, 1, null, null, $2)',
        [worker, at],
      )
      expect(claimed.rows).toEqual([{ attempt: String(attempt) }])
      const { rows } = await client.query(
        `select retry_at, extract(epoch from retry_at - $3::timestamptz)::float as pause, status
         from hub.fail_instruction($1, $2, 'network is down', null, $3)`,
        [id, attempt, at],
      )
      if (rows[0].retry_at === null) break
      pauses.push(rows[0].pause)
      at = new Date(rows[0].retry_at.getTime() + 1)
    }
    expect(pauses).toHaveLength(3)
    for (const [i, base] of [60, 120, 240].entries()) {
      expect(pauses[i]).toBeGreaterThanOrEqual(base * 0.9)
      expect(pauses[i]).toBeLessThanOrEqual(base * 1.1)
    }
    expect(await instruction(client, id)).toMatchObject({ status: 'failed', retry_count: 3, priority: 2 })
    expect(await outcomes(client, id)).toEqual(['failed', 'failed', 'failed', 'failed'])
  })

  test('the same report again changes nothing', async ({ tx }) => {
    const row = await fail(tx, '503')
    const again = await tx.query(`select * from hub.fail_instruction($1, 1, 'something else')`, [row.id])
    expect(again.rows[0]).toMatchObject({ error_message: '503', retry_at: row.retry_at })
  })
})

describe('heartbeat', () => {
  test('extends leases by as much as was asked for, records progress', async ({ tx }) => {
    const id = await queued(tx)
    const worker = await registerWorker(tx)
    await tx.query(`select hub.claim_instructions($1, 1, '60 seconds')`, [worker])
    await lapse(tx, id)
    const { rows } = await tx.query(`select * from hub.heartbeat($1, $2)`, [
      worker,
      JSON.stringify({ [id]: 40 }),
    ])
    expect(rows).toEqual([{ instruction_id: id, attempt: '1', command: 'continue' }])
    const left = await tx.query(
      `select extract(epoch from lease_expires_at - now())::int as s, progress from render_instructions where id = $1`,
      [id],
    )
    expect(left.rows).toEqual([{ s: 60, progress: 40 }])
  })

  test('answers cancel until released, lost for what is not held', async ({ tx }) => {
    const id = await queued(tx)
    const worker = await registerWorker(tx)
    await claim(tx, worker)
    await tx.query(`select hub.cancel_instruction($1, 'ann', 'wrong hand')`, [id])
    for (let i = 0; i < 2; i++) {
      const { rows } = await tx.query(`select * from hub.heartbeat($1, '{"999999987": 5}')`, [worker])
      expect(rows).toEqual([
        { instruction_id: id, attempt: '1', command: 'cancel' },
        { instruction_id: '999999987', attempt: '0', command: 'lost' },
      ])
    }
    expect(
      await refusalOf(tx, `select hub.complete_instruction($1, 1, '/too/late.png')`, [id]),
    ).toMatchObject({ code: 'UB409' })
    await tx.query(`select hub.release_instruction($1, 1)`, [id])
    expect((await tx.query(`select * from hub.heartbeat($1)`, [worker])).rows).toEqual([])
    expect(await instruction(tx, id)).toMatchObject({ status: 'cancelled' })
  })

  test('bad progress is refused by name, an unknown session too', async ({ tx }) => {
    const worker = await registerWorker(tx)
    for (const bad of ['[]', '5', '"x"', '{"a": 1}', '{"1": 101}', '{"1": -1}', '{"1": "x"}']) {
      expect(await refusalOf(tx, `select hub.heartbeat($1, $2)`, [worker, bad])).toMatchObject({
        code: 'UB422',
        hint: expect.stringContaining('{"45": 60}'),
      })
    }
    expect(await refusalOf(tx, `select hub.heartbeat(gen_random_uuid())`)).toMatchObject({ code: 'UB404' })
  })
})

test('release_instruction hands back at once, no retry counted; twice is harmless', async ({ tx }) => {
  const id = await queued(tx)
  const worker = await registerWorker(tx)
  await claim(tx, worker)
  await tx.query(`select hub.release_instruction($1, 1)`, [id])
  await tx.query(`select hub.release_instruction($1, 1)`, [id])
  expect(await instruction(tx, id)).toMatchObject({ status: 'pending', retry_count: 0, worker_id: null })
  expect(await outcomes(tx, id)).toEqual(['released'])
  expect(await claim(tx, worker)).toEqual([{ id, attempt: '2' }])
  expect((await tx.query(`select status, attempt from hub.release_instruction($1, 1)`, [id])).rows).toEqual([
    { status: 'processing', attempt: '2' },
  ])
})

describe('rescue_expired', () => {
  const rescue = async (
    client: Parameters<typeof queued>[0],
    id: string,
    progress: number,
  ): Promise<void> => {
    const worker = await registerWorker(client)
    await claim(client, worker)
    await client.query(`select hub.heartbeat($1, $2)`, [worker, JSON.stringify({ [id]: progress })])
    await lapse(client, id)
    await client.query('select hub.rescue_expired()')
  }

  test('counts only if work had begun; often enough is poison, and told', async ({ tx }) => {
    const id = await queued(tx)
    await rescue(tx, id, 0)
    expect(await instruction(tx, id)).toMatchObject({ status: 'pending', rescue_count: 0, retry_count: 0 })
    await rescue(tx, id, 10)
    await rescue(tx, id, 10)
    expect(await instruction(tx, id)).toMatchObject({ status: 'pending', rescue_count: 2 })
    await rescue(tx, id, 10)
    expect(await instruction(tx, id)).toMatchObject({
      status: 'failed',
      error_class: 'permanent',
      retry_at: null,
    })
    const { rows } = await tx.query(`select kind, subject, severity from monitoring_events`)
    expect(rows).toEqual([{ kind: 'poison_job', subject: `instruction:${id}`, severity: 'error' }])
    expect(await outcomes(tx, id)).toEqual(['rescued', 'rescued', 'rescued', 'rescued'])
    await tx.query(`select hub.retry_instruction($1, 'ann', 'mended')`, [id])
    expect(await instruction(tx, id)).toMatchObject({ status: 'pending', rescue_count: 0 })
  })

  test('without any progress it is poison as well, later', async ({ tx }) => {
    const id = await queued(tx)
    await tx.query(`update hub.settings set value = '4' where key = 'rescue.unbegun_max'`)
    for (let i = 0; i < 3; i++) await rescue(tx, id, 0)
    expect(await instruction(tx, id)).toMatchObject({ status: 'pending' })
    await rescue(tx, id, 0)
    expect(await instruction(tx, id)).toMatchObject({ status: 'failed' })
    expect((await tx.query('select hub.rescues_in_a_row($1)::int as n', [id])).rows[0].n).toBe(4)
  })
})
