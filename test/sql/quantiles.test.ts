import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'

describe('quantiles', () => {
  test.for([
    ['nothing', [], 0.5, null],
    ['empty buckets', [0, 0, 0], 0.5, null],
    ['half of what took under a second', [10], 0.5, 0.5],
    ['the end of the second bucket', [1, 1], 1, 2],
    ['between: 64 to 128 seconds', [0, 0, 0, 0, 0, 0, 0, 100], 0.25, 80],
    ['the bucket that the share reaches, not the one after', [50, 50], 0.5, 1],
    ['far behind', [99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 0.999, 4096 * 1.9],
  ] as const)('%s', async ([, hist, share, value], { tx }) => {
    const { rows } = await tx.query('select (hub.quantiles($1::bigint[], $2))[1] as value', [hist, [share]])
    if (value === null) expect(rows[0].value).toBeNull()
    else expect(rows[0].value).toBeCloseTo(value, 6)
  })

  test('lies in the bucket of the true value', async ({ tx }) => {
    const { rows } = await tx.query(`
      with v as (select exp(random() * 8) as s from generate_series(1, 2000)),
      t as (select hub.quantiles(hub.histogram((select array_agg(s) from v))::bigint[], array[0.5, 0.95, 0.99]) as told),
      q as (select p.share as p, t.told[p.nr] as told, (select percentile_disc(p.share) within group (order by s) from v) as exact
        from t cross join unnest(array[0.5, 0.95, 0.99]) with ordinality as p (share, nr))
      select p, told, exact from q where told not between exact / 2 - 1 and exact * 2 + 1`)
    expect(rows).toEqual([])
  })
})
