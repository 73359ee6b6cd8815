import { describe, expect } from 'vitest'
import { RendererClosed } from '../../../src/siblings/ae/types.ts'
import { anInstruction, insert } from '../../support/builders.ts'
import { aRendered, aSlowRender, shortenLeases, startWorker, test } from './support.ts'

describe('a worker', () => {
  test('claims, renders, reports, and stops after the jobs it was asked for', async ({ client, start }) => {
    for (let i = 0; i < 5; i++) await insert(client, 'render_instructions', anInstruction())
    const summary = await start({ count: 3 }).done
    expect(summary).toEqual({ completed: 3, failed: 0, cancelled: 0, lost: 0, released: 0 })
    const { rows } = await client.query(
      'select status, count(*)::int from render_instructions group by 1 order by 1',
    )
    expect(rows).toEqual([
      { status: 'completed', count: 3 },
      { status: 'pending', count: 2 },
    ])
    const outputs = await client.query(
      'select output_path, file_size::int, frame_count, width from render_outputs limit 1',
    )
    expect(outputs.rows).toEqual([{ output_path: '/out/x.png', file_size: 10, frame_count: 1, width: 16 }])
  })

  test('several at once finish each instruction once', async ({ client, start }) => {
    for (let i = 0; i < 40; i++) await insert(client, 'render_instructions', anInstruction())
    const workers = Array.from({ length: 4 }, () => start())
    await expect
      .poll(
        async () =>
          (await client.query("select from render_instructions where status <> 'completed'")).rowCount,
      )
      .toBe(0)
    const summaries = await Promise.all(workers.map((worker) => worker.stop()))
    expect(summaries.reduce((sum, { completed }) => sum + completed, 0)).toBe(40)
    const { rows } = await client.query('select max(attempt)::int, count(*)::int from render_outputs')
    expect(rows).toEqual([{ max: 1, count: 40 }])
  })

  test('takes only the templates it is for', async ({ client, start }) => {
    await insert(client, 'render_instructions', anInstruction({ template_name: 'a', priority: 1 }))
    await insert(client, 'render_instructions', anInstruction({ template_name: 'b', priority: 9 }))
    const worker = start({ templates: ['b'], count: 1 })
    await worker.done
    expect((await worker.heard('completed')).job.template_name).toBe('b')
  })

  test('is woken by the bell, long before it would look by itself', async ({ client, start }) => {
    const worker = start({ count: 1, pauses: [60_000, 60_000] })
    await worker.heard('connected')
    // Its first claim finds nothing; after that only a ring can wake it.
    await expect
      .poll(
        async () =>
          (
            await client.query(
              "select from pg_stat_activity where query ~ 'claim_instructions' and state = 'idle' and application_name ~ '^test on'",
            )
          ).rowCount,
      )
      .toBe(1)
    await insert(client, 'render_instructions', anInstruction())
    await client.query('notify hub_work')
    expect(await worker.done).toMatchObject({ completed: 1 })
  })

  test('a renderer that takes no work is asked at growing pauses, and nothing is claimed meanwhile', async ({
    client,
    start,
  }) => {
    for (let i = 0; i < 5; i++) await insert(client, 'render_instructions', anInstruction())
    let answers = 0
    const worker = start({
      count: 5,
      askAgain: [10, 40],
      render: async () => {
        if (answers < 5) throw new RendererClosed('not today')
        return aRendered()
      },
      ready: async () => {
        const { rows } = await client.query('select sum(attempt)::int as claims from render_instructions')
        expect(rows).toEqual([{ claims: 1 }])
        answers += 1
        if (answers < 5) throw new RendererClosed('not today')
      },
    })
    expect(await worker.done).toEqual({ completed: 5, failed: 0, cancelled: 0, lost: 0, released: 1 })
    const pauses = worker.news.flatMap((said) => (said.kind === 'closed' ? [said.seconds] : []))
    expect(pauses).toEqual([0.01, 0.02, 0.04, 0.04, 0.04])
    const { rows } = await client.query('select sum(attempt)::int, max(retry_count) from render_instructions')
    expect(rows).toEqual([{ sum: 6, max: 0 }])
  })

  test('a failure is reported with its text, and the hub decides what follows', async ({ client, start }) => {
    const texts = ['Nexrender 503', 'invalid output settings: width']
    for (const output_filename of texts) {
      await insert(client, 'render_instructions', anInstruction({ output_filename }))
    }
    const render = async ({ output_filename }: { output_filename: string | null }): Promise<never> => {
      throw new Error(output_filename ?? '')
    }
    expect(await start({ count: 2, render }).done).toMatchObject({ failed: 2 })
    const { rows } = await client.query(
      'select error_message, error_class, retry_at is not null as again from render_instructions order by id',
    )
    expect(rows).toEqual([
      { error_message: texts[0], error_class: 'retryable', again: true },
      { error_message: texts[1], error_class: 'permanent', again: false },
    ])
  })
})

test('a report that the hub refuses is a failure, and its picture is taken away', async ({
  client,
  start,
}) => {
  await insert(client, 'render_instructions', anInstruction())
  let discarded = 0
  const { report } = aRendered()
  const render = async () => ({
    report: { ...report, path: `/${'x'.repeat(600)}` },
    discard: async () => {
      discarded += 1
    },
  })
  expect(await start({ count: 1, render }).done).toMatchObject({ failed: 1 })
  expect(discarded).toBe(1)
  const { rows } = await client.query('select status, error_message from render_instructions')
  expect(rows).toEqual([{ status: 'failed', error_message: expect.stringContaining('output_path') }])
})

