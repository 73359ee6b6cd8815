import { expect } from 'vitest'
import { test } from '../support/database.ts'

test('a route that names kinds which no alert has is kept, and told with those that may have been meant', async ({
  client,
}) => {
  const warned: string[] = []
  client.on('notice', ({ message }) => warned.push(String(message)))
  await client.query(`insert into hub.channels (name, kind) values ('ops', 'slack')`)
  const save = async (...kind: string[]): Promise<string[]> => {
    const { rows } = await client.query(
      `select hub.route_doubts(r) as doubts
       from hub.save_route(null, jsonb_build_object('name', $1::text, 'channel_id', (select c.id from hub.channels as c), 'match', $2::jsonb), 'ann', 'x') as r`,
      [`to ${kind.join(' ')}`, kind.length === 0 ? '{}' : JSON.stringify({ kind })],
    )
    return rows[0].doubts
  }
  expect(await save('stall', 'graphic_done', 'channel_dead')).toEqual([])
  expect(warned).toEqual([])
  const doubts = await save('silent_tables', 'stall', 'nonsense')
  expect(doubts).toEqual([
    'no alert is of the kind "silent_tables"; did you mean silent_table?',
    expect.stringMatching(
      /^no alert is of the kind "nonsense"; there are bad_worker, channel_dead, .*worker_lost$/,
    ),
  ])
  expect(warned).toEqual(doubts)
})

test('it knows every kind that the functions raise', async ({ client }) => {
  const { rows } = await client.query<{ kind: string }>(
    `select distinct m[1] as kind from pg_proc as p, regexp_matches(p.prosrc, 'raise_event\\(''([a-z_]+)''', 'g') as m
     where p.pronamespace = 'hub'::regnamespace union select kind from hub.detectors`,
  )
  expect(rows.length).toBeGreaterThan(20)
  const asked = JSON.stringify({ kind: rows.map(({ kind }) => kind) })
  const found = await client.query(
    `select hub.route_doubts(jsonb_populate_record(null::hub.routes, jsonb_build_object('match', $1::jsonb))) as doubts`,
    [asked],
  )
  expect(found.rows[0].doubts).toEqual([])
})
