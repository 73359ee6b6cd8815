import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import {
  as,
  type Clock,
  claimAt,
  completeAt,
  findings,
  findingsThatHold,
  queuedAt,
  rendered,
  simulation,
} from '../support/detecting.ts'
import { aeInsertOutput, aeStatus } from '../support/siblings.ts'
import { registerWorker } from '../support/workers.ts'

type Output = { path?: string; size?: number | null; frames?: number | null }

/** One render of `seconds` that began at `from`, with this output; the instruction's id. */
async function render(
  client: Client,
  clock: Clock,
  {
    from = 0,
    seconds = 60,
    template = '칩카운트',
    ...output
  }: Output & { from?: number; seconds?: number; template?: string } = {},
): Promise<string> {
  const worker = await registerWorker(client)
  const id = await queuedAt(client, clock(from), { template_name: template })
  const [mine] = await claimAt(client, clock(from), worker, { templates: [template] })
  await completeAt(client, clock(from + seconds), mine as { id: string; attempt: string }, output)
  return id
}

const norm = (client: Client, samples = 30): Promise<unknown> =>
  client.query(
    `insert into hub.template_norms (template_name, samples, median, p99) values ('칩카운트', $1, 60, 120)`,
    [samples],
  )

const reasons = async (client: Client, at: string): Promise<unknown[]> =>
  (await findingsThatHold(client, 'suspect_output', at)).map(({ subject, evidence }) => [
    subject,
    evidence.reasons,
  ])

test('a good output: nothing', async ({ client }) => {
  const clock = await simulation(client)
  await norm(client)
  for (let i = 0; i < 3; i++) await render(client, clock, { from: i * 100 })
  expect(await findings(client, 'suspect_output', clock(400))).toEqual([])
})

test('0 bytes where the others say their size; where nobody does, 0 means unknown', async ({ client }) => {
  const clock = await simulation(client)
  const unsized = { template: 'png 시퀀스', size: null, frames: 120 }
  await render(client, clock, unsized)
  await render(client, clock, { from: 100, ...unsized })
  await render(client, clock, { from: 200 })
  const id = await render(client, clock, { from: 300, size: 0 })
  const found = await findingsThatHold(client, 'suspect_output', clock(400))
  expect(found).toMatchObject([
    {
      subject: `instruction:${id}`,
      event_type: 'warning',
      severity: 'warning',
      since: new Date(clock(360)),
      title: `Instruction ${id} (칩카운트): its file is empty`,
      title_ko: `작업 ${id}(칩카운트): 파일이 비어 있음`,
      evidence: {
        attempt: 1,
        reasons: ['empty'],
        seconds: 60,
        outputs: [{ file_size: 0 }],
        thresholds: { 'suspect.fast': 0.1 },
      },
      members: { instructions: [Number(id)], total: 1 },
    },
  ])
  const frameless = await render(client, clock, { from: 400, ...unsized, frames: 0 })
  expect(await reasons(client, clock(500))).toEqual([
    [`instruction:${id}`, ['empty']],
    [`instruction:${frameless}`, ['empty']],
  ])
})

test('done in less than a tenth of the usual time, when enough is known of that', async ({ client }) => {
  const clock = await simulation(client)
  await norm(client, 29)
  const fast = await render(client, clock, { seconds: 5.9 })
  await render(client, clock, { from: 100, seconds: 6 })
  expect(await findings(client, 'suspect_output', clock(200))).toEqual([])
  await client.query('update hub.template_norms set samples = 30')
  expect(await reasons(client, clock(200))).toEqual([[`instruction:${fast}`, ['fast']]])
})

test('on a local disk where the template’s others lie on the network', async ({ client }) => {
  const clock = await simulation(client)
  const local = ['C:\\renders\\김.mov', '/Users/ae/x.mov', '/tmp/x.mov', '/home/ae/x.mov']
  const ids: string[] = []
  for (const [i, path] of local.entries()) ids.push(await render(client, clock, { from: i * 100, path }))
  await render(client, clock, { from: 500, template: '다른', path: 'C:\\renders\\x.mov' })
  expect(await findings(client, 'suspect_output', clock(600))).toEqual([]) // all of them do so: that is their way
  for (let i = 0; i < 4; i++) await render(client, clock, { from: 600 + i * 100, path: `\\\\nas\\${i}.mov` })
  expect(await reasons(client, clock(1000))).toEqual(ids.map((id) => [`instruction:${id}`, ['local']]))
})

