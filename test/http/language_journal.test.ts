import { expect } from 'vitest'
import { defaults, endings, kinds, reasons, unsaid, verbs } from '../../src/http/language/korean/journal.ts'
import { sender, test, vera } from './act_support.ts'
import { filesOf, read } from './language_support.ts'

const inKorean = { 'accept-language': 'ko' }

test('what the journal and the audit can say has a Korean word', async ({ client, as }) => {
  const nouns = [
    ...new Set(
      filesOf('sql/triggers/*.sql').flatMap((path) =>
        [...read(path).matchAll(/tg__journal(?:_insert)?\('(\w+)'/g)].map(([, noun = '']) => noun),
      ),
    ),
  ]
  expect(nouns.toSorted()).toEqual(['alert', 'hand', 'instruction', 'output', 'rule', 'tournament'])
  // Every way a row changes, as the triggers ask hub.event_kind for its name.
  const { rows } = await client.query<{ kind: string }>(
    `select distinct hub.event_kind(n, o.op, o.changed::jsonb, null, o.verb) as kind
     from unnest($1::text[]) as n
     cross join (
       select 'insert' as op, '{}' as changed, '' as verb
       union all values ('delete', '{}', ''), ('update', '{"x": 1}', ''), ('update', '{}', 'undo_action'),
         ('update', '{"priority": 1}', ''), ('update', '{"progress": 1}', ''), ('update', '{"voided_at": 1}', ''),
         ('update', '{"acknowledged_at": 1}', ''), ('update', '{"eligible_at": 1}', 'promote_due'),
         ('update', '{"status": "pending"}', 'release_instruction'), ('update', '{"status": "pending"}', 'rescue_expired')
       union all
       select 'update', jsonb_build_object('status', s)::text, ''
       from unnest('{pending,processing,completed,failed,cancelled}'::text[]) as s where n = 'instruction'
       union all
       select 'update', jsonb_build_object('state', s)::text, ''
       from unnest('{pending,firing,recovering,resolved}'::text[]) as s where n = 'alert'
     ) as o`.replace('cross join (', 'cross join lateral ('),
    [nouns],
  )
  const bodies = filesOf('sql/functions/*.sql').map(read)
  const told = (pattern: RegExp): string[] =>
    bodies.flatMap((body) => [...body.matchAll(pattern)].map(([, word = '']) => word))
  const settings = await client.query<{ key: string }>('select key from hub.settings')
  const keys = new Set(settings.rows.map(({ key }) => key))
  const journaled = [
    ...rows.map(({ kind }) => kind),
    ...told(/hub\.journal\(\s*'([\w.]+)'/g),
    ...told(/'((?:worker|scope|bulk)\.\w+)'/g).filter((word) => !keys.has(word)),
    ...nouns.filter((noun) => noun === 'rule' || noun === 'tournament').map((noun) => `${noun}.renamed`),
  ]
  expect(journaled.length).toBeGreaterThan(50)
  expect([...new Set(journaled)].filter((kind) => !(kind in kinds))).toEqual([])
  expect(Object.keys(kinds).filter((kind) => !journaled.includes(kind))).toEqual([])

  const acts = [
    ...told(/hub\.verb = '(\w+)'/g),
    ...told(/record_action\(\s*'(\w+[a-z])'/g),
    ...told(/record_remedy\(\s*\w*'?\w*'?, '(\w+)'/g),
    ...['retry', 'cancel', 'priority'].map((act) => `bulk_${act}`),
  ]
  expect([...new Set(acts)].filter((verb) => !(verb in verbs))).toEqual([])
  expect(Object.keys(verbs).filter((verb) => !acts.includes(verb))).toEqual([])
  const remedies = await client.query<{ name: string }>(
    `select substr(key, 8) as name from hub.settings where key like 'remedy.%' and value::text like '"%'`,
  )
  expect(remedies.rows.filter(({ name }) => !(name in reasons))).toEqual([])
  expect(Object.values(defaults).filter((verb) => !(verb in verbs))).toEqual([])
  expect(Object.keys(defaults).filter((reason) => !(reason in unsaid))).toEqual([])

  const app = as(vera)
  const words = async (lang: string): Promise<unknown> =>
    (await app.request('/api/words', { headers: { 'accept-language': lang } })).json()
  expect(await words('ko')).toEqual({ verbs, kinds })
  expect(await words('en')).toMatchObject({
    verbs: { promote_due: 'promote due' },
    kinds: { 'hand.recorded': 'hand recorded' },
  })
})

test('what the hub did is told with its reason in Korean; what somebody wrote stays', async ({
  client,
  post,
  as,
}) => {
  await post('/api/hands', { table_id: 'table_1', hand_number: 7, reason: 'layer 3 was wrong' })
  await client.query(`insert into hands (table_id, hand_number) values ('table_1', 8)`)
  const app = as(vera)
  const get = sender(app, 'GET')
  const reasonsOf = async (hand: number, lang: string): Promise<unknown> =>
    (await get(`/api/data-flow?hand_id=${hand}`, undefined, { 'accept-language': lang })).body.events.map(
      ({ reason }: { reason: string }) => reason,
    )
  const { rows } = await client.query<{ id: number }>('select id::int from hands order by id')
  expect(await reasonsOf(rows[0]?.id ?? 0, 'ko')).toContain('layer 3 was wrong')
  expect(await reasonsOf(rows[1]?.id ?? 0, 'ko')).toEqual(['SQL로 넣음'])
  expect(await reasonsOf(rows[1]?.id ?? 0, 'en')).toEqual(['sql insert'])
  const audit = await get('/api/actions?verb=enter_hand', undefined, inKorean)
  expect(audit.body.items[0]).toMatchObject({ verb: 'enter_hand', reason: 'layer 3 was wrong' })
})

test("a word that people write is not made the hub's, whatever it is", async ({ client, post, as }) => {
  const ids = async (text: string): Promise<number> => (await client.query(text)).rows[0].id
  const raise = (subject: string) =>
    ids(`select hub.raise_event('silent_table', '${subject}', 'alert', 'warning', 'No hands')::int as id`)
  const get = sender(as(vera), 'GET')
  const pressed = await raise('table:a')
  const itself = await raise('table:b')
  await post(`/api/events/${pressed}/acknowledge`, {})
  await post(`/api/events/${pressed}/resolve`, { notes: 'gone for good' })
  await client.query(`select hub.clear_event('silent_table', 'table:b', 'hub:tick', 'the rule works again')`)
  const notes = async (id: number): Promise<unknown> =>
    (await get(`/api/events/${id}`, undefined, inKorean)).body.resolution_notes
  expect(await notes(pressed)).toBe('gone for good')
  expect(await notes(itself)).toBe(endings['the rule works again'])
  const listed = (await get('/api/events?resolved=true', undefined, inKorean)).body.items
  expect(listed.map((row: { resolution_notes: string }) => row.resolution_notes).toSorted()).toEqual(
    ['gone for good', endings['the rule works again'] ?? ''].toSorted(),
  )

  for (const [scope, reason] of Object.entries({
    'template:a': 'retry',
    'template:b': 'pause',
    'template:c': 'acknowledged',
    'template:d': 'heartbeat',
  }))
    await post('/api/actions/pause', { scope, reason })
  await client.query(`select hub.record_remedy('rescue', 'release_stuck', 'instruction:1', null, null, null)`)
  const { items } = (await get('/api/actions', undefined, inKorean)).body
  const reasonsOf = (verb: string): string[] =>
    items.filter((row: { verb: string }) => row.verb === verb).map(({ reason }: { reason: string }) => reason)
  expect(reasonsOf('pause')).toEqual(['heartbeat', 'acknowledged', 'pause', 'retry'])
  expect(reasonsOf('acknowledge_event')).toEqual(['담당함'])
  expect(reasonsOf('release_stuck')).toEqual(['자동 조치: 회수'])

  const { hand_id: id } = (await post('/api/hands', { table_id: 't', hand_number: 1, reason: 'retry' })).body
  await client.query(`begin`)
  await client.query(
    `select set_config('hub.actor', 'hub:tick', true), set_config('hub.reason', 'retry', true)`,
  )
  await client.query(`update hands set pot_size = 100 where id = $1`, [id])
  await client.query(`commit`)
  const { events } = (await get(`/api/data-flow?hand_id=${id}`, undefined, inKorean)).body
  const told = events.map(({ actor, reason }: Record<string, string>) => `${actor}: ${reason}`)
  expect(told).toContain('ann: retry')
  expect(told).toContain(`hub:tick: ${reasons.retry}`)
})
