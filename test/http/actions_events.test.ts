import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { ActedEvent, SilencePreview } from '../../src/http/schemas/event_acts.ts'
import { audit, sender, test, vera } from './act_support.ts'

async function alert(
  client: Client,
  subject = 'template:chips',
  suppressedBy: number | null = null,
): Promise<number> {
  const { rows } = await client.query(
    `insert into public.monitoring_events (event_type, kind, severity, state, subject, title, fired_at, suppressed_by)
     values ('alert', 'error_surge', 'error', 'firing', $1, 'Chips fail', now(), $2) returning id::int`,
    [subject, suppressedBy],
  )
  return rows[0].id
}

test('resolve: who calls resolved it, whom the body names is a note', async ({ client, post }) => {
  const id = await alert(client)
  const done = await post(`/api/events/${id}/resolve`, {
    resolved_by: 'admin@',
    notes: 'cable was loose',
    feedback: 'useful',
  })
  expect(done).toMatchObject({
    status: 200,
    body: {
      event: {
        id,
        state: 'resolved',
        resolved: true,
        resolved_by: 'ann',
        resolution_notes: 'cable was loose (as noted: admin@)',
        feedback: 'useful',
      },
    },
  })
  expect(ActedEvent.parse(done.body).event).toEqual(done.body.event)
  expect(await audit(client, `event:${id}`)).toMatchObject([
    { actor: 'ann', verb: 'resolve_event' },
    { actor: 'ann', verb: 'rate_event' },
  ])
  const twice = await post(`/api/events/${id}/resolve`, { resolved_by: 'ann', notes: 'x' })
  expect(twice).toMatchObject({ status: 409, body: { code: 'UB409', blocked_by: `event:${id}` } })
})

test('a note that names who calls adds nothing', async ({ client, post }) => {
  const id = await alert(client)
  const done = await post(`/api/events/${id}/resolve`, { resolved_by: 'ann', notes: 'cable' })
  expect(done.body.event.resolution_notes).toBe('cable')
})

test('acknowledge, for good or until then', async ({ client, post }) => {
  const id = await alert(client)
  const done = await post(`/api/events/${id}/acknowledge`, {})
  expect(done).toMatchObject({
    status: 200,
    body: { event: { acknowledged_by: 'ann', acknowledged_until: null } },
  })
  const timed = await post(`/api/events/${id}/acknowledge`, {
    until: '2100-01-01T00:00:00+09:00',
    notes: 'looking',
  })
  expect(timed.body.event.acknowledged_until).toBe('2099-12-31T15:00:00+00:00')
  expect((await audit(client, `event:${id}`)).map((row) => row.reason)).toEqual(['acknowledged', 'looking'])
  expect(await post(`/api/events/${id}/acknowledge`, { until: '2020-01-01T00:00:00Z' })).toMatchObject({
    status: 422,
  })
})

test('why an alert is taken or rated is its reason, as of every act; its older name is understood', async ({
  client,
  post,
}) => {
  const id = await alert(client)
  for (const [path, body] of [
    ['acknowledge', {}],
    ['feedback', { rating: 'useful' }],
  ] as const) {
    const send = (words: object) => post(`/api/events/${id}/${path}`, { ...body, ...words })
    expect(await send({ reason: 'first' })).toMatchObject({ status: 200 })
    expect(await send({ notes: 'second' })).toMatchObject({ status: 200 })
    expect(await send({ reason: ' ' })).toMatchObject({ status: 400 })
    expect(await send({ reason: 'one', notes: 'other' })).toMatchObject({ status: 400 })
  }
  expect((await audit(client, `event:${id}`)).map((row) => row.reason)).toEqual([
    'first',
    'second',
    'useful: first',
    'useful: second',
  ])
})

