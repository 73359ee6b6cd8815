import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { past } from './history.ts'

describe('hub.dashboard', () => {
  test('"today" begins at midnight of the setting time_zone', async ({ tx }) => {
    await tx.query(`update hub.settings set value = 'true' where key = 'simulation'`)
    await tx.query('set local session_replication_role = replica')
    await tx.query(`
      insert into hands (table_id, hand_number, recorded_at) values
        ('t', 1, '2026-03-01 14:59:59Z'), ('t', 2, '2026-03-01 15:00:00Z'), ('t', 3, '2026-03-01 20:00:00Z');
      insert into hands (table_id, hand_number, recorded_at, voided_at, void_reason)
        values ('t', 4, '2026-03-01 20:00:01Z', '2026-03-01 20:05:00Z', 'misdeal');
      insert into render_instructions (template_name, recorded_at, eligible_at)
        values ('x', '2026-03-01 14:59:59Z', now()), ('x', '2026-03-01 15:00:00Z', now());
      insert into render_outputs (instruction_id, output_path, recorded_at)
        values (1, '/a', '2026-03-01 14:59:59Z'), (2, '/b', '2026-03-01 15:00:00Z')`)
    const { rows } = await tx.query(`
      select d -> 'projects' #>> '{feature_table,hands_today}' as hands,
        d -> 'projects' #>> '{sub,instructions_created}' as instructions,
        d -> 'projects' #>> '{ae,outputs_completed}' as outputs
      from hub.dashboard('2026-03-01 21:00:00Z') as d`) // 06:00 in Seoul, where the day began at 15:00Z
    expect(rows).toEqual([{ hands: '2', instructions: '1', outputs: '1' }])
  })

  test('feature_table: ok while hands come, idle after, in trouble when an alert says so', async ({ tx }) => {
    const status = async () =>
      (await tx.query(`select hub.dashboard() #>> '{projects,feature_table,status}' as status`)).rows[0]
        .status
    await past(tx, 'hands', [{ table_id: 't', hand_number: 1, recorded_at: '21 minutes' }])
    expect(await status()).toBe('idle')
    await past(tx, 'hands', [{ table_id: 't', hand_number: 2, recorded_at: '5 minutes' }])
    expect(await status()).toBe('ok')
    await tx.query(
      `select hub.raise_event('silent_table', 'table:t', 'warning', 'warning', 'No hands from t')`,
    )
    expect(await status()).toBe('degraded')
  })

  test('sub: degraded while a premium hand has no graphic', async ({ tx }) => {
    const status = async () =>
      (await tx.query(`select hub.dashboard() #>> '{projects,sub,status}' as status`)).rows[0].status
    expect(await status()).toBe('idle')
    await past(tx, 'render_instructions', [{ template_name: 'x', eligible_at: '0', recorded_at: '1 minute' }])
    expect(await status()).toBe('ok')
    await past(tx, 'hands', [{ table_id: 't', hand_number: 1, is_premium: true, recorded_at: '5 minutes' }])
    expect(await status()).toBe('degraded')
  })

  test('ae: down when work waits and nobody is there, ok with a worker, idle without either', async ({
    tx,
  }) => {
    const status = async () =>
      (await tx.query(`select hub.dashboard() #>> '{projects,ae,status}' as status`)).rows[0].status
    expect(await status()).toBe('idle')
    await past(tx, 'render_instructions', [{ template_name: 'x', eligible_at: '10 seconds' }])
    expect(await status()).toBe('idle')
    await past(tx, 'render_instructions', [{ template_name: 'x', eligible_at: '40 seconds' }])
    expect(await status()).toBe('down')
    await tx.query(`select hub.pause('queue', 'ann', 'break')`)
    expect(await status()).toBe('idle')
    await tx.query(`select hub.resume('queue', 'ann', 'on air')`)
    await tx.query(`select hub.register_worker('ae-01')`)
    expect(await status()).toBe('ok')
  })

  test('ae: degraded while a worker that holds work keeps silent', async ({ tx }) => {
    const { rows } = await tx.query(`select hub.register_worker('ae-01') as id, hub.register_worker('ae-02')`)
    await past(tx, 'render_instructions', [
      {
        template_name: 'x',
        status: 'processing',
        worker_id: rows[0].id,
        started_at: '1 minute',
        lease_expires_at: '0',
      },
    ])
    await tx.query(`update hub.workers set last_seen_at = now() - interval '40 seconds' where id = $1`, [
      rows[0].id,
    ])
    const seen = await tx.query(`select hub.dashboard() #> '{projects,ae}' as ae`)
    expect(seen.rows[0].ae).toMatchObject({
      status: 'degraded',
      worker_status: { online: 1, busy: 0, silent: 1 },
    })
  })

  test('the completion rate counts what is missing at either arrow, and not what was cancelled', async ({
    tx,
  }) => {
    await past(tx, 'render_instructions', [
      { template_name: 'x', status: 'completed', completed_at: '1 hour', recorded_at: '2 hours' },
      { template_name: 'x', status: 'failed', completed_at: '1 hour', recorded_at: '2 hours' },
      { template_name: 'x', status: 'cancelled', cancelled_at: '1 hour', recorded_at: '2 hours' },
      { template_name: 'x', status: 'completed', completed_at: '30 hours', recorded_at: '30 hours' },
    ])
    await past(tx, 'hands', [{ table_id: 't', hand_number: 1, is_premium: true, recorded_at: '5 minutes' }])
    const { rows } = await tx.query(`select hub.dashboard() -> 'data_flow_health' as health`)
    expect(rows[0].health).toEqual({ orphan_hands: 1, delayed_instructions: 0, completion_rate: 1 / 3 })
  })

  test('reads no table from end to end, whatever the planner believes', async ({ client }) => {
    await past(client, 'hands', [{ table_id: 't', hand_number: 1, recorded_at: '1 minute' }])
    await client.query('analyze')
    await client.query('set session_replication_role = replica')
    await client.query(`
      insert into hands (table_id, hand_number, recorded_at) select 't', g, now() - g * interval '1 minute' from generate_series(2, 20000) g;
      insert into render_instructions (template_name, status, attempt, started_at, completed_at, recorded_at)
        select 'x', 'completed', 1, now(), now(), now() - (20000 - g) * interval '1 minute' from generate_series(1, 20000) g;
      insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at, finished_at, outcome)
        select g, 1, 'x', 'w', now() - (20000 - g) * interval '1 minute', now() - (20000 - g) * interval '1 minute', 'completed' from generate_series(1, 20000) g;
      insert into render_outputs (instruction_id, output_path, recorded_at)
        select g, '/x', now() - (20000 - g) * interval '1 minute' from generate_series(1, 20000) g`)
    const read = `select relname, seq_tup_read::int as rows from pg_stat_user_tables
      where relname in ('hands', 'render_instructions', 'render_outputs') or relname ~ '^attempts' order by relname`
    const seen = async () => {
      await client.query('select pg_stat_force_next_flush()')
      return new Map((await client.query(read)).rows.map(({ relname, rows }) => [relname, rows]))
    }
    const before = await seen()
    await client.query('select hub.dashboard()')
    const after = await seen()
    for (const [table, rows] of after) expect(rows - before.get(table), table).toBeLessThan(100)
  })
})
