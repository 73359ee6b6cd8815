import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fill } from '../../web/src/i18n/fill.ts'
import { evidence } from '../../web/src/i18n/ko/evidence.ts'

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

test('figures that have a Korean name are those of a detector', () => {
  const sql = new URL('../../sql/functions/', import.meta.url)
  const detectors = readdirSync(sql).filter((name) => name.startsWith('detect_'))
  const said = detectors.map((name) => readFileSync(new URL(name, sql), 'utf8')).join()
  expect(Object.keys(evidence).filter((name) => !said.includes(`'${name}'`))).toEqual([])
})