test('silence, for minutes or until then, and its end', async ({ client, post }) => {
  const id = await alert(client)
  const done = await post(`/api/events/${id}/silence`, { minutes: 90, reason: 'known' })
  expect(done.status).toBe(200)
  const { rows } = await client.query(
    `select round(extract(epoch from silenced_until - now()) / 60)::int as minutes from public.monitoring_events where id = $1`,
    [id],
  )
  expect(rows).toEqual([{ minutes: 90 }])
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const timed = await post(`/api/events/${id}/silence`, { until, reason: 'known' })
  expect(Date.parse(timed.body.event.silenced_until)).toBe(Date.parse(until))
  const ended = await post(`/api/events/${id}/silence`, { minutes: 0, reason: 'over' })
  expect(ended.body.event.silenced_until).toBeNull()
  expect(
    await post(`/api/events/${id}/silence`, { until: '2020-01-01T00:00:00Z', reason: 'x' }),
  ).toMatchObject({ status: 422 })
  expect(
    await post(`/api/events/${id}/silence`, { until: '2100-01-01T00:00:00Z', reason: 'x' }),
  ).toMatchObject({ status: 422 })
  expect(await post(`/api/events/${id}/silence`, { minutes: 5, until, reason: 'x' })).toMatchObject({
    status: 400,
  })
  expect(await post(`/api/events/${id}/silence`, { reason: 'x' })).toMatchObject({ status: 400 })
})

test('what a silence would keep quiet', async ({ client, as }) => {
  const id = await alert(client)
  const hidden = await alert(client, 'instruction:5', id)
  await alert(client, 'template:other')
  const get = sender(as(vera), 'GET')
  const seen = await get(`/api/events/${id}/silence-preview`)
  expect(seen).toMatchObject({
    status: 200,
    body: {
      items: [
        { id, hidden: 'silenced' },
        { id: hidden, hidden: 'suppressed' },
      ],
    },
  })
  expect(SilencePreview.strict().parse(seen.body)).toEqual(seen.body)
  expect(await get('/api/events/999/silence-preview')).toMatchObject({ status: 404, body: { code: 'UB404' } })
  await client.query(
    `update public.monitoring_events set state = 'resolved', resolved_at = now(), resolved_by = 'x'`,
  )
  expect(await get(`/api/events/${id}/silence-preview`)).toMatchObject({ status: 200, body: { items: [] } })
})

test('feedback, also on an alert that ended', async ({ client, post }) => {
  const id = await alert(client)
  await post(`/api/events/${id}/resolve`, { notes: 'cable' })
  const done = await post(`/api/events/${id}/feedback`, { rating: 'false_positive', notes: 'a rehearsal' })
  expect(done).toMatchObject({ status: 200, body: { event: { feedback: 'false_positive' } } })
  expect((await audit(client, `event:${id}`)).at(-1)).toMatchObject({
    actor: 'ann',
    reason: 'false_positive: a rehearsal',
  })
})

describe.each([
  ['resolve', { notes: 'x' }, { notes: ' ' }],
  ['acknowledge', {}, { until: 'soon' }],
  ['silence', { minutes: 5, reason: 'x' }, { minutes: -1, reason: 'x' }],
  ['feedback', { rating: 'useful' }, { rating: 'great' }],
] as const)('%s', (path, body, wrong) => {
  test('refusals', async ({ client, as, post }) => {
    const id = await alert(client)
    expect(await post(`/api/events/999/${path}`, body)).toMatchObject({
      status: 404,
      body: { code: 'UB404' },
    })
    expect(await post(`/api/events/x/${path}`, body)).toMatchObject({ status: 400 })
    expect(await post(`/api/events/${id}/${path}`, wrong)).toMatchObject({ status: 400 })
    expect(await post(`/api/events/${id}/${path}`, '{"notes": ')).toMatchObject({ status: 400 })
    expect(await sender(as(vera), 'POST')(`/api/events/${id}/${path}`, body)).toMatchObject({ status: 403 })
    expect(await sender(as(null), 'POST')(`/api/events/${id}/${path}`, body)).toMatchObject({ status: 401 })
    expect(await audit(client, `event:${id}`)).toEqual([])
  })
})
