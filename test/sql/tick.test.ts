import { describe, expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { aHand } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { instruction, queued } from '../support/queue.ts'
import { claim, registerWorker } from '../support/workers.ts'

describe('tick', () => {
  test('one at a time: the second returns at once, with nothing', async ({ client, connect }) => {
    const other = await connect()
    await queued(client)
    await client.query('begin')
    expect((await client.query('select * from hub.tick()')).rows).toEqual([
      { step: 'ring', subject: 'queue', action: '1' },
    ])
    await other.query(`set lock_timeout = '1s'`)
    expect((await other.query('select * from hub.tick()')).rows).toEqual([])
    await client.query('commit')
    expect((await other.query('select * from hub.tick()')).rows).toHaveLength(1)
  })

  test('a step that fails is journaled and alerted, the others go on; mended, the alert ends', async ({
    tx,
  }) => {
    const id = await queued(tx)
    await claim(tx, await registerWorker(tx))
    await tx.query(`select hub.fail_instruction($1, 1, '503')`, [id])
    await tx.query(`set local session_replication_role = replica`)
    await tx.query(`update render_instructions set retry_at = now() where id = $1`, [id])
    await tx.query(`set local session_replication_role = origin`)
    const { rows } = await tx.query(`select pg_get_functiondef('hub.rescue_expired'::regproc) as definition`)
    await tx.query(`create or replace function hub.rescue_expired(p_now timestamptz default null) returns int
      language plpgsql as 'begin raise exception ''broken''; end'`)
    expect((await tx.query('select * from hub.tick()')).rows).toEqual([
      { step: 'promote', subject: 'queue', action: '1' },
      { step: 'rescue', subject: 'step:rescue', action: 'failed: broken' },
      { step: 'ring', subject: 'queue', action: '1' },
    ])
    expect(await instruction(tx, id)).toMatchObject({ status: 'pending' })
    const alert = (): Promise<{ rows: unknown[] }> =>
      tx.query(`select subject, state from monitoring_events where kind = 'tick_failed'`)
    expect((await alert()).rows).toEqual([{ subject: 'step:rescue', state: 'firing' }])
    expect((await tx.query(`select from hub.events where kind = 'tick.failed'`)).rowCount).toBe(1)
    await tx.query(rows[0].definition)
    await tx.query('select * from hub.tick()')
    expect((await alert()).rows).toEqual([{ subject: 'step:rescue', state: 'resolved' }])
  })

  test('what somebody holds in an open transaction holds up no tick: an alert, a hand, a job', async ({
    client,
    connect,
  }) => {
    const show = await aBroadcast(client)
    const hand = aHand({ hand_rank: 'full_house', players_json: [], community_cards_json: [] })
    await client.query(
      `update hub.render_rules set mode = 'notify_only', grace = '10 minutes' where event = 'premium_hand'`,
    )
    const [held, free] = [await show.hand(0, hand), await show.hand(0, { ...hand, hand_number: 1001 })]
    await client.query(`select hub.change_setting('remedy.orphan_hand', '"suggest"', 'ann', 'x')`)
    await show.tick(3)
    expect(await show.alerts('orphan_hand')).toHaveLength(2)
    await client.query(`update hub.render_rules set mode = 'immediate' where event = 'premium_hand'`)
    await client.query(`select hub.change_setting('remedy.orphan_hand', '"act"', 'ann', 'x')`)

    const other = await connect()
    await other.query('begin')
    await other.query(`select hub.acknowledge_event(1, 'ann', 'looking')`)
    await other.query('select from hands where id = $1 for update', [held])
    // without the rows that are held: nothing fails, and nothing waits until lock_timeout
    expect((await show.tick(4)).filter(({ action }) => action.startsWith('failed'))).toEqual([])
    expect((await client.query('select hand_id from render_instructions')).rows).toEqual([{ hand_id: free }])
    await other.query('commit')
    await show.tick(5)
    expect((await client.query('select from render_instructions')).rowCount).toBe(2)
  })

  test('with nothing to do it changes nothing and rings nobody', async ({ client, connect }) => {
    const ear = await connect()
    const heard: string[] = []
    ear.on('notification', ({ channel }) => heard.push(channel))
    await ear.query('listen hub_wake; listen hub_work')
    expect((await client.query('select * from hub.tick()')).rows).toEqual([])
    await ear.query('select 1')
    expect(heard).toEqual([])
    expect((await client.query('select from hub.events')).rowCount).toBe(0)
  })
})

describe('maintain and add_week', () => {
  test('weeks are there ahead, rows land in theirs, again changes nothing', async ({ client }) => {
    const weeks = async (): Promise<unknown[]> =>
      (
        await client.query(
          `select relname from pg_class where relname ~ '^(events|attempts)_w[0-9]{8}$' order by 1`,
        )
      ).rows
    const before = await weeks()
    expect(before).toHaveLength(2 * 9)
    await client.query('call hub.maintain()')
    expect(await weeks()).toEqual(before)
    await queued(client)
    await claim(client, await registerWorker(client))
    const { rows } = await client.query(`
      select tableoid::regclass::text as part, count(*)::int as n from hub.events group by 1
      union all select tableoid::regclass::text, count(*)::int from hub.attempts group by 1`)
    for (const { part } of rows) expect(part).toMatch(/_w\d{8}$/)
    expect((await client.query(`select hub.add_week('events', '2040-01-02') as made`)).rows).toEqual([
      { made: true },
    ])
    expect((await client.query(`select hub.add_week('events', '2040-01-02') as made`)).rows).toEqual([
      { made: false },
    ])
  })

  test('a table that somebody holds is left for later, and nobody waits', async ({ client, connect }) => {
    const other = await connect()
    await other.query('begin; lock table hub.attempts in share update exclusive mode')
    await client.query(`update hub.settings set value = '9' where key = 'history.weeks_ahead'`)
    await client.query('call hub.maintain()')
    const made = await client.query(
      `select split_part(relname, '_', 1) as of, count(*)::int as n from pg_class where relname ~ '_w[0-9]{8}$' group by 1 order by 1`,
    )
    expect(made.rows).toEqual([
      { of: 'attempts', n: 9 },
      { of: 'events', n: 10 },
    ])
    await other.query('rollback')
  })
})
