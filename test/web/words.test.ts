import { expect, test } from 'vitest'
import { fill } from '../../web/src/i18n/fill.ts'

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
