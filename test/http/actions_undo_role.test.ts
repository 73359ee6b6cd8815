import { expect } from 'vitest'
import { queued } from '../support/queue.ts'
import { root, sender, test } from './act_support.ts'

test('who may not do a thing may not take it back', async ({ post, patch, as }) => {
  const changed = await patch('/api/settings/error.h', { value: 12, reason: 'slow' }, { 'if-match': '*' })
  expect(changed.status).toBe(200)
  const order = { action_id: changed.body.action_id, reason: 'not mine' }
  const refused = await post('/api/actions/undo', order)
  expect(refused).toMatchObject({
    status: 403,
    body: { detail: expect.stringMatching(/change_setting needs admin/) },
  })
  expect(await sender(as(root), 'POST')('/api/actions/undo', order)).toMatchObject({ status: 200 })
  // it is no secret that it was taken back
  expect(await post('/api/actions/undo', order)).toMatchObject({ status: 403 })
})

test('every verb that can be taken back belongs to operators or to admins', async ({ client, post }) => {
  const { rows } = await client.query<{ body: string }>(
    `select prosrc as body from pg_proc where oid = 'hub.undo_action(bigint,text,text,timestamptz)'::regprocedure`,
  )
  const cases = [...(rows[0]?.body ?? '').matchAll(/when v_action\.verb (?:in|=) ([^\n]*) then/g)]
  const verbs = cases.flatMap(([, named = '']) =>
    [...named.matchAll(/'(\w+)'/g)].map(([, verb = '']) => verb),
  )
  const may: Record<string, boolean> = {}
  for (const verb of verbs) {
    const made = await client.query(
      `insert into hub.actions (actor, verb, subject, reason, undo_until) values ('x', $1, 'x', 'x', now() + interval '1 minute') returning id::int`,
      [verb],
    )
    const { status } = await post('/api/actions/undo', { action_id: made.rows[0].id, reason: 'x' })
    may[verb] = status !== 403
  }
  expect(Object.keys(may).length).toBeGreaterThan(10)
  expect(
    Object.entries(may)
      .filter(([, able]) => !able)
      .map(([verb]) => verb)
      .toSorted(),
  ).toEqual(['change_setting', 'save_channel', 'save_route', 'save_rule'])
})

test('what cannot be taken back at all is said so to operators, too', async ({ client, post }) => {
  const id = Number(await queued(client))
  const done = await post('/api/actions/change-priority', { instruction_id: id, priority: 1, reason: 'x' })
  const undone = await post('/api/actions/undo', { action_id: done.body.action_id, reason: 'x' })
  expect(undone.status).toBe(200)
  expect(await post('/api/actions/undo', { action_id: undone.body.action.id, reason: 'x' })).toMatchObject({
    status: 409,
  })
  expect(await post('/api/actions/undo', { action_id: 999, reason: 'x' })).toMatchObject({ status: 404 })
})
