import { expect } from 'vitest'
import { test } from '../support/database.ts'

const subjects = async (tx: { query(text: string): Promise<{ rows: { subjects: string[] }[] }> }) =>
  (
    await tx.query(
      `select array(select a ->> 'subject' from jsonb_array_elements(hub.active_alerts()) as a) as subjects`,
    )
  ).rows[0]?.subjects

test('what is open and fires, worst first, taken ones last; the rest is not shown', async ({ tx }) => {
  await tx.query(`
    insert into monitoring_events (kind, subject, event_type, severity, state, title, fired_at, acknowledged_at, acknowledged_by, suppressed_by, resolved_at) values
      ('k', 'warning', 'warning', 'warning', 'firing', 't', now(), null, null, null, null),
      ('k', 'critical taken', 'alert', 'critical', 'firing', 't', now(), now(), 'ann', null, null),
      ('k', 'critical', 'alert', 'critical', 'recovering', 't', now(), null, null, null, null),
      ('k', 'pending', 'alert', 'critical', 'pending', 't', null, null, null, null, null),
      ('k', 'action', 'action', 'info', 'firing', 't', now(), null, null, null, null),
      ('k', 'resolved', 'alert', 'critical', 'resolved', 't', now(), null, null, null, now())`)
  await tx.query(`
    insert into monitoring_events (kind, subject, event_type, severity, title, fired_at, suppressed_by)
    select 'k', 'suppressed', 'alert', 'critical', 't', now(), id from monitoring_events where subject = 'critical'`)
  expect(await subjects(tx)).toEqual(['critical', 'critical taken', 'warning'])
})

test('no alert: an empty list', async ({ tx }) => {
  expect(await subjects(tx)).toEqual([])
})
