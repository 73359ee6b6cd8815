import type { Client } from 'pg'
import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

/** Old automation_ae takes a row. */
async function pollerTakes(client: Client, id: string, at: string): Promise<void> {
  await client.query(`select set_config('hub.now', $1, false)`, [at])
  await client.query(`update render_instructions set status = 'processing' where id = $1`, [id])
  await client.query('reset hub.now')
}

test('nothing known of the template: after twenty minutes', async ({ client }) => {
  const show = await aBroadcast(client)
  const id = await show.instruction(0)
  await pollerTakes(client, id, show.at(0))
  expect(await show.find('stuck_processing', 19.9)).toEqual([])
  const [stuck] = await show.find('stuck_processing', 20.1)
  expect(stuck).toMatchObject({
    subject: `instruction:${id}`,
    evidence: { heartbeat: false, limit_seconds: 1200 },
  })
})

test('five times the p99 of thirty successes and more, never under three minutes', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 31; i++) await show.render({ at: i, takes: 0.8 })
  await client.query('select hub.learn_norms($1)', [show.at(40)])
  const id = await show.instruction(41)
  await pollerTakes(client, id, show.at(41))
  expect(await show.find('stuck_processing', 44.9)).toEqual([])
  expect(await show.find('stuck_processing', 45.1)).toHaveLength(1)
})

test('a worker that beats while After Effects hangs; progress says it does not hang', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  const id = await show.instruction(0)
  await show.claim(worker, 0)
  for (let i = 1; i <= 30; i++) {
    const progress = i <= 10 ? JSON.stringify({ [id]: i * 5 }) : null
    await client.query('select hub.heartbeat($1, $2, $3)', [worker, progress, show.at(i)])
  }
  expect(await show.find('stuck_processing', 25)).toEqual([])
  expect(await show.find('stuck_processing', 31)).toMatchObject([
    { evidence: { heartbeat: true, progress: 50 } },
  ])
})

test('a person looked at this attempt: it is told no more; the next attempt is', async ({ client }) => {
  const show = await aBroadcast(client)
  const id = await show.instruction(0)
  await pollerTakes(client, id, show.at(0))
  await show.tick(21)
  const [alert] = await show.alerts('stuck_processing')
  await client.query(`select hub.resolve_event($1, 'ann', 'a long replay', null, $2)`, [
    alert?.id,
    show.at(22),
  ])
  await show.tick(40)
  expect(await show.alerts('stuck_processing')).toHaveLength(1)
  await show.followSuggestion('stuck_processing')
  expect((await client.query('select status, rescue_count from render_instructions')).rows).toEqual([
    { status: 'pending', rescue_count: 1 },
  ])
  await pollerTakes(client, id, show.at(45))
  expect(await show.find('stuck_processing', 66)).toHaveLength(1)
})
