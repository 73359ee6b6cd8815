import type { Client } from 'pg'
import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { aHand } from '../support/builders.ts'
import { test } from '../support/database.ts'

const names = [
  'actions',
  'alerts',
  'detectors',
  'failure_rate',
  'health',
  'help',
  'orphan_hands',
  'outputs',
  'pipeline',
  'queue',
  'rules',
  'settings',
  'stale_instructions',
  'stuck',
  'throughput',
  'timeline',
  'workers',
] as const

/** An evening with something of everything, in Korean where people write: every view but help has rows. */
async function anEvening(client: Client): Promise<void> {
  const show = await aBroadcast(client)
  await client.query(`update hub.render_rules set mode = 'notify_only' where name = 'premium_hand'`)
  await client.query(
    `select hub.change_setting('remedy.orphan_hand', '"suggest"', '김철수', '오늘은 수동으로')`,
  )
  const long = { template_name: '블라인드_레벨_전환_그래픽_최종_수정본', priority: 2 }
  const worker = await show.worker('렌더-PC-서울-스튜디오-07', -200)
  for (let i = 0; i < 6; i++)
    await show.render({ at: -190 + i, worker, row: long, ...(i > 1 ? { fails: '렌더 실패' } : {}) })
  await show.hand(
    -180,
    aHand({ table_id: '피처_테이블_1번', hand_number: 4_711, hand_rank: 'straight_flush' }),
  )
  for (let i = 0; i < 3; i++) await show.instruction(-60, long)
  await show.instruction(-59, { ...long, priority: 10 })
  await show.instruction(-58, { ...long, not_before: show.at(60) })
  await show.claim(worker, -50)
  await client.query(`select hub.pause('template:다른_템플릿', '김철수', '글꼴 문제', $1)`, [show.at(-49)])
  for (const minute of [-170, -45, -30]) await show.tick(minute)
  await show.beat(worker, -0.2)
  await client.query('select * from hub.tick()')
  const id = Number(
    (await client.query(`select id from monitoring_events where state = 'firing' order by id limit 1`))
      .rows[0].id,
  )
  await client.query(`select hub.acknowledge_event($1, '김철수감독')`, [id])
}

/** Columns a terminal needs: Hangul and other wide signs take two. */
function width(text: string): number {
  let columns = 0
  for (const sign of text)
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(sign)
      ? 2
      : 1
  return columns
}

/** Every row of a view as psql prints it, and how wide the table gets. */
async function printed(client: Client, view: string): Promise<{ rows: string[][]; width: number }> {
  const { rows, fields } = await client.query({ text: `select * from ops.${view}`, rowMode: 'array' })
  const asText = await client.query(
    `select ${fields.map((f) => `"${f.name}"::text`).join(', ')} from ops.${view}`,
  )
  const cells = asText.rows.map((row) => fields.map((f) => row[f.name] ?? ''))
  expect(rows.length).toBe(cells.length)
  const widths = fields.map((f, i) => Math.max(width(f.name), ...cells.map((row) => width(row[i] as string))))
  return { rows: cells as string[][], width: widths.reduce((sum, w) => sum + w + 3, -1) }
}

test('each view has its rows, fits 120 columns, and every remedy runs as it stands', async ({
  client,
  connect,
}) => {
  await anEvening(client)
  const wide: string[] = []
  const empty: string[] = []
  for (const view of names) {
    const shown = await printed(client, view)
    if (view !== 'help' && view !== 'timeline' && view !== 'settings' && shown.width > 120)
      wide.push(`${view}: ${shown.width}`)
    if (shown.rows.length === 0) empty.push(view)
  }
  expect({ wide, empty }).toEqual({ wide: [], empty: [] })

  const failed: string[] = []
  for (const view of names) {
    const { rows, fields } = await client.query(`select * from ops.${view}`)
    if (!fields.some((field) => field.name === 'remedy')) continue
    for (const remedy of new Set(rows.map((row) => row.remedy as string | null))) {
      if (remedy === null) continue
      await client.query('begin')
      const run = remedy.startsWith('call ') ? Promise.resolve() : client.query(remedy)
      await run.catch((error: Error) => failed.push(`${view}: ${remedy}: ${error.message}`))
      await client.query('rollback')
    }
  }
  expect(failed).toEqual([])

  for (const role of ['hub_reader', 'pg_monitor', 'hub_app']) {
    const reader = await connect({ role })
    for (const view of names) await reader.query(`select * from ops.${view}`)
  }
})

test('a hub at rest: what is well says so, and its remedies run too', async ({ client }) => {
  await client.query('select * from hub.tick()')
  const { rows } = await client.query('select part, stands, why, remedy from ops.health')
  expect(rows.find((row) => row.part === 'pauses')).toEqual({
    part: 'pauses',
    stands: 'ok',
    why: 'nothing is paused',
    remedy: 'select * from ops.queue;',
  })
  for (const { remedy } of rows) if (!remedy.startsWith('call ')) await client.query(remedy)
})

test('help names every view, and every line says how', async ({ client }) => {
  const { rows } = await client.query('select name, how from ops.help')
  expect(rows.filter((row) => !row.how)).toEqual([])
  const told = rows.map((row) => row.name)
  expect(names.filter((name) => !told.includes(`ops.${name}`))).toEqual([])
  const views = await client.query(
    `select relname as name from pg_class where relnamespace = 'ops'::regnamespace and relkind = 'v' order by 1`,
  )
  expect(views.rows.map((row) => row.name)).toEqual(names)
})
