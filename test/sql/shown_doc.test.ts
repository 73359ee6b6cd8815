import { expect } from 'vitest'
import { test } from '../support/database.ts'

test('a session id becomes text, digit by digit; players go when they are secret', async ({ tx }) => {
  const { rows } = await tx.query(`
    select hub.shown_doc(d, false)::text as open, hub.shown_doc(d, true)::text as secret
    from (values ('{"session_id": 638961224831992165, "players_json": [1]}'::jsonb), ('{"session_id": null}'), ('{}')) as v(d)`)
  expect(rows).toEqual([
    {
      open: '{"session_id": "638961224831992165", "players_json": [1]}',
      secret: '{"session_id": "638961224831992165"}',
    },
    { open: '{"session_id": null}', secret: '{"session_id": null}' },
    { open: '{}', secret: '{}' },
  ])
})