test('no output at all: after two minutes, until it comes', async ({ client }) => {
  const clock = await simulation(client)
  const id = await queuedAt(client, clock(0), { template_name: '칩카운트' })
  await as(client, clock(1), () => aeStatus(client, id, 'processing'))
  await as(client, clock(60), () => aeStatus(client, id, 'completed'))
  expect(await findings(client, 'suspect_output', clock(179))).toEqual([])
  expect(await reasons(client, clock(180))).toEqual([[`instruction:${id}`, ['missing']]])
  await as(client, clock(200), () => aeInsertOutput(client, id))
  expect(await findings(client, 'suspect_output', clock(201))).toEqual([])
  await as(client, clock(210), () => aeInsertOutput(client, id))
  expect(await reasons(client, clock(211))).toEqual([[`instruction:${id}`, ['twice']]])
})

test('rows that came as completed and an output of an earlier attempt prove nothing', async ({ client }) => {
  const clock = await simulation(client)
  await queuedAt(client, clock(0), { status: 'completed' })
  const id = await render(client, clock)
  await client.query(`select hub.retry_instruction($1, 'ann', '글자가 틀림', null, $2)`, [id, clock(100)])
  const worker = await registerWorker(client)
  const [mine] = await claimAt(client, clock(100), worker)
  await client.query(`select hub.fail_instruction($1, $2, 'x', null, $3)`, [
    mine?.id,
    mine?.attempt,
    clock(150),
  ])
  expect(await findings(client, 'suspect_output', clock(400))).toEqual([])
  await as(client, clock(400), () => aeInsertOutput(client, id)) // the verbs made this claim: it proves nothing
  expect(await reasons(client, clock(401))).toEqual([[`instruction:${id}`, ['failed']]])
  await client.query(`select hub.cancel_instruction($1, 'ann', 'enough', $2)`, [id, clock(402)])
  expect(await findings(client, 'suspect_output', clock(403))).toEqual([])
})

describe('what was found', () => {
  const alerts = async (client: Client): Promise<Record<string, unknown>[]> =>
    (
      await client.query(
        `select id, state, details from monitoring_events where kind = 'suspect_output' order by id`,
      )
    ).rows

  const judge = (client: Client, at: string): Promise<unknown> =>
    client.query(
      `select hub.judge_findings('suspect_output', array(select f from hub.detect_suspect_output($1) as f), $1)`,
      [at],
    )

  test('stays for a day, though only the last minutes are looked at', async ({ client }) => {
    const clock = await simulation(client)
    await norm(client)
    const id = await render(client, clock, { seconds: 1 })
    await client.query(`select hub.remember('tick', $1)`, [{ at: clock(3600) }])
    expect(await findings(client, 'suspect_output', clock(3600 + 60))).toEqual([]) // nobody opened an alert
    await client.query(`select hub.remember('tick', $1)`, [{ at: clock(0) }])
    await judge(client, clock(60))
    expect(await alerts(client)).toHaveLength(1)
    await client.query(`select hub.remember('tick', $1)`, [{ at: clock(23 * 3600) }])
    expect(await reasons(client, clock(24 * 3600))).toEqual([[`instruction:${id}`, ['fast']]])
    expect(await findings(client, 'suspect_output', clock(24 * 3600 + 2))).toEqual([])
  })

  test('at the moment of the report is kept, in both languages, until it is rendered anew', async ({
    client,
  }) => {
    const clock = await simulation(client)
    const id = await queuedAt(client, clock(0))
    await as(client, clock(1), () => aeStatus(client, id, 'processing'))
    await as(client, clock(60), () => aeInsertOutput(client, id))
    await as(client, clock(61), () => aeStatus(client, id, 'failed', '상태 인자가 두 번'))
    expect(await alerts(client)).toMatchObject([
      { state: 'firing', details: { reported: '상태 인자가 두 번' } },
    ])
    await judge(client, clock(70))
    const [alert, more] = await alerts(client)
    expect([alert?.state, more]).toEqual(['firing', undefined])
    expect(alert?.details).toMatchObject({ reported: '상태 인자가 두 번', reasons: ['reconciled'] })
    expect(await findingsThatHold(client, 'suspect_output', clock(80_000))).toMatchObject([
      { title_ko: `작업 ${id}(premium_hand): 출력이 있는데 실패로 보고됨` },
    ])
    await client.query(`select hub.retry_instruction($1, 'ann', 'again', null, $2)`, [id, clock(80_000)])
    expect(await findings(client, 'suspect_output', clock(80_001))).toEqual([])
  })

  test('and raised for something else by hub.suspect_output lasts a day as it stands', async ({ client }) => {
    const clock = await simulation(client)
    const id = await render(client, clock)
    await as(client, clock(100), () =>
      client.query(`select hub.suspect_output($1, 1, 'of another size', '3 bytes')`, [id]),
    )
    expect(await findingsThatHold(client, 'suspect_output', clock(80_000))).toMatchObject([
      {
        subject: `instruction:${id}`,
        title: `Instruction ${id} was of another size`,
        evidence: { reported: '3 bytes' },
      },
    ])
    expect(await findings(client, 'suspect_output', clock(24 * 3600 + 101))).toEqual([])
  })

  test('is not told again to a person who resolved it', async ({ client }) => {
    const clock = await simulation(client)
    await norm(client)
    await render(client, clock, { seconds: 1 })
    await judge(client, clock(60))
    await client.query(
      `update monitoring_events set state = 'resolved', resolved_at = $1, resolved_by = 'ann'`,
      [clock(70)],
    )
    expect(await findings(client, 'suspect_output', clock(700))).toEqual([])
  })
})

