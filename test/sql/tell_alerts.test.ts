import { expect } from 'vitest'
import { aDesk } from '../delivery/support.ts'
import { test } from '../support/database.ts'

test('one story: first, more, worse, and its end with how long it took', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('ops'))
  await desk.found(0, 'error_surge', [{ subject: 'a', total: 12 }])
  await desk.tell(0)
  expect(await desk.news()).toEqual([]) // it waits for others of its kind
  await desk.tell(20)
  expect(await desk.news()).toEqual(['ops first: Error: a is broken'])
  await desk.found(30, 'error_surge', [{ subject: 'a' }, { subject: 'b' }])
  await desk.tell(31)
  await desk.tell(139)
  expect(await desk.news()).toEqual([])
  await desk.tell(141)
  expect(await desk.news()).toEqual(['ops new member: Error: b is broken (and 1 more)'])
  await desk.found(142, 'error_surge', [{ subject: 'a' }, { subject: 'b', severity: 'critical' }])
  await desk.tell(142)
  expect(await desk.news()).toEqual([])
  await desk.tell(152)
  expect(await desk.news()).toEqual(['ops worse: Worse, now critical: b is broken (and 1 more)'])
  await desk.found(200, 'error_surge', [{ subject: 'b', severity: 'critical' }])
  await desk.found(270, 'error_surge', [{ subject: 'b', severity: 'critical' }])
  await desk.tell(270)
  expect(await desk.news()).toEqual([])
  await desk.found(660, 'error_surge', [])
  await desk.tell(660)
  await desk.found(721, 'error_surge', [])
  await desk.tell(721)
  expect((await desk.news()).at(-1)).toBe('ops resolved: Resolved after 12 min: a is broken (and 1 more)')
  const { rows } = await client.query('select state, ending, messages from hub.stories')
  expect(rows).toEqual([{ state: 'closed', ending: 'resolved', messages: 4 }])
})

test('critical: at once, again every ten minutes until somebody takes it, the second channel after five', async ({
  client,
}) => {
  const desk = await aDesk(client)
  const [ops, boss] = [await desk.channel('ops'), await desk.channel('boss')]
  await desk.route('all', ops)
  await desk.route('second', boss, { position: 200, match: { kind: ['nothing'] } })
  await client.query('update hub.routes set escalate_to = $1 where name = $2', [boss, 'all'])
  const stall = [{ subject: 'global', severity: 'critical', title: 'Nothing moves' }]
  await desk.found(0, 'stall', stall)
  await desk.tell(0)
  expect(await desk.news()).toEqual(['ops first: Critical: Nothing moves'])
  await desk.tell(299)
  expect(await desk.news()).toEqual([])
  await desk.tell(300)
  expect(await desk.news()).toEqual([
    'boss escalated: Critical, nobody has taken it for 5 min: Nothing moves',
  ])
  await desk.tell(600)
  expect(await desk.news()).toEqual(['ops repeat: Critical, still there after 10 min: Nothing moves'])
  await client.query(`select hub.acknowledge_event($1, 'ann', 'looking', null, $2)`, [
    await desk.event('global'),
    desk.at(700),
  ])
  for (const second of [700, 1200, 1800, 2400]) await desk.tell(second)
  expect(await desk.news()).toEqual([])
  await client.query(`select hub.resolve_event($1, 'ann', '케이블 교체', null, $2)`, [
    await desk.event('global'),
    desk.at(2500),
  ])
  await desk.tell(2500)
  expect(await desk.news()).toEqual([
    'ops resolved: Resolved after 41 min: Nothing moves',
    'boss resolved: Resolved after 41 min: Nothing moves',
  ])
  const [last] = (await desk.messages()).slice(-1)
  expect(last?.message.lines).toEqual(['Ended by ann: 케이블 교체'])
})

test('each channel is spoken to in its own language, the second one too', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.set('notify.dashboard_url', 'http://hub.studio.lan:8080/')
  await desk.route('all', await desk.channel('ops'), { language: 'ko' })
  await desk.route('night', await desk.channel('night'), { position: 200 })
  const [ko, en] = ['아무것도 움직이지 않음', 'Nothing moves']
  await desk.found(0, 'stall', [{ subject: 'global', severity: 'critical', title: en, title_ko: ko }])
  await desk.tell(0)
  await desk.tell(300)
  await client.query(`select hub.resolve_event($1, 'ann', 'cable', null, $2)`, [
    await desk.event('global'),
    desk.at(480),
  ])
  await desk.tell(480)
  expect(await desk.news()).toEqual([
    `ops first: 긴급: ${ko}`,
    `night escalated: Critical, nobody has taken it for 5 min: ${en}`,
    `ops resolved: 8분 만에 해결됨: ${ko}`,
    `night resolved: Resolved after 8 min: ${en}`,
  ])
  const [first] = await desk.messages()
  expect(first?.message).toMatchObject({
    link: `http://hub.studio.lan:8080/?alert=${await desk.event('global')}`,
    facts: [
      { name: '시작', value: expect.stringMatching(/^20\d\d-\d\d-\d\d \d\d:\d\d \(Asia\/Seoul\)$/) },
      { name: '영향', value: '1' },
      { name: '경보 번호', value: await desk.event('global') },
    ],
  })
})

