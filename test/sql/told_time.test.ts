import { expect } from 'vitest'
import { test } from '../support/database.ts'

test('a time is told in the zone of the venue, and the zone with it', async ({ tx }) => {
  const told = async (zone: string, at: string): Promise<unknown[]> => {
    await tx.query(`select hub.change_setting('time_zone', to_jsonb($1::text), 'ann', 'moves')`, [zone])
    const { rows } = await tx.query({
      text: 'select hub.told_time($1), hub.told_moment($1)',
      values: [at],
      rowMode: 'array',
    })
    return rows[0] as unknown[]
  }
  expect(await told('Asia/Seoul', '2026-11-23T15:04Z')).toEqual(['00:04 KST', '2026-11-24 00:04 KST'])
  expect(await told('America/Los_Angeles', '2026-07-01T12:00Z')).toEqual([
    '05:00 UTC-07:00',
    '2026-07-01 05:00 UTC-07:00',
  ])
  expect(await told('America/Los_Angeles', '2026-12-01T12:00Z')).toEqual([
    '04:00 UTC-08:00',
    '2026-12-01 04:00 UTC-08:00',
  ])
  expect(await told('Asia/Kolkata', '2026-12-01T12:00Z')).toEqual([
    '17:30 UTC+05:30',
    '2026-12-01 17:30 UTC+05:30',
  ])
  expect(await told('UTC', '2026-12-01T12:00Z')).toEqual(['12:00 UTC+00:00', '2026-12-01 12:00 UTC+00:00'])
})
