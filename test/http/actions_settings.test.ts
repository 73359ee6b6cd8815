import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { etagOf, versionsOf } from '../../src/http/etag.ts'
import { ActedRule, ActedSetting, DryRunResult, WhatIfResult } from '../../src/http/schemas/setting_acts.ts'
import { aHand, insert } from '../support/builders.ts'
import { untilWaiting } from '../support/sessions.ts'
import { ann, audit, root, sender, test, vera } from './act_support.ts'

const rulesDoc = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')
const any = { 'if-match': '*' }
const rule = {
  name: 'big_winner',
  event: 'hand_completed',
  template_name: 'chip_flow',
  condition: '$.hand.pot > 1000',
  layer_map: { 'Name 1': '{hand.winner|upper}', 'Pot 1': '{hand.pot|chips}' },
  expires_after: '10 minutes',
  reason: 'the director wants it',
}

test('a setting changes for who has seen it as it is', async ({ client, patch, as }) => {
  const first = await patch('/api/settings/error.h', { value: 4, reason: 'too quiet' }, any)
  expect(first).toMatchObject({
    status: 200,
    body: { setting: { key: 'error.h', value: 4, updated_by: 'root' } },
  })
  expect(ActedSetting.strict().parse(first.body)).toEqual(first.body)
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toBe(etagOf(first.body.setting))
  const second = await patch('/api/settings/error.h', { value: 6, reason: 'too loud' }, { 'if-match': etag })
  expect(second.status).toBe(200)
  const stale = await patch('/api/settings/error.h', { value: 7, reason: 'x' }, { 'if-match': etag })
  expect(stale).toMatchObject({
    status: 412,
    body: {
      code: 'UB412',
      blocked_by: 'setting:error.h',
      detail: 'setting "error.h" was changed by "root"; it is 6 now',
    },
  })
  const either = `"2020-01-01T00:00:00+00:00", W/${second.headers.get('etag')}`
  expect(
    await patch('/api/settings/error.h', { value: 5, reason: 'x' }, { 'if-match': either }),
  ).toMatchObject({ status: 200 })
  expect(await audit(client, 'setting:error.h')).toMatchObject([
    { actor: 'root' },
    { actor: 'root' },
    { actor: 'root' },
  ])

  const undone = await sender(as(root), 'POST')('/api/actions/undo', {
    action_id: second.body.action_id,
    reason: 'x',
  })
  expect(undone).toMatchObject({ status: 409, body: { blocked_by: 'setting:error.h' } })
})

test('of two who change a setting they have both seen, one does', async ({ client, connect, patch, as }) => {
  const seen = await patch('/api/settings/error.h', { value: 4, reason: 'x' }, any)
  const header = { 'if-match': seen.headers.get('etag') ?? '' }
  const barrier = await connect()
  await barrier.query('begin')
  await barrier.query(`select from hub.settings where key = 'error.h' for update`)
  const other = sender(as(root), 'PATCH')
  const both = Promise.all([
    patch('/api/settings/error.h', { value: 5, reason: 'x' }, header),
    other('/api/settings/error.h', { value: 6, reason: 'x' }, header),
  ])
  let waiting: number[] = []
  while (waiting.length < 2) {
    const { rows } = await client.query(
      `select pid from pg_stat_activity where datname = current_database() and query like '%setting_at%' and state = 'active' and pid <> pg_backend_pid()`,
    )
    waiting = rows.map((row) => row.pid)
  }
  for (const pid of waiting) await untilWaiting(client, pid)
  await barrier.query('rollback')
  expect((await both).map((each) => each.status).toSorted()).toEqual([200, 412])
})