test('in Korean as a person would say it', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('ops'), { language: 'ko', timing: { error: { repeat: 600 } } })
  const surge = [
    { subject: 'a', title_ko: 'Nexrender 503 오류, ae-03에서 31건 중 12건 실패', total: 12 },
    { subject: 'b', title_ko: '템플릿 blind_level 실패' },
  ]
  await desk.found(0, 'error_surge', surge)
  await desk.tell(0)
  await desk.tell(20)
  await desk.tell(620)
  await desk.found(720, 'error_surge', [])
  await desk.found(781, 'error_surge', [])
  await desk.tell(781)
  expect(await desk.news()).toEqual([
    'ops first: 오류: Nexrender 503 오류, ae-03에서 31건 중 12건 실패 외 1건',
    'ops repeat: 오류, 10분째 계속됨: Nexrender 503 오류, ae-03에서 31건 중 12건 실패 외 1건',
    'ops resolved: 13분 만에 해결됨: Nexrender 503 오류, ae-03에서 31건 중 12건 실패 외 1건',
  ])
  const [first] = await desk.messages()
  expect(first?.message).toMatchObject({
    lines: ['확인하세요.', '• 템플릿 blind_level 실패'],
    facts: [{ name: '시작' }, { name: '영향', value: '12' }, { name: '경보 번호' }],
  })
})

test('what ends before it was told is not told; what is hidden goes with what tells its cause', async ({
  client,
}) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('ops'))
  await desk.found(0, 'stale_pending', [{ subject: 'unknown', severity: 'warning' }])
  await desk.tell(0)
  await desk.tell(20)
  expect(await desk.news()).toEqual(['ops first: Warning: unknown is broken'])
  await desk.found(25, 'worker_lost', [
    { subject: 'workers', severity: 'critical', title: 'No worker is left' },
  ])
  await desk.tell(25)
  expect(await desk.news()).toEqual(['ops first: Critical: No worker is left'])
  expect((await desk.messages()).at(-1)?.message.lines).toEqual([
    'Look at it.',
    '1 more alert of the same cause is not sent.',
  ])
  await desk.found(60, 'error_surge', [{ subject: 'short' }])
  await desk.tell(60)
  await desk.found(61, 'error_surge', [])
  await desk.found(122, 'error_surge', [])
  await desk.tell(122)
  await desk.found(200, 'worker_lost', [])
  await desk.found(200, 'stale_pending', [])
  await desk.found(265, 'worker_lost', [])
  await desk.found(265, 'stale_pending', [])
  await desk.tell(265)
  expect((await desk.news()).filter((line) => !line.includes('short'))).toEqual([
    'ops resolved: Resolved after 4 min: No worker is left',
  ])
})

test('silenced: not a word while it lasts; what is still there then is told', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('ops'))
  await desk.found(0, 'error_surge', [{ subject: 'a' }])
  await client.query(`select hub.silence_event($1, 'ann', 'known', '10 minutes', $2)`, [
    await desk.event('a'),
    desk.at(1),
  ])
  for (const second of [1, 21, 300, 599]) await desk.tell(second)
  expect(await desk.news()).toEqual([])
  await desk.tell(601)
  expect(await desk.news()).toEqual(['ops first: Error: a is broken'])
  await client.query(`select hub.silence_event($1, 'ann', 'known', '1 hour', $2)`, [
    await desk.event('a'),
    desk.at(610),
  ])
  await desk.found(700, 'error_surge', [])
  await desk.found(761, 'error_surge', [])
  await desk.tell(761)
  expect(await desk.news()).toEqual([])
})

