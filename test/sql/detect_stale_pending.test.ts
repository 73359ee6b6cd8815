import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

test('thirty minutes at an ordinary priority, ten at 2 and 3, five at 1: nobody is there', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  await show.instruction(0, { priority: 1 })
  await show.instruction(0, { priority: 2 })
  await show.instruction(0, { priority: 5 })
  const totals = []
  for (const minutes of [4.9, 5.1, 9.9, 10.1, 29.9, 30.1]) {
    const [stale] = await show.find('stale_pending', minutes)
    totals.push(stale?.members.total ?? 0)
  }
  expect(totals).toEqual([0, 1, 1, 2, 2, 3])
  expect(await show.find('stale_pending', 31)).toMatchObject([
    {
      subject: 'workers',
      severity: 'critical',
      title: '3 jobs waiting too long, the oldest for 31 min: no worker is there that may take work',
    },
  ])
})

test('age counts from when it could run: a retry, a delay, a pause are innocent', async ({ client }) => {
  const show = await aBroadcast(client)
  await show.instruction(0, { not_before: show.at(40) })
  const id = await show.render({ at: 0, fails: 'odd' })
  await client.query('select hub.retry_instruction($1, $2, $3, null, $4)', [id, 'ann', 'again', show.at(50)])
  await client.query(`select hub.claim_instructions($1, 1, null, array['nothing'], $2)`, [
    await show.worker('ae-2', 41),
    show.at(41),
  ])
  expect(await show.find('stale_pending', 60)).toEqual([])
  expect(await show.find('stale_pending', 72)).toMatchObject([{ members: { total: 1 } }])
  await client.query(`select hub.pause('queue', 'ann', 'x', $1)`, [show.at(73)])
  expect(await show.find('stale_pending', 90)).toEqual([])
})

test('one finding per cause, with its members', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1', 0, ['template:banner'])
  const lonely = await show.instruction(0, { template_name: 'replay', priority: 2 })
  await show.instruction(0, { template_name: 'banner', priority: 8 })
  for (let i = 0; i < 40; i++) {
    await show.instruction(i, { template_name: 'banner', priority: 4 })
    const claimed = await show.claim(worker, i)
    await show.complete(claimed?.id as string, claimed?.attempt as string, i + 0.9)
  }
  await show.beat(worker, 40)
  const findings = await show.find('stale_pending', 40)
  expect(findings.map((f) => f.subject).toSorted()).toEqual(['starved:8', 'template:replay'])
  expect(findings.find((f) => f.subject === 'template:replay')).toMatchObject({
    members: { instructions: [Number(lonely)], total: 1 },
    suggested_action: { sql: expect.stringContaining('hub.pause') },
  })
  expect(findings.find((f) => f.subject === 'starved:8')?.title_ko).toContain('더 급한 작업이 먼저 처리됨')
})

test('the suggested statement runs as it stands', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1', 0)
  await show.instruction(0, { priority: 3 })
  await show.beat(worker, 12)
  const [stale] = await show.find('stale_pending', 12)
  expect(stale?.subject).toBe('unknown')
  await client.query(stale?.suggested_action?.sql as string)
  expect((await client.query('select priority from render_instructions')).rows).toEqual([{ priority: 2 }])
})

test('what the hub itself made more urgent starves nobody', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  const boosted = await show.instruction(0, { priority: 5 })
  await show.instruction(0, { priority: 5 })
  const raw = async (change: string): Promise<void> => {
    await client.query('set session_replication_role = replica')
    await client.query(`update render_instructions set ${change} where id = $1`, [boosted])
    await client.query('reset session_replication_role')
  }
  await raw('priority = 4')
  await show.claim(worker, 1)
  for (let i = 1; i <= 31; i++) await show.beat(worker, i)
  expect(await show.find('stale_pending', 31)).toMatchObject([{ subject: 'unknown' }])
  await raw('base_priority = 3')
  expect(await show.find('stale_pending', 31)).toMatchObject([{ subject: 'starved:5' }])
})
