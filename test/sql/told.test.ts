import { expect } from 'vitest'
import { test } from '../support/database.ts'

test('durations as people say them', async ({ tx }) => {
  const told = async (seconds: number, language: string): Promise<string> =>
    (await tx.query(`select hub.told_duration($1 * interval '1 second', $2) as told`, [seconds, language]))
      .rows[0].told
  expect(await told(45, 'en')).toBe('45 s')
  expect(await told(126, 'en')).toBe('2 min')
  expect(await told(38_250, 'en')).toBe('10 h 37 min')
  expect(await told(38_250, 'ko')).toBe('10시간 37분')
})

test('a text cut to the columns of a terminal: Hangul takes two', async ({ tx }) => {
  const fit = async (text: string | null, columns: number): Promise<string | null> =>
    (await tx.query('select hub.fit($1, $2) as told', [text, columns])).rows[0].told
  expect(await fit('premium_hand', 12)).toBe('premium_hand')
  expect(await fit('premium_hand', 8)).toBe('premiu..')
  expect(await fit('피처 테이블', 8)).toBe('피처 ..')
  expect(await fit('피처', 4)).toBe('피처')
  expect(await fit('', 4)).toBe('')
  expect(await fit(null, 4)).toBe(null)
})

test('how large a share is at least', async ({ tx }) => {
  const lower = async (hits: number, tries: number): Promise<number | null> =>
    (await tx.query('select hub.wilson_lower($1, $2) as share', [hits, tries])).rows[0].share
  expect(await lower(12, 31)).toBeCloseTo(0.2373, 3)
  expect(await lower(0, 10)).toBeCloseTo(0, 6)
  expect(await lower(0, 0)).toBe(null)
})
