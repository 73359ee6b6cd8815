import { expect } from 'vitest'
import { test } from '../support/database.ts'

const trouble = 'select hub.project_trouble() as t'

test('no alerts, no trouble', async ({ tx }) => {
  expect((await tx.query(trouble)).rows[0].t).toEqual({})
})

test('each alert belongs to its project; a critical one means that it does not work at all', async ({
  tx,
}) => {
  await tx.query(`select
    hub.raise_event('suspect_output', 'instruction:1', 'warning', 'warning', 't'),
    hub.raise_event('generator_down', 'global', 'alert', 'error', 't'),
    hub.raise_event('silent_table', 'table:1', 'warning', 'info', 't'),
    hub.raise_event('hub_degraded', 'hub', 'alert', 'critical', 't')`)
  expect((await tx.query(trouble)).rows[0].t).toEqual({ ae: 'degraded', sub: 'down' })
  await tx.query(`select hub.raise_event('stall', 'global', 'alert', 'critical', 't')`)
  expect((await tx.query(trouble)).rows[0].t).toEqual({ ae: 'down', sub: 'down' })
  await tx.query(
    `select hub.clear_event('stall', 'global', 'ann', 'moves'), hub.clear_event('generator_down', 'global', 'ann', 'back')`,
  )
  expect((await tx.query(trouble)).rows[0].t).toEqual({ ae: 'degraded' })
})
