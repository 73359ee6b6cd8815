import type { Client } from 'pg'
import { expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { as, type Clock, findings, findingsThatHold, simulation } from '../support/detecting.ts'
import { aRule, withoutSeeds } from '../support/rules.ts'

async function hand(client: Client, at: string): Promise<string> {
  return as(client, at, () => insert(client, 'hands', aHand()))
}

const decide = (client: Client, at: string): Promise<unknown> =>
  client.query('select * from hub.decide_rules($1)', [at])

const alerts = async (client: Client): Promise<unknown[]> =>
  (
    await client.query(
      `select subject, title, event_type, severity from monitoring_events where kind = 'rule_failed' and state <> 'resolved'`,
    )
  ).rows

/** A rule that fails for a hand, decided once. */
async function broken(client: Client): Promise<{ clock: Clock; id: string }> {
  const clock = await simulation(client)
  await withoutSeeds(client)
  await aRule(client, { name: 'good' })
  await aRule(client, { name: 'bad', template_name: '고장', layer_map: { 이름: '{hand.nothing}' } })
  const id = await hand(client, clock(0))
  expect(await findings(client, 'rule_failed', clock(0))).toEqual([]) // it failed once in the insert, tick() has not tried
  await decide(client, clock(1))
  return { clock, id }
}

test('a rule that fails is found as the alert says, and no more when it works again', async ({ client }) => {
  const { clock, id } = await broken(client)
  const found = await findingsThatHold(client, 'rule_failed', clock(2))
  expect(found).toMatchObject([
    {
      subject: 'rule:bad',
      title_ko: expect.stringMatching(/^규칙 "bad" 실패: /),
      evidence: { rule: 'bad', hands: 1, tries: 1, given_up: 0, sample: [{ hand_id: Number(id), tries: 1 }] },
      members: { hands: [Number(id)], total: 1 },
    },
  ])
  expect(
    found.map(({ subject, title, event_type, severity }) => ({ subject, title, event_type, severity })),
  ).toEqual(await alerts(client))

  await client.query(`update hub.render_rules set layer_map = '{}' where name = 'bad'`)
  await decide(client, clock(600))
  expect(await alerts(client)).toEqual([])
  expect(await findings(client, 'rule_failed', clock(601))).toEqual([])
})

test('work that was given up proves nothing once the rule has worked for another hand', async ({
  client,
}) => {
  const { clock } = await broken(client)
  for (let i = 1; i < 6; i++) await decide(client, clock(i * 3600))
  expect(await findings(client, 'rule_failed', clock(20_000))).toMatchObject([
    { evidence: { tries: 5, given_up: 1 } },
  ])
  await client.query(
    `update hub.render_rules set layer_map = '{}', mode = 'after_grace', grace = '1 second' where name = 'bad'`,
  )
  await hand(client, clock(20_100))
  await decide(client, clock(20_200))
  expect(await alerts(client)).toEqual([])
  const { rows } = await client.query('select tries, due_at from hub.rule_work')
  expect(rows).toEqual([{ tries: 5, due_at: Infinity }])
  expect(await findings(client, 'rule_failed', clock(20_201))).toEqual([])

  await client.query(`update hub.render_rules set layer_map = '{"a": "{hand.nothing}"}' where name = 'bad'`)
  await hand(client, clock(21_000))
  await decide(client, clock(21_100))
  expect(await findings(client, 'rule_failed', clock(21_101))).toMatchObject([
    { evidence: { hands: 2, given_up: 1 } },
  ])
})

test('an open alert lasts as long as failed work is left, also after eight days; without any it ends', async ({
  client,
}) => {
  const { clock } = await broken(client)
  expect(await findings(client, 'rule_failed', clock(9 * 86_400))).toMatchObject([{ subject: 'rule:bad' }])
  await client.query('delete from hub.rule_work')
  expect(await alerts(client)).toHaveLength(1)
  expect(await findings(client, 'rule_failed', clock(3))).toEqual([])
})

test('resolved by a person: told again only when it fails again', async ({ client }) => {
  const { clock } = await broken(client)
  await client.query(
    `update monitoring_events set state = 'resolved', resolved_at = $1, resolved_by = 'ann' where kind = 'rule_failed'`,
    [clock(2)],
  )
  expect(await findings(client, 'rule_failed', clock(3))).toEqual([])
  await decide(client, clock(60))
  expect(await findings(client, 'rule_failed', clock(61))).toMatchObject([{ evidence: { tries: 2 } }])
})
