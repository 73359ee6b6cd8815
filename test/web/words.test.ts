import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DataFlow } from '../../src/http/row_schemas.ts'
import { qualityFlags } from '../../src/siblings/feature_table/flags.ts'
import { fill } from '../../web/src/i18n/fill.ts'
import { evidence } from '../../web/src/i18n/ko/evidence.ts'
import { ko } from '../../web/src/i18n/ko.ts'

test('a sentence takes its values, and the word that goes with one or with several', () => {
  const said = (n: number | string): string => fill('{n} open {n:alert|alerts}, {who}', { n, who: '{n}' })
  expect([said(0), said(1), said('1'), said(12)]).toEqual([
    '0 open alerts, {n}',
    '1 open alert, {n}',
    '1 open alert, {n}',
    '12 open alerts, {n}',
  ])
  expect(fill('as it is {n}', undefined)).toBe('as it is {n}')
})

const sql = new URL('../../sql/functions/', import.meta.url)
const functions = readdirSync(sql).map((name) => ({ name, body: readFileSync(new URL(name, sql), 'utf8') }))
const told = (pattern: RegExp): string[] =>
  functions.flatMap(({ body }) => [...body.matchAll(pattern)].map(([, word = '']) => word))

/** Names of the hub that the page has no Korean word for. */
const nameless = (group: string, names: Iterable<string>): string[] =>
  [...new Set(names)].filter(
    (name) => !/[가-힣]/.test((ko as Record<string, string>)[`${group}.${name}`] ?? ''),
  )

test('events, flags, kinds of alerts, steps and what things are about have a Korean word', () => {
  const [, events = ''] = /c_events constant text\[\] := '\{([^}]*)\}'/.exec(functionOf('check_rule')) ?? []
  expect(events.split(',').length).toBe(13)
  expect(
    nameless(
      'event',
      events.split(',').map((name) => name.trim()),
    ),
  ).toEqual([])
  expect(nameless('flag', [...Object.keys(qualityFlags), ...told(/quality_flags \|\| '(\w+)'/g)])).toEqual([])
  expect(nameless('step', DataFlow.shape.steps.element.shape.step.options)).toEqual([])
  const kinds = [
    ...told(/raise_event\(\s*'(\w+)'/g),
    ...functions.flatMap(({ name }) => /^detect_(\w+)\.sql$/.exec(name)?.[1] ?? []),
  ]
  expect(kinds.length).toBeGreaterThan(20)
  expect(nameless('kind', kinds)).toEqual([])
  const nouns = told(/'([a-z]+):'(?: \|\||\))/g)
  expect(nouns.length).toBeGreaterThan(100)
  expect(
    nameless(
      'subject',
      [...nouns, 'queue', 'global'].filter((noun) => noun !== 'scope'),
    ),
  ).toEqual([])
})

function functionOf(routine: string): string {
  return functions.find(({ name }) => name === `${routine}.sql`)?.body ?? ''
}

test('figures that have a Korean name are those of an alert', () => {
  const raising = functions.filter(
    ({ name, body }) => name.startsWith('detect_') || body.includes('hub.raise_event('),
  )
  const said = raising.map(({ body }) => body).join()
  expect(Object.keys(evidence).filter((name) => !said.includes(`'${name}'`))).toEqual([])
})

test('every alert has a Korean title, and every suggestion Korean words', () => {
  const calls = functions.flatMap(({ name, body }) =>
    name === 'raise_event.sql'
      ? []
      : body
          .split('hub.raise_event(')
          .slice(1)
          .map((rest) => ({ name, call: rest.slice(0, rest.search(/\);\n|\n\$\$/)) })),
  )
  expect(calls.length).toBeGreaterThan(10)
  expect(calls.filter(({ call }) => !/'[^']*[가-힣]/.test(call.replace(/'text_ko', '[^']*'/g, '')))).toEqual(
    [],
  )
  const detectors = functions.filter(({ name }) => name.startsWith('detect_'))
  expect(detectors.filter(({ body }) => !/[가-힣]/.test(body)).map(({ name }) => name)).toEqual([])
  const count = (body: string, word: string): number => body.split(`'${word}',`).length
  const alone = functions.filter(({ body }) => count(body, 'text') > count(body, 'text_ko'))
  expect(alone.map(({ name }) => name)).toEqual([])
})