test('what PATCH of a setting refuses', async ({ as, patch }) => {
  const body = { value: 4, reason: 'x' }
  expect(await patch('/api/settings/error.h', body)).toMatchObject({ status: 428, body: { code: 'HTTP428' } })
  for (const tag of ['', 'x', '"x"', '"2026-13-45T99:99:99+00:00"', `"'; drop"`]) {
    expect(await patch('/api/settings/error.h', body, { 'if-match': tag })).toMatchObject({ status: 412 })
  }
  expect(await patch('/api/settings/no.such', body, any)).toMatchObject({ status: 404 })
  expect(await patch('/api/settings/error.h', { value: 'many', reason: 'x' }, any)).toMatchObject({
    status: 422,
  })
  expect(await patch('/api/settings/error.h', { value: 1e9, reason: 'x' }, any)).toMatchObject({
    status: 422,
  })
  expect(await patch('/api/settings/error.h', { reason: 'x' }, any)).toMatchObject({ status: 400 })
  expect(await patch('/api/settings/error.h', { value: 4 }, any)).toMatchObject({ status: 400 })
  expect(await patch('/api/settings/time_zone', { value: 'a\u0000', reason: 'x' }, any)).toMatchObject({
    status: 400,
  })
  expect(await patch('/api/settings/Error!', body, any)).toMatchObject({ status: 400 })
  const deep = `{"reason": "x", "value": ${'['.repeat(5000)}${']'.repeat(5000)}}`
  expect(await patch('/api/settings/error.h', deep, any)).toMatchObject({ status: 400 })
  for (const [identity, status] of [
    [ann, 403],
    [vera, 403],
    [null, 401],
  ] as const) {
    expect(await sender(as(identity), 'PATCH')('/api/settings/error.h', body, any)).toMatchObject({ status })
  }
})

test('what-if: operators try, nothing changes', async ({ client, post, as }) => {
  const tried = await post('/api/settings/error.h/what-if', { value: 2 })
  expect(tried).toMatchObject({ status: 200, body: { present: 0, changed: 0, items: [] } })
  expect(WhatIfResult.strict().parse(tried.body)).toEqual(tried.body)
  const times = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }
  expect(await post('/api/settings/error.h/what-if', { value: 2, ...times })).toMatchObject({ status: 200 })
  expect(
    await post('/api/settings/error.h/what-if', { value: 2, from: times.to, to: times.from }),
  ).toMatchObject({ status: 422 })
  expect(await post('/api/settings/claim.max/what-if', { value: 2 })).toMatchObject({ status: 422 })
  expect(await post('/api/settings/error.h/what-if', { value: 2, from: 'x' })).toMatchObject({ status: 400 })
  expect(await sender(as(vera), 'POST')('/api/settings/error.h/what-if', { value: 2 })).toMatchObject({
    status: 403,
  })
  expect((await client.query('select from hub.actions')).rowCount).toBe(0)
})

test('a rule is made, changed and turned off; each change is audited and can be taken back', async ({
  client,
  as,
  patch,
}) => {
  const post = sender(as(root), 'POST')
  const made = await post('/api/rules', rule)
  expect(made).toMatchObject({
    status: 201,
    body: { rule: { name: 'big_winner', enabled: true, grace: '00:02:00', updated_by: 'root' } },
  })
  expect(ActedRule.strict().parse(made.body)).toEqual(made.body)
  const { id } = made.body.rule
  await insert(client, 'public.hands', aHand({ pot_size: 5000 }))
  const byRule = 'select id from public.render_instructions where rule_id = $1'
  expect((await client.query(byRule, [id])).rowCount).toBe(1)

  const header = { 'if-match': made.headers.get('etag') ?? '' }
  const off = await patch(`/api/rules/${id}`, { enabled: false, condition: null, reason: 'enough' }, header)
  expect(off).toMatchObject({
    status: 200,
    body: { rule: { enabled: false, condition: null, layer_map: rule.layer_map } },
  })
  const stale = await patch(`/api/rules/${id}`, { enabled: true, reason: 'x' }, header)
  expect(stale).toMatchObject({
    status: 412,
    body: { blocked_by: `rule:${id}`, detail: 'rule "big_winner" was changed by "root"' },
  })
  await insert(client, 'public.hands', aHand({ pot_size: 6000 }))
  expect((await client.query(byRule, [id])).rowCount).toBe(1)

  const early = await post('/api/actions/undo', { action_id: made.body.action_id, reason: 'x' })
  expect(early).toMatchObject({ status: 409, body: { blocked_by: `rule:${id}` } })
  const undone = await post('/api/actions/undo', { action_id: off.body.action_id, reason: 'not enough' })
  expect(undone.status).toBe(200)
  const { rows } = await client.query('select enabled, condition::text from hub.render_rules where id = $1', [
    id,
  ])
  expect(rows).toEqual([{ enabled: true, condition: '($."hand"."pot" > 1000)' }])
  expect((await audit(client, 'rule:big_winner')).map((row) => row.verb)).toEqual([
    'save_rule',
    'save_rule',
    'undo_action',
  ])
})

