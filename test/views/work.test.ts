import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { claim, registerWorker } from '../support/workers.ts'
import { anEvening } from './evening.ts'
import { shown } from './psql.ts'

test('queue: what is rendered with its worker, then what is next, then what is deferred', async ({
  client,
}) => {
  const evening = await anEvening(client)
  const rows = await shown(client, 'queue')
  const { rows: live } = await client.query(
    `select id::text from render_instructions where status in ('pending', 'processing') order by id`,
  )
  expect(rows.map((row) => row.id).toSorted()).toEqual(live.map((row) => row.id))
  const row = (id: string) => rows.find((r) => r.id === id)
  expect(row(evening.hanging)).toMatchObject({ stands: '0 % old poller' })
  expect(row(evening.claimed)).toMatchObject({ stands: '0 % ae-fresh' })
  const worker = await registerWorker(client)
  const taken: (string | undefined)[] = []
  const ready = rows.filter((r) => r.stands === 'ready').map((r) => r.id)
  for (const _ of ready) taken.push((await claim(client, worker))[0]?.id)
  expect(taken).toEqual(ready)
  expect(rows.at(-1)?.stands).toMatch(/^at /)
  expect(rows.find((r) => r.stands === 'paused')).toMatchObject({ remedy: 'select * from ops.health;' })
})

test('stale work, stuck renders and orphans are what their detectors find', async ({ client }) => {
  const evening = await anEvening(client)
  const found = async (kind: string): Promise<string[]> => {
    const { rows } = await client.query(
      `select jsonb_array_elements_text(members -> $2) as id from hub.findings($1) where severity <> 'info' order by 1`,
      [kind, kind === 'orphan_hand' ? 'hands' : 'instructions'],
    )
    return rows.map((row) => row.id)
  }
  const ids = async (view: string, column: string): Promise<unknown[]> =>
    (await shown(client, view)).map((row) => row[column]).toSorted()
  expect(await ids('stale_instructions', 'id')).toEqual(await found('stale_pending'))
  expect(await ids('stuck', 'id')).toEqual(await found('stuck_processing'))
  expect(await ids('stuck', 'id')).toEqual([evening.hanging, evening.held].toSorted())
  expect(await ids('orphan_hands', 'hand')).toEqual([evening.orphan])
})

test('a remedy mends: the row is gone once it was pasted', async ({ client }) => {
  const evening = await anEvening(client)
  await client.query(`update hub.render_rules set mode = 'immediate' where name = 'premium_hand'`)
  for (const view of ['orphan_hands', 'stuck'])
    for (const { remedy } of await shown(client, view)) await client.query(remedy as string)
  expect(await shown(client, 'orphan_hands')).toEqual([])
  expect(await shown(client, 'stuck')).toEqual([])
  const { rows } = await client.query(
    'select count(*)::int as made from render_instructions where hand_id = $1',
    [evening.orphan],
  )
  expect(rows).toEqual([{ made: 1 }])
})

test('no rule makes graphics of premium hands: the remedy leads to the rules instead', async ({ client }) => {
  await anEvening(client)
  await client.query(`update hub.render_rules set enabled = false where event = 'premium_hand'`)
  expect((await shown(client, 'orphan_hands')).map((row) => row.remedy)).toEqual(['select * from ops.rules;'])
})

test('workers: lost ones first, old pollers too, and the pause of one can be ended', async ({ client }) => {
  const evening = await anEvening(client)
  const rows = await shown(client, 'workers')
  expect(rows.map((row) => row.stands)).toEqual(['lost 1', 'paused', 'renders 1', 'renders 1', 'away'])
  expect(rows[0]?.remedy).toContain(`hub.release_stuck(${evening.held},`)
  expect(rows[2]).toMatchObject({ host: 'ae-fresh', failed: '0/1' })
  expect(rows[3]?.host).toMatch(/^postgres\/auto/)
  await client.query(rows[1]?.remedy as string)
  expect((await shown(client, 'workers')).map((row) => row.stands)).not.toContain('paused')
})

test('failure rate: different instructions, the surest first; one more try is offered of what still failed', async ({
  client,
}) => {
  await anEvening(client)
  const rows = await shown(client, 'failure_rate')
  expect(rows[0]).toMatchObject({ of: 'all', last_day: '4/8', share: '50.0 %' })
  expect(rows[1]).toMatchObject({ last_day: '4/6', share: '66.7 %', at_least: '30.0 %' })
  const still = /retry_instruction\((\d+)/.exec(rows[1]?.remedy ?? '')?.[1]
  const { rows: row } = await client.query('select status from render_instructions where id = $1', [still])
  expect(row).toEqual([{ status: 'failed' }])
  expect(rows.at(-1)).toMatchObject({ share: '0.0 %', remedy: null })
})

test('outputs: the suspect one first with what is wrong, and it can be rendered again', async ({
  client,
}) => {
  const evening = await anEvening(client)
  const [first, ...others] = await shown(client, 'outputs')
  expect(first).toMatchObject({ id: evening.suspect, file: expect.stringContaining('\n'), size: '700 MB' })
  expect(first?.remedy).toContain('retry_instruction')
  expect(others.map((row) => row.remedy)).toEqual(others.map(() => null))
})

test('pipeline and throughput count what the tables hold', async ({ client }) => {
  await anEvening(client)
  const stage = Object.fromEntries((await shown(client, 'pipeline')).map((row) => [row.stage, row]))
  const { rows } = await client.query(`
    select count(*) filter (where eligible_at is not null)::text as waiting, count(*) filter (where status = 'processing')::text as rendering,
      count(*) filter (where status = 'pending' and eligible_at is null)::text as later from render_instructions`)
  expect([stage.waiting?.now, stage.rendering?.now, stage['not before later']?.now]).toEqual([
    rows[0].waiting,
    rows[0].rendering,
    rows[0].later,
  ])
  const { rows: sums } = await client.query(
    'select sum(ordered)::int as ordered, sum(completed)::int as completed, sum(failed)::int as failed from ops.throughput',
  )
  const { rows: all } = await client.query('select count(*)::int as n from render_instructions')
  expect(sums).toEqual([{ ordered: all[0].n, completed: 4, failed: 4 }])
})
