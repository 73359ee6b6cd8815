import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { formsOf, translated } from '../../src/http/language/forms.ts'
import { sentences } from '../../src/http/language/korean.ts'
import { queued } from '../support/queue.ts'
import { test } from './act_support.ts'

const root = new URL('../..', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** Verbs that the dashboard's people call, and what these ask. */
const spoken =
  `retry_instruction judge_retry judge_act cancel_instruction change_priority lock_instruction lock_event
  undo_action undo_pause undo_event undo_instruction undo_setting undo_rule undo_void undo_graphic undo_avoidance
  undo_channel undo_route undo_bulk acknowledge_event silence_event resume void_hand release_stuck judge_bulk run_preview
  dry_run_rule try_rule backtest save_rule save_channel save_route order_graphic check_seen check_name_free
  check_layer_paths`.split(/\s+/)

const forms = formsOf(sentences)
const isKnown = (text: string): boolean => translated(forms, text) !== null

/** A format string of PostgreSQL with one sign for each value, as the keys are written. */
const keyOf = (format: string): string => format.replaceAll("''", "'").replace(/%(\d\$)?[sLI]/g, '%')
const literals = (text: string): string[] =>
  [...text.matchAll(/'((?:[^'\n]|'')*)'/g)].map(([, found = '']) => keyOf(found))

test('what a person can be refused with is known in Korean', () => {
  const unknown = spoken.flatMap((name) =>
    [
      ...read(`sql/functions/${name}.sql`).matchAll(
        /(?:raise exception|why := format\(|why :=) ?'((?:[^']|'')*)'/g,
      ),
    ]
      .map(([, found = '']) => keyOf(found))
      .filter((format) => format !== '%' && !isKnown(format)),
  )
  expect(unknown).toEqual([])
})

test('nothing is translated that the hub does not say', () => {
  const files = [
    ...readdirSync(new URL('sql/functions', root)).map((name) => `sql/functions/${name}`),
    'sql/migrations/committed/000004-seeds.sql',
    'src/http/problem.ts',
    'src/http/routes/actions.ts',
    'src/http/schemas/bulk.ts',
  ]
  const said = files.flatMap((path) => literals(read(path)))
  const templates = files.flatMap((path) =>
    [...read(path).matchAll(/`([^`\n]*)`/g)].map(([, found = '']) => found.replace(/\$\{\w+\}/g, '%')),
  )
  const known = new Set([...said, ...templates])
  const pieces = (key: string): boolean =>
    key.endsWith('%') && [...known].some((each) => each.startsWith(key.slice(0, -1)))
  expect(Object.keys(sentences).filter((key) => !known.has(key) && !pieces(key))).toEqual([])
})

test('values keep their place, states are words, sentences within sentences are known, too', () => {
  const told = (text: string): string | null => translated(forms, text)
  expect(told('instruction 45 is completed')).toBe('지시 45번은 이미 완료되었습니다')
  expect(told('it does not fit the filter: it is completed')).toBe('필터에 맞지 않습니다: 완료 상태입니다')
  expect(told('instruction 45 is being rendered by ae-03')).toBe('지시 45번은 ae-03에서 렌더링 중입니다')
  expect(
    told('instruction 7: priority moved since (instruction.updated by "김철수" at 14:03:11, reason: 먼저)'),
  ).toBe(
    '지시 7번: priority이(가) 그 뒤 바뀌었습니다(instruction.updated, 14:03:11에 "김철수"이(가), 이유: 먼저)',
  )
  expect(told('setting "error.h" was changed by "root"; it is 6 now')).toBe(
    'setting "error.h"을(를) "root"이(가) 바꿨습니다. 지금 값은 6입니다',
  )
  expect(told('it moved since the preview: it is cancelled already')).toBe(
    '미리보기 이후 바뀌었습니다: 이미 취소되었습니다',
  )
  expect(told('($& {1} never said')).toBeNull()
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
