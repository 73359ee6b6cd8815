import { expect } from 'vitest'
import { ofZod } from '../../src/http/language/korean/faults.ts'
import { kinds } from '../../src/http/language/korean/journal.ts'
import { postgres } from '../../src/http/language/korean/rules.ts'
import { sentences, unsaidReasons } from '../../src/http/language/korean.ts'
import { queued } from '../support/queue.ts'
import { test } from './act_support.ts'
import { filesOf, hintKey, keyOf, korean, read, saidIn } from './language_support.ts'

/** What only siblings, workers, whoever sits at psql and the hub itself are refused: no page leads there. */
const ofMachines = new Set(
  `add_week attend check_raw_claim check_reports checked_time claim_instructions clock complete_instruction create_token
  drop_week fail_instruction findings follow_events heartbeat import_rows lead lock_free normal_hand open_session read_events
  refuse_report register_worker remove_old report_notification setting_interval tg__refuse_id tg__refuse_new_id
  tg__refuse_truncate tg_render_instructions__guard tg_render_instructions__normalise tg_render_instructions__raw_status
  tg_render_outputs__normalise tg_tournaments__normalise tick`.split(/\s+/),
)

const routines = filesOf('sql/functions/*.sql').map((path) => ({
  name: path.replace(/^.*\/|\.sql$/g, ''),
  body: read(path),
}))
const found = (body: string, pattern: RegExp): string[] =>
  [...body.matchAll(pattern)].map(([, text = '']) => text)

test('what a person can be refused with, and what to do then, is known in Korean', () => {
  const spoken = routines.filter(({ name }) => !ofMachines.has(name))
  const unknown = spoken.flatMap(({ name, body }) => {
    const refusals = found(body, /(?:raise exception|why := format\(|why :=) ?'((?:[^']|'')*)'/g).map(keyOf)
    const hints = found(body, /\bhint = (?:format\()?'((?:[^']|'')*)'/g).map(hintKey)
    return [...refusals, ...hints]
      .filter((text) => text !== null && text !== '%' && korean(text) === null)
      .map((text) => `${name}: ${text}`)
  })
  expect(spoken.length).toBeGreaterThan(300)
  expect(unknown).toEqual([])
})