test('several at once: by time, with what each is suspected of', async ({ client }) => {
  const clock = await simulation(client)
  await norm(client)
  const worker = await registerWorker(client)
  await rendered(client, clock, worker, { from: 0, to: 60, template_name: '칩카운트' })
  await rendered(client, clock, worker, { from: 100, to: 160, template_name: '칩카운트' })
  const id = await render(client, clock, { from: 200, seconds: 1, size: 0, path: 'c:/tmp/x.mov' })
  expect(await reasons(client, clock(300))).toEqual([[`instruction:${id}`, ['empty', 'fast', 'local']]])
})

test('ten of the same kind are one alert; those told before go into it; it ends with the last of them', async ({
  client,
}) => {
  const clock = await simulation(client)
  await norm(client)
  const judge = async (at: string): Promise<string[]> => {
    await client.query(
      `select hub.judge_findings('suspect_output', array(select f from hub.detect_suspect_output($1) as f), $1)`,
      [at],
    )
    const sql = `select subject || ' ' || state as line from monitoring_events where kind = 'suspect_output' order by id`
    return (await client.query(sql)).rows.map(({ line }) => line)
  }
  const ids: string[] = []
  for (let i = 0; i < 9; i++) ids.push(await render(client, clock, { from: i * 10, seconds: 1 }))
  const singly = await judge(clock(100))
  expect(singly).toEqual(ids.map((id) => `instruction:${id} pending`))
  const slow = await render(client, clock, { from: 100, frames: 0 })
  ids.push(await render(client, clock, { from: 170, seconds: 1 }))
  const [group, other, ...none] = await findingsThatHold(client, 'suspect_output', clock(180))
  expect(none).toEqual([])
  expect(other?.subject).toBe(`instruction:${slow}`)
  expect(group).toMatchObject({
    subject: 'outputs:fast',
    title: '10 outputs of 1 template look wrong in the same way: it was done suspiciously fast',
    title_ko: '템플릿 1종의 출력 10건에 같은 문제가 있음: 비정상적으로 빨리 완료됨',
    members: { instructions: ids.map(Number), total: 10 },
  })
  expect(await judge(clock(180))).toEqual([
    ...ids.slice(0, 9).map((id) => `instruction:${id} resolved`),
    'outputs:fast pending',
    `instruction:${slow} pending`,
  ])
  const { rows } = await client.query(
    `select distinct resolution_notes from monitoring_events where state = 'resolved'`,
  )
  expect(rows).toEqual([{ resolution_notes: 'ended before it fired' }])
  for (const id of ids.slice(1))
    await client.query(`select hub.retry_instruction($1, 'ann', 'again', null, $2)`, [id, clock(200)])
  expect((await judge(clock(260))).at(-2)).toBe('outputs:fast firing') // one is left
  await client.query(`select hub.retry_instruction($1, 'ann', 'again', null, $2)`, [ids[0], clock(270)])
  expect((await judge(clock(280))).at(-2)).toBe('outputs:fast recovering')
})
