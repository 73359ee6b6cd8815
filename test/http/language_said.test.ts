import { expect } from 'vitest'
import { z } from 'zod'
import { formsOf, translated } from '../../src/http/language/forms.ts'
import { ofZod } from '../../src/http/language/korean/faults.ts'
import { postgres } from '../../src/http/language/korean/rules.ts'
import { seeds } from '../../src/http/language/korean/seeds.ts'
import { sender, test, vera } from './act_support.ts'
import { korean } from './language_support.ts'

const inKorean = { 'accept-language': 'ko' }
const hangul = /[가-힣]/

/** Every kind of fault that zod finds in what the hub's schemas are made of. */
const wrong: readonly [z.ZodType, unknown][] = [
  [z.string(), 1],
  [z.string(), undefined],
  [z.int(), 'x'],
  [z.int(), 1.5],
  [z.record(z.string(), z.unknown()), 1],
  [z.literal('x'), 'y'],
  [z.enum(['a', 'b']), 'c'],
  [z.string().max(1), 'xx'],
  [z.string().min(2), 'x'],
  [z.array(z.int()).max(1), [1, 2]],
  [z.array(z.int()).min(2), [1]],
  [z.number().max(1), 2],
  [z.number().lt(1), 2],
  [z.number().min(1), 0],
  [z.number().gt(1), 0],
  [z.string().regex(/^x$/), 'y'],
  [z.iso.datetime(), 'y'],
  [z.iso.date(), 'y'],
  [z.guid(), 'y'],
  [z.record(z.string().max(1), z.int()), { bb: 1 }],
  [z.map(z.object({}), z.int()), new Map([[{}, 'x']])],
  [z.number().multipleOf(5), 7],
  [z.union([z.int(), z.array(z.int())]), 'x'],
]

test('what zod says of a value is said in Korean, and nothing else is translated of it', () => {
  const said = wrong.flatMap(([schema, value]) =>
    schema.safeParse(value).error?.issues.map(({ message }) => message),
  )
  expect(said.filter((text) => text === undefined || !hangul.test(korean(text) ?? ''))).toEqual([])
  const words = said.flatMap((text) => text?.split(/\W+/) ?? [])
  const forms = Object.entries(ofZod).map(([form]) => ({ form, known: formsOf({ [form]: form }) }))
  const unsaid = forms.filter(
    ({ form, known }) =>
      !words.includes(form) && !said.some((text) => text !== undefined && translated(known, text) !== null),
  )
  expect(unsaid.map(({ form }) => form)).toEqual([])
})

test('a hand that contradicts itself is refused with the names that its form has', async ({ post }) => {
  const hand = {
    table_id: 'table_1',
    hand_number: 7,
    community_cards: ['As', 'Kd', '7h'],
    players: [{ seat: 1, name: 'KIM', hole_cards: ['As', 'Qd'] }],
    reason: 'x',
  }
  const unreadable = {
    ...hand,
    community_cards: [],
    players: [
      { seat: 1, name: 'KIM' },
      { seat: 2, name: 'LEE', stack: -5 },
    ],
  }
  expect(await post('/api/hands', unreadable, inKorean)).toMatchObject({
    status: 400,
    body: {
      detail: '플레이어 2, 스택: 0 이상이어야 합니다',
      errors: [{ path: 'body.players.1.stack', message: '0 이상이어야 합니다' }],
    },
  })
  const readable = { ...hand, players: [...hand.players, { seat: 1, name: 'LEE' }] }
  expect(await post('/api/hands', readable, inKorean)).toMatchObject({
    status: 422,
    body: {
      title: '앞뒤가 맞지 않습니다',
      detail:
        '플레이어 2, 좌석: 1번 좌석에 이미 다른 플레이어가 있습니다; 플레이어 1, 카드 1: As 카드가 두 번 있습니다',
    },
  })
  expect((await post('/api/hands', readable)).body.detail).toBe(
    'players.1.seat: seat 1 is taken; players.0.hole_cards.0: As is there twice',
  )
})

test.for([
  ['error.h', 1000, '설정 error.h의 범위를 벗어났습니다: 1000', '범위: 숫자 0.5~100, 단위: 없음.'],
  [
    'blind.after',
    'x',
    '설정 blind.after에는 숫자을(를) 넣어야 합니다. "x"은(는) 안 됩니다',
    /^범위: 숫자 \d+~\d+, 단위: 초\.$/,
  ],
  ['remedy.retry', 'maybe', /범위를 벗어났습니다/, '범위: off, suggest, act 중 하나, 단위: 없음.'],
  ['wake.enabled', 3, /참·거짓/, '범위: 참·거짓(true, false), 단위: 없음.'],
] as const)(
  'a setting %s of %s is refused with its bounds in words',
  async ([key, value, detail, hint], { as, patch }) => {
    const seen = (await sender(as(vera), 'GET')(`/api/settings/${key}`)).headers.get('etag') ?? ''
    const { status, body } = await patch(
      `/api/settings/${key}`,
      { value, reason: 'x' },
      { ...inKorean, 'if-match': seen },
    )
    expect(status).toBe(422)
    expect(body.detail).toMatch(detail)
    expect(body.hint).toMatch(hint)
  },
)

/** Rules that PostgreSQL cannot read, each with a sentence of its own. */
const unreadableRules = [
  { grace: 'soon' },
  { cooldown: '99999999999999 years' },
  { expires_after: '9999999999 years' },
  { condition: '$.hand.pot >' },
  { condition: '$.hand.pot > )' },
  { condition: '$.hand ? (@.x == "a' },
  { condition: '$.hand.pot > 1a' },
  { condition: '@.pot > 1' },
  { condition: '$[last] > 1 && last > 2' },
  { condition: '$.x like_regex "("' },
  { condition: '' },
]

test('a rule that PostgreSQL cannot read is refused in Korean', async ({ post }) => {
  const said: string[] = []
  for (const fields of unreadableRules) {
    const { status, body } = await post(
      '/api/rules/dry-run',
      { event: 'hand_completed', ...fields },
      inKorean,
    )
    expect({ fields, status, detail: body.detail }).toMatchObject({ status: 422 })
    expect(body.detail).toMatch(/^규칙을 읽을 수 없습니다: .*[가-힣]/)
    expect(body.hint).toMatch(hangul)
    const english = await post('/api/rules/dry-run', { event: 'hand_completed', ...fields })
    said.push(english.body.detail.replace('the rule cannot be read: ', ''))
  }
  const forms = Object.keys(postgres).filter((form) => {
    const known = formsOf({ [form]: form })
    return !said.some((text) => translated(known, text) !== null)
  })
  expect(forms).toEqual([])
})

test('rules and templates that come with the hub are described in Korean until somebody describes them himself', async ({
  client,
  as,
}) => {
  const { rows } = await client.query<{ description: string }>(
    'select description from hub.render_rules union select description from hub.templates',
  )
  expect(rows.map(({ description }) => description).toSorted()).toEqual(Object.keys(seeds).toSorted())
  await client.query(
    `update hub.render_rules set description = 'The premium hands' where name = 'premium_hand'`,
  )
  const get = sender(as(vera), 'GET')
  for (const path of ['/api/rules', '/api/templates']) {
    const korean = await get(path, undefined, inKorean)
    const said = korean.body.items.map(({ description }: { description: string }) => description)
    expect(said.filter((text: string) => !hangul.test(text))).toEqual(
      path === '/api/rules' ? ['The premium hands'] : [],
    )
    const plain = (await get(path)).body
    expect(
      plain.items.filter(({ description }: { description: string }) => hangul.test(description)),
    ).toEqual([])
  }
})
