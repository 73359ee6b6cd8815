import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { findings, findingsThatHold, simulation } from '../support/detecting.ts'

test('history outside the weeks: a finding per table, until it is moved', async ({ client }) => {
  const clock = await simulation(client)
  expect(await findings(client, 'partition_default_used', clock(0))).toEqual([])
  await client.query(
    `insert into hub.events (at, kind, subject, actor) values ('2001-01-01', 'x', '핸드:1', 'ann'), ('2002-01-01', 'x', 'x', 'ann')`,
  )
  expect(await findingsThatHold(client, 'partition_default_used', clock(0))).toMatchObject([
    {
      subject: 'table:hub.events',
      event_type: 'warning',
      severity: 'warning',
      since: new Date('2001-01-01T00:00:00Z'),
      title: '2 rows of hub.events in no week of their own',
      title_ko: 'hub.events의 2행이 주별 파티션에 속하지 않음',
      evidence: { rows: 2 },
      suggested_action: { sql: 'call hub.maintain();' },
    },
  ])
  // the statement that it suggests was run, as it stands
  expect(await findings(client, 'partition_default_used', clock(0))).toEqual([])
  await many(client)
  const found = await findings(client, 'partition_default_used', clock(0))
  expect(found.map(({ subject, evidence }) => [subject, evidence.rows])).toEqual([
    ['table:hub.attempts', 1000],
  ])
  expect(found[0]?.title_ko).toBe('hub.attempts의 1000개 이상행이 주별 파티션에 속하지 않음')
  await client.query('delete from hub.attempts_default')
  expect(await findings(client, 'partition_default_used', clock(0))).toEqual([])
})

const many = (client: Client): Promise<unknown> =>
  client.query(
    `insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at)
     select g, 1, 'x', 'ae', '2001-01-01' from generate_series(1, 1500) as g`,
  )
