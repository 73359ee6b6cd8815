import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { root } from '../support/checkout.ts'
import { test } from '../support/database.ts'

// Who is woken at night pastes what stands there.

const page = await readFile(join(root, 'docs', 'alerting.md'), 'utf8')

test('every statement of docs/alerting.md runs, in the order in which it is read', async ({ client }) => {
  await client.query(
    `insert into monitoring_events (id, event_type, kind, severity, state, subject, title, fired_at)
     overriding system value values (7, 'alert', 'stall', 'critical', 'firing', 'global', 'Nothing moves', now())`,
  )
  const blocks = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, text]) => text as string)
  const inline = [...page.matchAll(/`(select [^`]*;)`/g)].map(([, text]) => text as string)
  const statements = [...inline, ...blocks]
  expect(statements.length).toBeGreaterThan(8)
  const done: string[] = []
  for (const statement of statements) {
    const ran = await client.query(statement).then(
      () => 'ran',
      (error: Error) => error.message,
    )
    done.push(`${statement} ${ran}`)
  }
  expect(done).toEqual(statements.map((statement) => `${statement} ran`))
  const { rows } = await client.query(
    'select acknowledged_by, state, resolved_by, feedback from monitoring_events where id = 7',
  )
  expect(rows).toEqual([
    { acknowledged_by: 'ann', state: 'resolved', resolved_by: 'ann', feedback: 'false_positive' },
  ])
})

test('every channel that it shows can be made, and every field of a route that it names exists', async ({
  client,
}) => {
  const examples = /```json\n([\s\S]*?)```/.exec(page)?.[1]?.split(/\n(?=\{)/) ?? []
  expect(examples).toHaveLength(3)
  for (const example of examples) {
    const { reason, ...channel } = JSON.parse(example)
    if (channel.secrets.password) channel.secrets.password = 'secret'
    if (channel.secrets.key) channel.secrets.key = channel.secrets.key.padEnd(16, '.')
    await client.query('select hub.save_channel(null, $1, $2, $3)', [JSON.stringify(channel), 'ann', reason])
  }
  const route = {
    name: 'as shown',
    channel_id: 1,
    language: 'ko',
    match: {},
    escalate_to: 2,
    time_zone: 'Asia/Seoul',
    schedule: JSON.parse(/`(\[\{"days".*?\}\])`/.exec(page)?.[1] ?? ''),
    timing: JSON.parse(/`(\{"critical": \{.*?\}\})`/.exec(page)?.[1] ?? ''),
  }
  await client.query('select hub.save_route(null, $1, $2, $3)', [JSON.stringify(route), 'ann', 'first one'])
  const { rows } = await client.query('select count(*)::int as count from hub.channels')
  expect(rows).toEqual([{ count: 3 }])
})

test('every setting that it names is one', async ({ client }) => {
  const named = [...page.matchAll(/`((?:notify|channel|deadman|retention)\.[a-z_.]+)(\*?)`/g)].map(
    ([, key, star]) => `${key}${star ? '%' : ''}`,
  )
  expect(named.length).toBeGreaterThan(5)
  const { rows } = await client.query(
    `select n as missing from unnest($1::text[]) as n where not exists (select from hub.settings as s where s.key like n)`,
    [named],
  )
  expect(rows).toEqual([])
})
