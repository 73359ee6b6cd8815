import { expect, vi } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { aReceiver } from './receiver.ts'
import { raise, save, set, soon, test } from './serving.ts'
import { webhook } from './support.ts'

// Whole ways, through a hub that runs and receivers that are there.

test('a graphic that somebody waits for is done: told by its rule, in seconds, to those who asked for it', async ({
  client,
  hub,
  onTestFinished,
}) => {
  const receiver = await aReceiver((_, response) => void response.writeHead(200).end('ok'))
  onTestFinished(() => receiver.close())
  await set(client, 'notify.dashboard_url', 'http://hub.studio.lan:8080')
  const slack = await save(client, 'channel', {
    name: 'studio',
    kind: 'slack',
    secrets: { url: `${receiver.url}/slack` },
  })
  const pager = await save(client, 'channel', {
    name: 'pager',
    kind: 'webhook',
    secrets: { ...webhook, url: `${receiver.url}/pager` },
  })
  const done = { match: { kind: ['graphic_done'] } }
  await save(client, 'route', { name: 'all', channel_id: pager, language: 'en', position: 1 })
  await save(client, 'route', { name: 'done ko', channel_id: slack, language: 'ko', go_on: true, ...done })
  await save(client, 'route', { name: 'done en', channel_id: pager, language: 'en', position: 200, ...done })
  await client.query(
    `select hub.save_rule(id, '{"notify_done": true}', 'ann', 'the director waits') from hub.render_rules where name = 'premium_hand'`,
  )
  await hub()
  await insert(client, 'hands', aHand({ table_id: 'table_1', hand_number: 7, hand_rank: 'royal_flush' }))
  await insert(client, 'render_instructions', { template_name: 'blind_level' }) // nobody waits for this one
  const { rows } = await client.query(
    `select i.id, i.rule_id, hub.complete_instruction(i.id, i.attempt, '//nas/' || i.template_name || '.mov', 12) as done
     from hub.register_worker('ae-1') as w, hub.claim_instructions(w, 5) as i`,
  )
  const completed = Date.now()
  expect(rows).toHaveLength(2)
  await receiver.until(2)
  const of = (path: string) => receiver.received.filter((each) => each.path === path)
  expect(of('/pager')).toHaveLength(1)
  expect(of('/pager')[0]?.body).toMatchObject({
    type: 'automation_hub.alert.notice',
    data: {
      headline: expect.stringMatching(/^Graphic done: premium_hand, table_1 hand 7, took \d s$/),
      lines: ['//nas/premium_hand.mov'],
      link: `http://hub.studio.lan:8080/queue/${rows.find(({ rule_id }) => rule_id !== null).id}`,
      graphics: [{ template: 'premium_hand', output: '//nas/premium_hand.mov' }],
    },
  })
  expect(of('/slack')[0]?.body.text).toMatch(/^그래픽 완료: premium_hand, table_1 핸드 7, \d초 걸림$/)
  for (const { at } of receiver.received) expect(at - completed).toBeLessThan(5000)
}, 60_000)

test('a channel that dies under a hub that runs: an alert, the next route, and on its return one summary and what is fresh', async ({
  client,
  hub,
  onTestFinished,
}) => {
  let broken = true
  const receiver = await aReceiver(
    ({ path }, response) => void response.writeHead(path === '/ops' && broken ? 500 : 204).end(),
  )
  onTestFinished(() => receiver.close())
  await set(client, 'channel.dead_after', 4)
  await set(client, 'notify.backoff_max', 2)
  for (const [position, name] of ['ops', 'night'].entries()) {
    const channel_id = await save(client, 'channel', {
      name,
      kind: 'webhook',
      secrets: { ...webhook, url: `${receiver.url}/${name}` },
    })
    await save(client, 'route', { name, channel_id, language: 'en', position })
  }
  await hub()
  const began = Date.now()
  for (const kind of ['one', 'two', 'three']) await raise(client, kind)
  const told = (path: string): { kind: string; instead_of?: string; reason: string; headline: string }[] =>
    receiver.received.filter((each) => each.path === path).map(({ body }) => body.data)
  await vi.waitUntil(
    () => ['one', 'two', 'three'].every((kind) => told('/night').some((each) => each.kind === kind)),
    soon,
  )
  expect(Date.now() - began).toBeLessThan(20_000)
  for (const each of told('/night')) expect(each.instead_of).toBe('ops')
  const { rows } = await client.query(
    `select state, extract(epoch from fired_at - first.at)::float8 as after
     from monitoring_events, (select min(fired_at) as at from monitoring_events where kind = 'one') as first
     where kind = 'channel_dead' and subject = 'channel:ops'`,
  )
  expect(rows).toEqual([{ state: 'firing', after: expect.toSatisfy((seconds) => seconds < 15) }])
  await client.query('select pg_sleep(4)') // what waits is old by now
  const before = told('/ops').length
  broken = false
  await vi.waitUntil(() => told('/ops').length > before, soon)
  await raise(client, 'four')
  await vi.waitUntil(() => told('/ops').some(({ kind }) => kind === 'four'), soon)
  const heard = told('/ops').slice(before)
  expect(heard.map(({ reason, kind }) => `${reason} ${kind}`)).toEqual(['summary summary', 'first four'])
  expect(heard[0]?.headline).toMatch(/^3 messages since \d\d:\d\d KST came too late: 3 alerts still open$/)
  await vi.waitUntil(
    async () =>
      (
        await client.query(
          `select from monitoring_events where kind = 'channel_dead' and state in ('recovering', 'resolved')`,
        )
      ).rowCount === 1,
    soon,
  )
  expect(told('/night').some(({ kind }) => kind === 'four')).toBe(false)
}, 90_000)