test('what is wrong with a field, a file or one of its cells is known in Korean', () => {
  const fields = filesOf(
    'src/http/{schemas/*,routes/*,schemas,cursor,factory,exact_body,acts,guard}.ts',
  ).flatMap((path) => [
    ...found(read(path), /(?:error|message|detail|title|hint): ?(?:\{ error: )?('(?:[^'\n])*')/g),
    ...found(read(path), /(?:error|message): (`[^`\n]*`)/g),
    ...found(read(path), /(?:httpFault\(\d+, |refuse\(c, path, )((['`])[^'`\n]*\2)/g),
  ])
  const files = filesOf('src/siblings/sub/*.ts').flatMap((path) => [
    ...found(read(path), /new (?:NoCsv|BadCell)\(\s*((['`"])[^\n]*?\2)[,)\s]/g),
    ...found(read(path), /(?:error|why): ((['`"])[^\n]*?\2)/g),
    ...found(read(path), /why = ((['`"])[^\n]*?\2)\n/g),
    ...found(read(path), /return (`[^`\n]*`)/g).filter((text) => text.startsWith('`has a')),
  ])
  const said = [...fields, ...files].flatMap(saidIn)
  expect(files.length).toBeGreaterThan(40)
  expect(said.filter((text) => korean(text) === null)).toEqual([])
})

test('nothing is translated that the hub does not say', () => {
  const sql = [
    ...routines.map(({ body }) => body),
    read('sql/migrations/committed/000004-seeds.sql'),
    read('sql/migrations/committed/000012-actions.sql'),
  ]
  const literals = sql.flatMap((body) => found(body, /'((?:[^'\n]|'')*)'/g))
  const typescript = [
    ...filesOf('src/http/*.ts'),
    ...filesOf('src/http/{routes,schemas,stream}/*.ts'),
    ...filesOf('src/siblings/sub/*.ts'),
  ].flatMap((path) => saidIn(read(path)))
  const known = new Set([...literals.map(keyOf), ...literals.map(hintKey), ...typescript])
  const begun = [...known].filter((text) => text !== null && text.length > 3) as string[]
  const pieces = (key: string): boolean =>
    key.endsWith('%') && begun.some((each) => each.startsWith(key.slice(0, -1)))
  // Those who say these are asked themselves: language_said.test.ts, language_journal.test.ts.
  const others = { ...postgres, ...ofZod, ...kinds, ...unsaidReasons }
  expect(Object.keys(sentences).filter((key) => !known.has(key) && !pieces(key) && !(key in others))).toEqual(
    [],
  )
})

test('values keep their place, states are words, sentences within sentences are known, too', () => {
  expect(korean('instruction 45 is completed')).toBe('지시 45번은 이미 완료되었습니다')
  expect(korean('it does not fit the filter: it is completed')).toBe('필터에 맞지 않습니다: 완료 상태입니다')
  expect(korean('instruction 45 is being rendered by ae-03')).toBe('지시 45번은 ae-03에서 렌더링 중입니다')
  expect(
    korean('instruction 7: priority moved since (instruction.updated by "김철수" at 14:03:11, reason: 먼저)'),
  ).toBe(
    '지시 7번: priority이(가) 그 뒤 바뀌었습니다(instruction.updated, 14:03:11에 "김철수"이(가), 이유: 먼저)',
  )
  expect(korean('setting "error.h" was changed by "root"; it is 6 now')).toBe(
    '설정 "error.h"을(를) "root"이(가) 바꿨습니다. 지금 값은 6입니다',
  )
  expect(korean('it moved since the preview: it is cancelled already')).toBe(
    '미리보기 이후 바뀌었습니다: 이미 취소되었습니다',
  )
  expect(korean('($& {1} never said')).toBeNull()
})

test('a name is no word: it stays, whatever it is called', () => {
  expect(korean('the instruction does not fit template "payouts": required layer "level" is missing')).toBe(
    '지시가 템플릿 "payouts"에 맞지 않습니다: 필수 레이어 "level" 없음',
  )
  expect(korean('no alert is of the kind "rule"; did you mean rule_failed?')).toBe(
    '"rule" 종류의 경보는 없습니다. 혹시 rule_failed입니까?',
  )
  expect(korean('rule level moved since: the journal does not say by whom')).toBe(
    '규칙 level이(가) 그 뒤 바뀌었습니다: 누가 바꿨는지 기록에 없습니다',
  )
  expect(korean('admin is viewer; this needs admin')).toBe(
    'admin 님의 역할은 보기입니다. 관리 권한이 필요합니다',
  )
  expect(korean('priority moved since (hand.voided by "text" at 14:03:11, reason: pause)')).toBe(
    'priority이(가) 그 뒤 바뀌었습니다(핸드 무효, 14:03:11에 "text"이(가), 이유: pause)',
  )
  expect(korean('status moved since (hand.voided by "ae" at 14:03:11, reason: complete_instruction)')).toBe(
    'status이(가) 그 뒤 바뀌었습니다(핸드 무효, 14:03:11에 "ae"이(가), 이유: 완료 보고)',
  )
  // Every value between quotes, called like something that has a Korean word.
  const renamed = Object.entries(sentences).filter(([form, said]) => {
    const quoted = [...form.matchAll(/"?%"?/g)].map(([sign]) => sign === '"%"')
    const shown = quoted.some((is, n) => is && said.includes(`{${n + 1}}`))
    const text = korean(form.replaceAll('"%"', '"level"').replaceAll('%', '7'))
    return shown && !text?.includes('level')
  })
  expect(renamed).toEqual([])
})

test('whoever asks for Korean gets it; others English, as scripts expect', async ({ client, post }) => {
  const id = Number(await queued(client, { priority: 5 }))
  const korean = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' }
  const order = { filter: { ids: [id, 999] }, preview: true, reason: 'x' }
  const whys = async (headers: Record<string, string>): Promise<string[]> => {
    const { body } = await post('/api/actions/bulk-retry', order, headers)
    return body.items.map(({ why }: { why: string }) => why)
  }
  expect(await whys(korean)).toEqual(['이미 대기 중입니다. 우선순위 5 → 4', '그런 지시가 없습니다'])
  expect(await whys({})).toEqual(['it waits already; priority 5 becomes 4', 'there is no such instruction'])
  const wrong = { instruction_id: 999, reason: 'x' }
  expect(await post('/api/actions/retry', wrong, korean)).toMatchObject({
    status: 404,
    body: { code: 'UB404', title: '찾을 수 없습니다', detail: '지시 999번이 없습니다' },
  })
  for (const lang of ['fr', 'en-US,en;q=0.9,ko;q=0.5', '*', '%;q=x'])
    expect(await post('/api/actions/retry', wrong, { 'accept-language': lang })).toMatchObject({
      body: { title: 'no such thing', detail: 'no instruction 999' },
    })
})
