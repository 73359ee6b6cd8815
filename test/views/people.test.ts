import { expect } from 'vitest'
import { insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { registerWorker } from '../support/workers.ts'
import { anEvening } from './evening.ts'
import { shown } from './psql.ts'

test('actions: who did what and why; an undo is offered only while it works', async ({ client }) => {
  const evening = await anEvening(client)
  const [one] = evening.retried
  const actionOn = async (what: string) =>
    (await shown(client, 'actions')).find((row) => row.what?.includes(what))
  const { rows } = await client.query(
    `select id from hub.actions where subject = $1 and verb = 'retry_instruction'`,
    [`instruction:${one}`],
  )
  const retry = (await shown(client, 'actions')).find((row) => row.id === String(rows[0].id))
  expect(retry).toMatchObject({
    actor: '김철수감독',
    what: expect.stringContaining('\n파일 서버 복구됨'),
    remedy: `select hub.undo_action(${rows[0].id},user,'why');`,
  })

  // somebody else moved it: no more
  await client.query(`select hub.change_priority($1, 9, 'ann', 'later')`, [one])
  const moved = (await shown(client, 'actions')).find((row) => row.id === String(rows[0].id))
  expect(moved?.remedy).toBeNull()
  // too late for what was done an hour ago
  expect(await actionOn('pause scope:template')).toMatchObject({ remedy: null })
})

test('actions: a bulk can be taken back while one of its instructions stands as it was left', async ({
  client,
}) => {
  const worker = await registerWorker(client)
  const ids: string[] = []
  for (let i = 0; i < 2; i++)
    ids.push(
      await insert(client, 'render_instructions', {
        template_name: 'x',
        status: 'failed',
        completed_at: new Date().toISOString(),
      }),
    )
  await client.query(`select * from hub.bulk_retry('{"status": "failed"}', 'ann', 'NAS is back')`)
  const bulk = async () => (await shown(client, 'actions')).find((row) => row.what?.startsWith('bulk_retry'))
  expect((await bulk())?.remedy).toMatch(/^select hub.undo_action/)
  await client.query('select from hub.claim_instructions($1, 1)', [worker])
  const remedy = (await bulk())?.remedy as string
  await client.query('begin')
  await client.query(remedy)
  await client.query('rollback')
  await client.query('select from hub.claim_instructions($1, 1)', [worker])
  expect(await bulk()).toMatchObject({ remedy: null })
  expect(ids).toHaveLength(2)
})

test('timeline: one hand, from the capture to the file, in the order in which it happened', async ({
  client,
}) => {
  const evening = await anEvening(client)
  const served = await shown(client, 'timeline', `hand_id = ${evening.served}`)
  expect(served.map(({ subject, kind }) => [subject?.replace(/:.*/, ''), kind])).toEqual([
    ['hand', 'recorded'],
    ['instruction', 'created'],
    ['instruction', 'claimed'],
    ['output', 'recorded'],
    ['instruction', 'completed'],
  ])
  expect(served.map((row) => row.reason).join(' ')).toMatch(/premium_hand.*렌더-PC-서울.*nas/)
  const orphan = await shown(client, 'timeline', `hand_id = ${evening.orphan}`)
  expect(orphan.map(({ kind }) => kind)).toEqual(['recorded', 'created', 'acknowledged'])
})

test('settings: what stands there sets just what is set', async ({ client }) => {
  const before = await client.query('select key, value from hub.settings order by key')
  const rows = await shown(client, 'settings')
  expect(rows).toHaveLength(before.rows.length)
  for (const { remedy } of rows) await client.query(remedy as string)
  expect((await client.query('select key, value from hub.settings order by key')).rows).toEqual(before.rows)
  expect(rows.find((row) => row.key === 'stall.minutes')?.remedy).toMatch(/^-- \[7,4\] minutes: Work waits/)
})

test('rules: the one that fails first, and the trial changes nothing', async ({ client }) => {
  await anEvening(client)
  const [first] = await shown(client, 'rules')
  expect(first).toMatchObject({ fails: '1', mode: 'now', template: '헤즈업_자막' })
  const { rowCount } = await client.query(first?.remedy as string)
  expect(rowCount).not.toBeNull()
})
