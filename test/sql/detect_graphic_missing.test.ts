import type { Client } from 'pg'
import { expect } from 'vitest'
import { aHand, insert, type Row } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { as, type Clock, findings, findingsThatHold, queuedAt, simulation } from '../support/detecting.ts'
import { aRule, withoutSeeds } from '../support/rules.ts'
import { subUpsertTournament } from '../support/siblings.ts'

async function rules(client: Client, changes: Row = {}): Promise<Clock> {
  const clock = await simulation(client)
  await withoutSeeds(client)
  await aRule(client, {
    name: 'told',
    template_name: '칩카운트',
    mode: 'notify_only',
    grace: '2 minutes',
    ...changes,
  })
  return clock
}

const hand = (client: Client, at: string, changes: Row = {}): Promise<string> =>
  as(client, at, () => insert(client, 'hands', aHand({ table_id: '피처 1', ...changes })))

const decide = (client: Client, at: string): Promise<unknown> =>
  client.query('select * from hub.decide_rules($1)', [at])

const subjects = async (client: Client, at: string): Promise<string[]> =>
  (await findings(client, 'graphic_missing', at)).map(({ subject }) => subject)

/** tick() looked at everything up to then: only open alerts are looked at again. */
const looked = (client: Client, at: string): Promise<unknown> =>
  client.query(`select hub.remember('tick', $1)`, [{ at }])

test('nobody made it within the grace: as decide_rule raises it, for a day', async ({ client }) => {
  const clock = await rules(client)
  const id = await hand(client, clock(0), { hand_number: 77 })
  expect(await findings(client, 'graphic_missing', clock(119))).toEqual([])
  expect(await findings(client, 'graphic_missing', clock(120))).toEqual([]) // undecided: a sibling may be making it
  await decide(client, clock(120))
  const found = await findingsThatHold(client, 'graphic_missing', clock(121))
  expect(found).toMatchObject([
    {
      subject: `rule:told hand:${id}`,
      since: new Date(clock(120)),
      title_ko: '피처 1 핸드 77의 그래픽 "told"을(를) 아무도 만들지 않음',
      evidence: { rule: 'told', hand_id: Number(id), template_name: '칩카운트', thresholds: { grace: 120 } },
      members: { hands: [Number(id)], total: 1 },
    },
  ])
  const raised = await client.query(`select subject, title, event_type, severity from monitoring_events`)
  expect(
    found.map(({ subject, title, event_type, severity }) => ({ subject, title, event_type, severity })),
  ).toEqual(raised.rows)

  await looked(client, clock(80_000))
  expect(await subjects(client, clock(86_399))).toEqual([`rule:told hand:${id}`])
  expect(await subjects(client, clock(86_400))).toEqual([])
})

test('without an alert of its own it is found by the look after the grace', async ({ client }) => {
  const clock = await rules(client)
  const id = await hand(client, clock(0))
  await decide(client, clock(120))
  await client.query('delete from monitoring_events')
  await looked(client, clock(121))
  expect(await subjects(client, clock(122))).toEqual([`rule:told hand:${id}`])
  await looked(client, clock(181))
  expect(await subjects(client, clock(182))).toEqual([])
})

test('somebody made it, before or after, whatever became of it', async ({ client }) => {
  const clock = await rules(client)
  const before = await hand(client, clock(0))
  const after = await hand(client, clock(10))
  const other = await hand(client, clock(20))
  const make = (id: string, at: number, changes: Row = {}): Promise<string> =>
    queuedAt(client, clock(at), {
      template_name: '칩카운트',
      trigger_type: 'pot_won',
      trigger_id: id,
      ...changes,
    })
  await make(before, 60)
  await make(other, 60, { trigger_type: 'all_in' })
  await make(other, 60, { template_name: 'another' })
  await decide(client, clock(150))
  expect(await subjects(client, clock(150))).toEqual([`rule:told hand:${after}`, `rule:told hand:${other}`])
  const late = await make(after, 200)
  await client.query(`select hub.cancel_instruction($1, 'ann', 'not on air', $2)`, [late, clock(201)])
  expect(await subjects(client, clock(202))).toEqual([`rule:told hand:${other}`])
})

test('voided, corrected so that it does not match, rule switched off, resolved by a person', async ({
  client,
}) => {
  const clock = await rules(client, { condition: '$.hand.pot > 1000', dedupe_key: 'one for all' })
  const [voided, small, dismissed, last] = [
    await hand(client, clock(0)),
    await hand(client, clock(0)),
    await hand(client, clock(0)),
    await hand(client, clock(0)),
  ]
  await hand(client, clock(0), { pot_size: 10 })
  await decide(client, clock(130))
  const named = (...ids: string[]): string[] => ids.map((id) => `rule:told hand:${id}`)
  expect(await subjects(client, clock(131))).toEqual(named(voided, small, dismissed, last))
  await client.query(`select hub.void_hand($1, 'ann', '미스딜')`, [voided])
  await client.query('update hands set pot_size = 10 where id = $1', [small])
  await client.query(
    `update monitoring_events set state = 'resolved', resolved_at = $2, resolved_by = 'ann' where subject = $1`,
    [`rule:told hand:${dismissed}`, clock(140)],
  )
  expect(await subjects(client, clock(141))).toEqual(named(last))
  await client.query('update hub.render_rules set enabled = false')
  expect(await subjects(client, clock(142))).toEqual([])
})

test('a rule without a template is served by any, and premium hands are not its business', async ({
  client,
}) => {
  const clock = await rules(client, { template_name: '' })
  await aRule(client, { name: 'premium', event: 'premium_hand', mode: 'notify_only', grace: '2 minutes' })
  const ids = [
    await hand(client, clock(0), { hand_rank: 'full_house', players_json: [] }),
    await hand(client, clock(0)),
  ]
  await decide(client, clock(130))
  const found = await findingsThatHold(client, 'graphic_missing', clock(131))
  expect(found.map(({ subject }) => subject)).toEqual(ids.map((id) => `rule:told hand:${id}`))
  await queuedAt(client, clock(140), {
    template_name: 'any',
    trigger_type: 'hand_completed',
    trigger_id: ids[0],
  })
  expect(await subjects(client, clock(141))).toEqual([`rule:told hand:${ids[1]}`])
})

test('of a tournament: as long as the alert says so and nothing was made', async ({ client }) => {
  const clock = await rules(client)
  await aRule(client, {
    name: 'itm',
    event: 'itm_reached',
    template_name: '인더머니',
    mode: 'notify_only',
    grace: '1 minute',
  })
  const event = { event_code: 'WSOP-한국', places_paid: '75' }
  const upsert = (at: number, remaining: string): Promise<unknown> =>
    as(client, clock(at), () => subUpsertTournament(client, { ...event, remaining_players: remaining }))
  await upsert(0, '76')
  await upsert(10, '75')
  await decide(client, clock(100))
  const { rows } = await client.query('select subject from monitoring_events')
  expect(rows).toHaveLength(1)
  const subject = rows[0].subject as string
  expect(subject).toMatch(/^rule:itm tournament:WSOP-한국/)
  expect(await findings(client, 'graphic_missing', clock(80_000))).toMatchObject([
    { subject, title_ko: 'Main Event의 그래픽 "itm"을(를) 아무도 만들지 않음', clear: 'false' },
  ])
  await queuedAt(client, clock(80_000), {
    template_name: '인더머니',
    trigger_type: 'in_the_money',
    trigger_id: subject.slice('rule:itm '.length),
  })
  expect(await findings(client, 'graphic_missing', clock(80_001))).toEqual([])
})
