import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { anEvening } from './evening.ts'
import { shown } from './psql.ts'

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
