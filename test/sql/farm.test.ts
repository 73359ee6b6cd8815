import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { past } from './history.ts'

describe('hub.farm', () => {
  test('quiet is normal; work that nobody renders is stalled; the queue may be held back', async ({ tx }) => {
    const word = async () => (await tx.query(`select hub.farm() ->> 'word' as word`)).rows[0].word
    expect(await word()).toBe('normal')
    await past(tx, 'render_instructions', [{ template_name: 'x', eligible_at: '10 seconds' }])
    expect(await word()).toBe('normal')
    await past(tx, 'render_instructions', [{ template_name: 'x', eligible_at: '40 seconds' }])
    expect(await word()).toBe('stalled')
    await tx.query(`select hub.pause('queue', 'ann', 'break')`)
    expect(await word()).toBe('degraded')
  })

  test('an open alert degrades, unless it is for information; a stall stalls; the worst is the cause', async ({
    tx,
  }) => {
    const farm = async () =>
      (await tx.query(`select f ->> 'word' as word, (f ->> 'cause')::int as cause from hub.farm() as f`))
        .rows[0]
    const raise = async (kind: string, severity: string): Promise<number> => {
      const { rows } = await tx.query(`select hub.raise_event($1, 'global', 'alert', $2, $1)::int as id`, [
        kind,
        severity,
      ])
      await tx.query(`update monitoring_events set state = 'firing', fired_at = now() where id = $1`, [
        rows[0].id,
      ])
      return rows[0].id
    }
    const info = await raise('clock_skew', 'info')
    expect(await farm()).toEqual({ word: 'normal', cause: info })
    const surge = await raise('error_surge', 'error')
    expect(await farm()).toEqual({ word: 'degraded', cause: surge })
    const stall = await raise('stall', 'critical')
    expect(await farm()).toEqual({ word: 'stalled', cause: stall })
  })

  test('counts the last hour at each place', async ({ tx }) => {
    await past(tx, 'hands', [
      { table_id: 't', hand_number: 1, recorded_at: '5 minutes' },
      { table_id: 't', hand_number: 2, recorded_at: '70 minutes' },
    ])
    await past(tx, 'render_instructions', [{ template_name: 'x', eligible_at: '0', recorded_at: '1 minute' }])
    const { rows } = await tx.query(`
      select f #>> '{hands,hour}' as hands, f #>> '{instructions,hour}' as made, f #>> '{queue,pending}' as waits,
        f #>> '{outputs,hour}' as outputs, f #>> '{outputs,last_at}' as last
      from hub.farm() as f`)
    expect(rows).toEqual([{ hands: '1', made: '1', waits: '1', outputs: '0', last: null }])
  })
})