describe('while it renders', () => {
  test('it beats: the lease is extended and progress arrives', async ({ client, start }) => {
    await shortenLeases(client)
    const id = await insert(client, 'render_instructions', anInstruction())
    const slow = aSlowRender()
    const worker = start({ render: slow.render, count: 1 })
    await slow.begun
    const lease =
      "select lease_expires_at > started_at + interval '1.9 seconds' as extended, progress from render_instructions"
    await expect
      .poll(async () => (await client.query(lease)).rows, { timeout: 5_000 })
      .toEqual([{ extended: true, progress: 40 }])
    slow.finish()
    expect(await worker.done).toMatchObject({ completed: 1 })
    const { rows } = await client.query(
      'select attempt::int, rescue_count from render_instructions where id = $1',
      [id],
    )
    expect(rows).toEqual([{ attempt: 1, rescue_count: 0 }])
  })

  test('a cancellation stops it, and it says that it has stopped', async ({ client, start }) => {
    await shortenLeases(client)
    const id = await insert(client, 'render_instructions', anInstruction())
    const slow = aSlowRender()
    const worker = start({ render: slow.render })
    await slow.begun
    await client.query("select hub.cancel_instruction($1, 'ann', 'hand was voided')", [id])
    await worker.heard('cancelled')
    const { rows } = await client.query(
      'select i.status, a.outcome, a.released_at is not null as released from render_instructions i join hub.attempts a on a.instruction_id = i.id',
    )
    expect(rows).toEqual([{ status: 'cancelled', outcome: 'cancelled', released: true }])
  })

  test('a picture that comes after the cancellation is taken away again', async ({ client, start }) => {
    const id = await insert(client, 'render_instructions', anInstruction())
    let discarded = 0
    const worker = start({
      render: async () => {
        await client.query("select hub.cancel_instruction($1, 'ann', 'hand was voided')", [id])
        return aRendered(async () => {
          discarded += 1
        })
      },
    })
    await worker.heard('cancelled')
    expect(discarded).toBe(1)
    expect((await client.query('select from render_outputs')).rowCount).toBe(0)
  })

  test('what was given to another is let go and not reported', async ({ client, start }) => {
    await shortenLeases(client)
    await insert(client, 'render_instructions', anInstruction())
    const slow = aSlowRender()
    const worker = start({ render: slow.render, count: 1 })
    await slow.begun
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query("update render_instructions set lease_expires_at = now() - interval '1 second'")
    await client.query('set local session_replication_role = origin')
    const other = (await client.query("select hub.register_worker('other') as id")).rows[0].id
    await client.query('select from hub.claim_instructions($1)', [other])
    await client.query('commit')
    await worker.heard('lost')
    const { rows } = await client.query('select status, attempt::int, worker_id from render_instructions')
    expect(rows).toEqual([{ status: 'processing', attempt: 2, worker_id: other }])
  })

  test('told to stop, it hands back what it holds: no retry is counted', async ({ client, start }) => {
    await insert(client, 'render_instructions', anInstruction())
    const slow = aSlowRender()
    const worker = start({ render: slow.render })
    await slow.begun
    expect(await worker.stop()).toMatchObject({ released: 1, completed: 0, failed: 0 })
    const { rows } = await client.query('select status, retry_count, rescue_count from render_instructions')
    expect(rows).toEqual([{ status: 'pending', retry_count: 0, rescue_count: 0 }])
  })
})

describe('a lost connection', () => {
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where application_name ~ '^test on'`

  test('while it renders: it comes back and reports once', async ({ client, start }) => {
    await insert(client, 'render_instructions', anInstruction())
    const slow = aSlowRender()
    const worker = start({ render: slow.render, count: 1 })
    await slow.begun
    await client.query(kill)
    slow.finish()
    expect(await worker.done).toMatchObject({ completed: 1 })
    expect(worker.news.map(({ kind }) => kind)).toEqual(['connected', 'outage', 'connected', 'completed'])
    expect((await client.query('select from render_outputs')).rowCount).toBe(1)
    expect((await client.query('select from hub.workers')).rowCount).toBe(1)
  })

  test('while it waits: it comes back, and finds work', async ({ client, start }) => {
    const worker = start({ count: 1 })
    await worker.heard('connected')
    await client.query(kill)
    await worker.heard('outage')
    await insert(client, 'render_instructions', anInstruction())
    expect(await worker.done).toMatchObject({ completed: 1 })
  })

  test('a claim whose answer was lost is handed back by the next heartbeat', async ({ client, start }) => {
    await shortenLeases(client)
    const slow = aSlowRender()
    const worker = start({ render: slow.render })
    const { worker: session } = await worker.heard('connected')
    const first = await insert(client, 'render_instructions', anInstruction())
    const job = await slow.begun
    expect(String(job.id)).toBe(first)
    const second = await insert(client, 'render_instructions', anInstruction())
    await client.query('select from hub.claim_instructions($1)', [session])
    await expect
      .poll(
        async () =>
          (await client.query('select status from render_instructions where id = $1', [second])).rows,
        { timeout: 5_000 },
      )
      .toEqual([{ status: 'pending' }])
  })

  test('a database that is not there is said at once', async () => {
    const { done } = startWorker('postgres://nobody@127.0.0.1:1/none', {})
    await expect(done).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
