import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { applyLayers } from '../../src/database/apply.ts'
import { createLog } from '../../src/log.ts'
import { startHub } from '../../src/main.ts'
import { aHand, insert } from '../support/builders.ts'
import { test as base } from '../support/database.ts'
import { type Running, runNode } from '../support/process.ts'
import { copySql } from '../support/sql_copy.ts'

/** How long a sibling holds its transaction open, and how long an insert of another one may be kept waiting by us. */
const heldMs = 5000
const bearableMs = 250

/** `sibling`: another process that inserts all the time; `sql`: a copy of sql/ to change. */
const test = base
  .extend('sibling', async ({ url }, { onCleanup }): Promise<Running> => {
    const sibling = runNode(join(import.meta.dirname, '..', 'support', 'traffic.ts'), [url])
    onCleanup(() => void sibling.child.kill('SIGKILL'))
    await sibling.line(/running/)
    return sibling
  })
  .extend('sql', async ({}, { onCleanup }) => {
    const copy = await copySql()
    onCleanup(() => copy.remove())
    return copy
  })

test('a hub that starts on a live database delays nobody', async ({ url, sibling, connect }) => {
  const holder = await connect()
  await holder.query('begin')
  await insert(holder, 'public.hands', aHand({ table_id: 'table_held' }))

  const config = loadConfig({ databaseUrl: url, port: 0 }, {})
  const options = { log: createLog('silent'), say: () => {} }
  const first = await startHub(config, options)
  const second = await startHub(config, options)
  await second.stop()
  const again = await startHub(config, options)
  await holder.query('commit') // all of them are up: none waited for the holder
  await Promise.all([again.stop(), first.stop()])
  await expectNoDelay(sibling)
})

test('a changed trigger waits for an open insert without making others wait', async ({
  url,
  sibling,
  connect,
  sql,
}) => {
  for (const table of ['hands', 'render_instructions']) {
    await sql.edit(`triggers/${table}.sql`, (text) => `${text}\n-- changed\n`)
  }
  const holder = await connect()
  await holder.query('begin')
  await insert(holder, 'public.hands', aHand({ table_id: 'table_held' }))
  const waits: string[] = []
  const applied = applyLayers(url, { sqlDir: sql.dir, say: (step) => waits.push(step) })
  await pause(heldMs)
  expect(waits.length).toBeGreaterThan(1)
  await holder.query('commit')
  expect((await applied).laid).toContain('triggers/hands.sql')
  await expectNoDelay(sibling)
})

async function expectNoDelay(sibling: Running): Promise<void> {
  sibling.child.stdin?.end('enough\n')
  const { inserts, slowest_ms } = JSON.parse(await sibling.line(/slowest_ms/))
  expect(inserts).toBeGreaterThan(100)
  expect(slowest_ms).toBeLessThan(bearableMs)
}
