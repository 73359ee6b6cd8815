import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { instruction, outcomes, queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { claim, registerWorker } from '../support/workers.ts'

// complete_instructions, check_reports.

type Report = Record<string, unknown>
type Output = {
  id: string
  instruction_id: string
  output_path: string
  file_size: string
  checksum: string | null
}

async function complete(client: Client, reports: readonly Report[]): Promise<Output[]> {
  const { rows } = await client.query('select * from hub.complete_instructions($1)', [
    JSON.stringify(reports),
  ])
  return rows
}

async function claimed(client: Client, count: number): Promise<number[]> {
  for (let i = 0; i < count; i++) await queued(client)
  return (await claim(client, await registerWorker(client), count)).map(({ id }) => Number(id))
}

const report = (id: number | undefined, changes: Report = {}): Report => ({
  instruction_id: id,
  attempt: 1,
  output_path: `/out/${id}.mov`,
  ...changes,
})

test('all of a batch at once, answered in the order of the reports, journaled and closed one by one', async ({
  tx,
}) => {
  const [a, b, c] = await claimed(tx, 3)
  const details = { file_size: 2048, frame_count: 60, width: 1920, height: 1080, checksum: 'abc' }
  const outputs = await complete(tx, [report(c), report(a, details), report(b, { file_size: null })])
  expect(outputs.map((output) => Number(output.instruction_id))).toEqual([c, a, b])
  expect(outputs[1]).toMatchObject({ file_size: '2048', frame_count: 60, width: 1920, checksum: 'abc' })
  for (const id of [a, b, c]) {
    expect(await instruction(tx, String(id))).toMatchObject({ status: 'completed', progress: 100 })
    expect(await outcomes(tx, String(id))).toEqual(['completed'])
  }
  const { rows } = await tx.query(
    `select kind, count(*)::int from hub.events where kind in ('output.recorded', 'instruction.completed') group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { kind: 'instruction.completed', count: 3 },
    { kind: 'output.recorded', count: 3 },
  ])
})

test('the same batch again answers the same outputs and changes nothing', async ({ tx }) => {
  const [a, b] = await claimed(tx, 2)
  const reports = [report(a), report(b)]
  const first = await complete(tx, reports)
  expect(await complete(tx, reports)).toEqual(first)
  expect((await tx.query('select from render_outputs')).rowCount).toBe(2)
})

test('a stale report among good ones changes nothing and has no output; the others count', async ({ tx }) => {
  const [a, b, c] = await claimed(tx, 3)
  await tx.query(`select hub.cancel_instruction($1, 'ann', 'no')`, [b])
  const outputs = await complete(tx, [report(a), report(b), report(c, { attempt: 2 }), report(999_999_999)])
  expect(outputs.map((output) => Number(output.instruction_id))).toEqual([a])
  expect(await instruction(tx, String(b))).toMatchObject({ status: 'cancelled' })
  expect(await instruction(tx, String(c))).toMatchObject({ status: 'processing', attempt: '1' })
})

test('batches in opposite orders do not deadlock', async ({ client, connect }) => {
  const ids = await claimed(client, 40)
  const other = await connect()
  const reports = ids.map((id) => report(id))
  const [one, two] = await Promise.all([complete(client, reports), complete(other, reports.toReversed())])
  expect(one).toHaveLength(40)
  expect(two.map((output) => output.id).sort()).toEqual(one.map((output) => output.id).sort())
})

test('what cannot be understood is refused whole, naming the place', async ({ tx }) => {
  const [a, b] = await claimed(tx, 2)
  const bad: [reports: unknown, message: RegExp][] = [
    [null, /list/],
    [{}, /list/],
    [[1], /report 1: instruction_id is not there/],
    [[report(a), report(b, { attempt: '1' })], /report 2: attempt is not understood/],
    [[report(a, { attempt: 1.5 })], /attempt/],
    [[report(a, { attempt: null })], /attempt/],
    [[report(a, { output_path: 7 })], /output_path/],
    [[report(a, { file_size: -1 })], /file_size/],
    [[report(a, { width: 1e30 })], /width/],
    [[report(a), report(a)], /twice/],
    [Array.from({ length: 1001 }, (_, i) => report(i + 1)), /at most 1000/],
  ]
  for (const [reports, message] of bad) {
    const refusal = await refusalOf(tx, 'select hub.complete_instructions($1)', [JSON.stringify(reports)])
    expect(refusal).toMatchObject({ code: 'UB422', message: expect.stringMatching(message) })
  }
  expect(
    await refusalOf(tx, 'select hub.complete_instructions($1)', [
      JSON.stringify([report(a, { output_path: ' ' })]),
    ]),
  ).toMatchObject({
    code: 'UB422',
  })
  expect(await complete(tx, [])).toEqual([])
  expect(await instruction(tx, String(a))).toMatchObject({ status: 'processing' })
})
