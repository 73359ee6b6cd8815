import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'
import { registerWorker } from '../support/workers.ts'

// register_worker, attend, contract_version.

test('every start is a session of its own, whatever the host is called', async ({ tx }) => {
  expect(await registerWorker(tx, 'ae-01')).not.toBe(await registerWorker(tx, 'ae-01'))
  for (const host of ['', '  ', null, 'x'.repeat(201)]) {
    expect(await refusalOf(tx, 'select hub.register_worker($1)', [host])).toMatchObject({ code: 'UB422' })
  }
})

test('another major contract is refused, an older minor warned of, none accepted', async ({ tx }) => {
  const { rows } = await tx.query('select hub.contract_version() as v')
  const [major] = (rows[0].v as string).split('.').map(Number) as [number]
  const register = `select hub.register_worker('ae', '{}', $1)`
  for (const client of [`x/1 contract/${major + 1}.0`, `x contract=${major + 7}`]) {
    expect(await refusalOf(tx, register, [client])).toMatchObject({
      code: 'UB422',
      hint: expect.stringContaining('client'),
    })
  }
  for (const client of [null, 'anything at all', `x contract/${major}.0.0`, `x contract/${major}.99`]) {
    await tx.query(register, [client])
  }
  expect((await tx.query(`select from monitoring_events`)).rowCount).toBe(0)
  await tx.query(`create or replace function hub.contract_version() returns text
    language sql immutable begin atomic select '${major}.5.0'::text; end`)
  await tx.query(register, [`old contract/${major}.4`])
  const warned = await tx.query('select kind, severity from monitoring_events')
  expect(warned.rows).toEqual([{ kind: 'old_client', severity: 'warning' }])
})

test('presence is one connection’s, and ends with it', async ({ client, connect }) => {
  const worker = await registerWorker(client)
  const [one, two] = [await connect(), await connect()]
  const attend = async (session: typeof client): Promise<boolean> =>
    (await session.query('select hub.attend($1) as held', [worker])).rows[0].held
  expect(await attend(one)).toBe(true)
  expect(await attend(two)).toBe(false)
  const { rows } = await client.query('select attended, attended_pid from hub.workers')
  const pid = await one.query('select pg_backend_pid() as pid')
  expect(rows).toEqual([{ attended: true, attended_pid: pid.rows[0].pid }])
  await client.query('select pg_terminate_backend($1, 5000)', [pid.rows[0].pid])
  expect(await attend(two)).toBe(true)
  expect(await refusalOf(client, 'select hub.attend(gen_random_uuid())')).toMatchObject({ code: 'UB404' })
})
