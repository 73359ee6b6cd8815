import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { anEvening } from './evening.ts'
import { pasted, shown, widthOf } from './psql.ts'

test('alerts: worst first, whole sentences, what hides behind one, who has it', async ({ client }) => {
  await anEvening(client)
  const rows = await shown(client, 'alerts')
  const severities = rows.map((row) => ['crit', 'erro', 'warn', 'info'].indexOf(row.sev as string))
  expect(severities).toEqual(severities.toSorted((a, b) => a - b))
  const { rows: open } = await client.query(
    `select title, id::text from monitoring_events where state = 'firing' and suppressed_by is null and event_type <> 'action'`,
  )
  const told = (text = ''): string => text.replaceAll(/\s/g, '')
  for (const { id, title } of open)
    expect(told(rows.find((row) => row.id === id)?.title)).toContain(told(title))
  expect(rows.map((row) => row.title).join()).toMatch(/more\s+behind it/)

  // taken by somebody: last of its severity
  const orphan = rows.findIndex((row) => row.kind === 'orphan_hand')
  expect(rows[orphan]).toMatchObject({
    title: expect.stringMatching(/taken\s+by\s+김철수감독/),
    remedy: 'select * from ops.orphan_hands;',
  })
  expect(rows.slice(orphan + 1).filter((row) => row.sev === 'warn')).toEqual([])
})

test('alerts: a silenced one steps back, a resolved one is gone', async ({ client }) => {
  await anEvening(client)
  const before = await shown(client, 'alerts')
  const first = before.find((row) => row.sev === 'warn')?.id
  await client.query(`select hub.silence_event($1, 'ann', 'known')`, [first])
  const silenced = (await shown(client, 'alerts')).filter((row) => row.sev === 'warn')
  expect(silenced[0]?.id).not.toBe(first)
  expect(silenced.find((row) => row.id === first)?.title).toContain('silenced')
  await client.query(`select hub.resolve_event($1, 'ann', 'mended')`, [first])
  expect((await shown(client, 'alerts')).map((row) => row.id)).not.toContain(first)
})

test('alerts: of every kind, days old, with a long Korean sentence: 120 columns, and each leads somewhere', async ({
  client,
}) => {
  await client.query(`
    alter table monitoring_events alter column id restart 12345;
    select hub.raise_event(kind, 'global', 'alert', 'warning', title_ko || repeat(' 한국어_문장이_아주_길게_이어집니다', 3)) from hub.detectors;
    update monitoring_events set first_seen_at = now() - interval '300 days', fired_at = now() - interval '300 days'`)
  const rows = await shown(client, 'alerts')
  const { rows: kinds } = await client.query('select kind from hub.detectors order by kind')
  expect(rows.map((row) => row.kind).toSorted()).toEqual(kinds.map((row) => row.kind))
  expect(rows[0]?.age).toBe('300 days')
  expect(widthOf(rows)).toBeLessThanOrEqual(120)
  for (const { remedy } of rows) expect(await pasted(client, remedy as string)).toBeUndefined()
})

test('detectors: what fires stands first with its sentence; one that nobody asks is asleep', async ({
  client,
}) => {
  await anEvening(client)
  const rows = await shown(client, 'detectors')
  expect(rows.map((row) => row.kind).toSorted()).toEqual(
    (await client.query('select kind from hub.detectors order by kind')).rows.map((row) => row.kind),
  )
  expect(rows.find((row) => row.kind === 'orphan_hand')).toMatchObject({
    stands: '1 open',
    evidence: expect.stringMatching(/^Hand 4711/),
    remedy: 'select * from ops.alerts;',
  })
  expect(rows.find((row) => row.kind === 'error_surge')?.evidence).toMatch(/^evidence \d+\.\d of 5$/)
  const quiet = rows.findIndex((row) => row.stands === 'quiet')
  expect(rows.slice(quiet).map((row) => row.stands)).toEqual(rows.slice(quiet).map(() => 'quiet'))

  await client.query(`
    update hub.detector_state set state = jsonb_set(state, '{next,stall}', to_jsonb(now() - interval '1 minute'))
    where detector = 'tick'`)
  expect((await shown(client, 'detectors'))[0]).toMatchObject({
    kind: 'stall',
    stands: 'asleep',
    remedy: 'select * from hub.tick();',
  })
})