test('a new rule that is taken back is off', async ({ client, as }) => {
  const post = sender(as(root), 'POST')
  const made = await post('/api/rules', rule)
  expect(await post('/api/actions/undo', { action_id: made.body.action_id, reason: 'x' })).toMatchObject({
    status: 200,
  })
  const { rows } = await client.query(`select enabled from hub.render_rules where name = 'big_winner'`)
  expect(rows).toEqual([{ enabled: false }])
})

test('a rule that could never work is refused, naming its field', async ({ client, as, patch }) => {
  const post = sender(as(root), 'POST')
  await insert(client, 'public.hands', aHand())
  for (const [wrong, named] of [
    [{ event: 'moon' }, 'event'],
    [{ template_name: ' ' }, 'template_name'],
    [{ condition: '$.hand.pot >' }, 'jsonpath'],
    [{ condition: '$.hand.pot' }, 'predicate'],
    [{ layer_map: { A: '{hand.pot' } }, 'layer A'],
    [{ layer_map: { A: '{hand.pot|shout}' } }, 'shout'],
    [{ layer_map: { A: '{}' } }, 'layer A'],
    [
      { layer_map: { 'Name 1': '{hand.winner}', A: '{{hand}} {nonsense.path|upper}' } },
      'layer A: no event has "nonsense"',
    ],
    [{ layer_map: { A: '{pot?}' } }, 'layer A: no event has "pot"'],
    [{ dedupe_key: '{' }, 'dedupe_key'],
    [{ dedupe_key: ' ' }, 'dedupe_key'],
    [{ grace: 'soon' }, 'interval'],
    [{ cooldown: '0' }, 'cooldown'],
    [{ expires_after: '90 days' }, 'expires_after'],
  ] as const) {
    const answer = await post('/api/rules', { ...rule, ...wrong })
    expect({ wrong, ...answer }).toMatchObject({
      wrong,
      status: 422,
      body: { detail: expect.stringContaining(named) },
    })
  }
  for (const wrong of [
    { name: 'Big!' },
    { priority: 11 },
    { mode: 'never' },
    { layer_map: [] },
    { colour: 1 },
    { reason: '' },
  ]) {
    expect({ wrong, ...(await post('/api/rules', { ...rule, ...wrong })) }).toMatchObject({
      wrong,
      status: 400,
    })
  }
  const known = await post('/api/rules', { ...rule, name: 'premium_hand' })
  expect(known).toMatchObject({ status: 409, body: { blocked_by: 'rule:1' } })
  expect(await patch('/api/rules/1', { grace: null, reason: 'x' }, any)).toMatchObject({ status: 400 })
  expect(await patch('/api/rules/1', { reason: 'x', enabled: true })).toMatchObject({ status: 428 })
  expect(await patch('/api/rules/999', { reason: 'x' }, any)).toMatchObject({ status: 404 })
  for (const [identity, status] of [
    [ann, 403],
    [vera, 403],
    [null, 401],
  ] as const) {
    expect(await sender(as(identity), 'POST')('/api/rules', rule)).toMatchObject({ status })
    expect(await sender(as(identity), 'PATCH')('/api/rules/1', { reason: 'x' }, any)).toMatchObject({
      status,
    })
  }
})