test('on air only what is critical leaves the dashboard; the rest is told afterwards if it lasts', async ({
  client,
}) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('ops'))
  await desk.set('notify.on_air', true)
  await desk.found(0, 'error_surge', [{ subject: 'a' }])
  await desk.found(0, 'stall', [{ subject: 'global', severity: 'critical', title: 'Nothing moves' }])
  for (const second of [0, 30, 60]) await desk.tell(second)
  expect(await desk.news()).toEqual(['ops first: Critical: Nothing moves'])
  await desk.set('notify.on_air', false)
  await desk.tell(75)
  expect(await desk.news()).toEqual(['ops first: Error: a is broken'])
})

test('routes: the first that fits, and the next while it goes on; kinds that are not scored only by name', async ({
  client,
}) => {
  const desk = await aDesk(client)
  const [a, b, c] = [await desk.channel('a'), await desk.channel('b'), await desk.channel('c')]
  await desk.route('workers', a, { position: 1, go_on: true, match: { subject: 'worker:*' } })
  await desk.route('bad', b, { position: 2, match: { kind: ['bad_worker'], severity: ['warning'] } })
  await desk.route('rest', c, { position: 3 })
  await desk.found(0, 'worker_lost', [{ subject: 'worker:1' }])
  await desk.found(0, 'bad_worker', [{ subject: 'worker:2', severity: 'warning' }])
  await desk.found(0, 'stuck_processing', [{ subject: 'x', severity: 'info' }])
  await desk.tell(0)
  await desk.tell(20)
  expect((await desk.news()).toSorted()).toEqual([
    'a first: Error: worker:1 is broken',
    'b first: Warning: worker:2 is broken',
    'c first: Error: worker:1 is broken',
  ])
})

test('a route has hours in its time zone, past midnight too; who is asleep hears of it when it opens', async ({
  client,
}) => {
  const desk = await aDesk(client)
  const id = await desk.route('night', await desk.channel('ops'), {
    time_zone: 'Asia/Seoul',
    schedule: [{ days: ['fri'], from: '22:00', to: '02:00' }],
  })
  const { rows } = await client.query(
    `select t, hub.route_is_open(r, (t || ' Asia/Seoul')::timestamptz) as open from hub.routes as r
     cross join unnest(array['2026-11-27 21:59', '2026-11-27 22:00', '2026-11-28 01:59', '2026-11-28 02:00', '2026-11-28 23:00']) as t
     where r.id = $1`,
    [id],
  )
  expect(rows.map((row) => row.open)).toEqual([false, true, true, false, false])
  await client.query('update hub.routes set schedule = $1', [
    JSON.stringify([{ from: '00:00', to: '00:01', days: ['mon'] }]),
  ])
  await client.query(`update hub.routes set time_zone = 'UTC'`)
  const shut = (
    await client.query(`select extract(isodow from $1::timestamptz at time zone 'UTC') = 1 as monday`, [
      desk.at(0),
    ])
  ).rows[0]
  if (shut.monday)
    await client.query(
      `update hub.routes set schedule = '[{"days": ["sun"], "from": "00:00", "to": "00:01"}]'`,
    )
  await desk.found(0, 'error_surge', [{ subject: 'a' }])
  await desk.tell(0)
  await desk.tell(70)
  expect(await desk.news()).toEqual([])
  await client.query('update hub.routes set schedule = null')
  await desk.tell(131)
  await desk.tell(151)
  expect(await desk.news()).toEqual(['ops first: Error: a is broken'])
})

test('what comes and goes is told once as such, then every quarter of an hour', async ({ client }) => {
  const desk = await aDesk(client)
  await desk.route('all', await desk.channel('ops'))
  for (const begin of [0, 300, 600, 900]) {
    await desk.found(begin, 'error_surge', [{ subject: 'a' }])
    await desk.tell(begin)
    await desk.tell(begin + 20)
    if (begin === 900) break
    await desk.found(begin + 60, 'error_surge', [])
    await desk.found(begin + 121, 'error_surge', [])
    await desk.tell(begin + 121)
  }
  expect((await desk.news()).slice(-1)).toEqual(['ops unstable: Error, comes and goes: a is broken'])
  for (let second = 930; second <= 1830; second += 30) await desk.tell(second)
  expect(await desk.news()).toEqual(['ops repeat: Error, still there after 15 min: a is broken'])
})

test('a route that is made while something is wrong tells it', async ({ client }) => {
  const desk = await aDesk(client)
  const ops = await desk.channel('ops')
  await desk.found(0, 'error_surge', [{ subject: 'a' }])
  await desk.tell(0)
  expect((await client.query('select from hub.alert_marks')).rowCount).toBe(0)
  await desk.route('all', ops)
  await desk.tell(70)
  await desk.tell(95)
  expect(await desk.news()).toEqual(['ops first: Error: a is broken'])
})