test('a path of a layer begins with what an event has; a rule that was wrong before can still be turned off', async ({
  client,
  as,
  patch,
}) => {
  const names =
    'event, rule, hand, blinds, players, winner, winners, player, players_all_in, previous, tournament, levels, payouts, standings, subject'
  const told = rulesDoc.split('## Fields')[0]?.split('## The event document')[1] ?? ''
  for (const name of names.split(', ')) expect(told).toMatch(new RegExp(`\`${name}[.\`]`))
  const layer_map = Object.fromEntries(names.split(', ').map((name) => [name, `{ ${name}.0.x?|upper }`]))
  const post = sender(as(root), 'POST')
  const made = await post('/api/rules', { ...rule, layer_map })
  expect(made.status).toBe(201)

  const place = `/api/rules/${made.body.rule.id}`
  const wrong = { layer_map: { 이름: '{nonsense.path}' }, reason: 'x' }
  expect(await patch(place, wrong, { ...any, 'accept-language': 'ko' })).toMatchObject({
    status: 422,
    body: {
      code: 'UB422',
      detail: '레이어 이름: "nonsense"은(는) 어느 이벤트에도 없습니다',
      hint: `경로의 첫 이름은 다음 중 하나입니다: ${names}.`,
    },
  })
  expect(await patch(place, wrong, any)).toMatchObject({ body: { hint: `Paths begin with ${names}.` } })
  await client.query(`update hub.render_rules set layer_map = $1 where id = $2`, [
    wrong.layer_map,
    made.body.rule.id,
  ])
  expect(await patch(place, { enabled: false, reason: 'x' }, any)).toMatchObject({ status: 200 })
})

test('every rule that is there passes the check of new ones', async ({ client }) => {
  const { rows } = await client.query(
    'select name, hub.check_rule(r), hub.check_layer_paths(r.layer_map) from hub.render_rules as r',
  )
  expect(rows.length).toBeGreaterThan(0)
})

test('a dry run shows what a rule, stored, changed or new, would have made', async ({ client, post, as }) => {
  await insert(client, 'public.hands', aHand({ pot_size: 5000 }))
  await insert(client, 'public.hands', aHand({ pot_size: 500 }))
  const { reason: _, ...fields } = rule
  const tried = await post('/api/rules/dry-run', { ...fields, last: 10 })
  expect(tried).toMatchObject({ status: 200, body: { matched: 1, problems: 0 } })
  expect(tried.body.items).toMatchObject([
    { matched: false, layer_data: null },
    { matched: true, layer_data: { 'Name 1': 'KIM', 'Pot 1': '5,000' } },
  ])
  expect(DryRunResult.strict().parse(tried.body)).toEqual(tried.body)
  const { rows } = await client.query(`select id from hub.render_rules where name = 'chip_flow'`)
  const changed = await post(`/api/rules/${rows[0].id}/dry-run`, {
    condition: null,
    layer_map: { A: '{hand.nothing}' },
  })
  expect(changed).toMatchObject({ status: 200, body: { matched: 2, problems: 2 } })
  expect((await post(`/api/rules/${rows[0].id}/dry-run`, {})).status).toBe(200)
  expect(await post('/api/rules/999/dry-run', {})).toMatchObject({ status: 404 })
  expect(await post('/api/rules/dry-run', { ...fields, condition: '$$' })).toMatchObject({ status: 422 })
  expect(await post('/api/rules/dry-run', { ...fields, last: 0 })).toMatchObject({ status: 400 })
  expect(await post('/api/rules/dry-run', {})).toMatchObject({ status: 400 })
  for (const path of ['/api/rules/dry-run', '/api/rules/1/dry-run']) {
    expect(await sender(as(vera), 'POST')(path, fields)).toMatchObject({ status: 403 })
    expect(await sender(as(null), 'POST')(path, fields)).toMatchObject({ status: 401 })
  }
  expect((await client.query('select from hub.actions')).rowCount).toBe(0)
})

test('tags', () => {
  expect(versionsOf('*')).toBeNull()
  expect(versionsOf(etagOf({ updated_at: '2026-11-23T12:41:00.123456+00:00' }))).toEqual([
    '2026-11-23T12:41:00.123456+00:00',
  ])
  expect(versionsOf('"abc"')).toEqual([])
})

test('a version of a day that there is not is an old one', async ({ patch }) => {
  for (const day of ['2026-02-30', '2026-06-31', '2025-02-29', '2026-00-10', '2026-02-00']) {
    const header = { 'if-match': `"${day}T00:00:00Z"` }
    const { status } = await patch('/api/settings/error.h', { value: 4, reason: 'x' }, header)
    expect([day, status]).toEqual([day, 412])
  }
})
